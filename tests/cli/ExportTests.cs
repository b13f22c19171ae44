// `export --c`: the header holds the blob byte for byte, and the bare-metal example that includes it answers on QEMU's Cortex-M7
// as the engine does on this PC.
using System.Globalization;
using System.Text.RegularExpressions;
using NanoCoopNet.Bridge;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed partial class ExportTests
{
    private const int Samples = 20,
        ItcmBytes = 16 * 1024,
        ItcmAddress = 0x003FC000,
        DtcmAddress = 0x20000000;

    [TestMethod]
    public void TheHeaderHoldsBlobAndSample()
    {
        using Files files = new();
        ModelBlob model = Files.GoldenBlob();
        string header = files.At("net.h"),
            data = files.Data("x.npz", model, 3);
        Tool.Succeed("export", Files.Golden(), "--c", header, "--name", "net_1", "--sample", data, "--index", "2");
        string text = File.ReadAllText(header);
        CollectionAssert.AreEqual(model.Bytes.ToArray(), Array(text, "alignas(32) static const uint8_t net_1[NET_1_BYTES]"));
        CollectionAssert.AreEqual(
            DatasetFile.Read(data, null, model).Sample(2).ToArray(),
            Array(text, "const uint8_t net_1_sample[NET_1_INPUT_BYTES]")
        );
        foreach (
            string line in new[]
            {
                "#ifndef NET_1_H",
                $"NET_1_BYTES = {model.Bytes.Length},",
                model.Header.Sha256,
                $"NET_1_ARENA_BYTES = {model.Header.EngineArenaBytes},",
                $"NET_1_CLASSES = {model.Classes.Count}\n",
            }
        )
        {
            StringAssert.Contains(text, line);
        }

        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", "export", "no-such.ncn", "--c", header);
        Assert.AreEqual(text, File.ReadAllText(header), "a failure leaves the file as it was");
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void TheBareMetalExampleAnswersAsThePc()
    {
        using Files files = new();
        Needs.Installed(Bridge.Tool.ArmCompiler, Bridge.Tool.CMake, Bridge.Tool.Make, Bridge.Tool.Emulator);
        Example example = new();
        foreach (
            (string file, string? data) in new[]
            {
                (Shipped("gscnet-keywords-coopnet.ncn"), Shipped("keywords-demo.npz")),
                (Files.Golden("bcnet-logits"), null),
                (Files.Golden("bcnet-features-only"), null),
            }
        )
        {
            ModelBlob model = BlobReader.ReadFile(file);
            string samples = data ?? files.Data("x.npz", model, Samples);
            Dataset all = DatasetFile.Read(samples, null, model);
            (int index, int score) = Enumerable
                .Range(0, Samples)
                .Select(i => (i, Pc(model, all.Sample(i).Span).Score256))
                .MinBy(s => s.Score256);
            foreach (int threshold in new[] { score, score + 1 })
            {
                string blob = files.At("m.ncn");
                File.WriteAllBytes(blob, BlobWriter.WithConfidenceThreshold(model.Bytes.Span, threshold));
                string expected = Pc(BlobReader.ReadFile(blob), all.Sample(index).Span).Text;
                StringAssert.Contains(expected, threshold == score ? "light mode" : "full mode");
                Assert.AreEqual(expected, example.Run(blob, samples, "--index", $"{index}"), file);
            }
        }
    }

    [TestMethod]
    public void HeaderAndEngineAreForCPlusPlusToo()
    {
        using Files files = new();
        Needs.Program("c++", "g++");
        Needs.Program("nm", "binutils");
        Tool.Succeed(
            "export",
            Files.Golden(),
            "--c",
            files.At("model.h"),
            "--sample",
            files.Data("x.npz", Files.GoldenBlob(), 1)
        );
        File.WriteAllText(
            files.At("main.cpp"),
            """
            #include "model.h"
            #include "ncn.h"
            int main() {
                static ncn_classifier classifier;
                alignas(NCN_ALIGNMENT) static uint8_t arena[MODEL_ARENA_BYTES];
                const ncn_memory memory = {arena, sizeof arena};
                return ncn_open(&classifier, model, MODEL_BYTES, memory, ncn_memory()) + model_sample[0];
            }
            """
        );
        Subprocess.Succeed(
            null,
            "c++",
            "-std=c++11",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-I",
            SourceTree.PathOf("nf-interop", "kernels", "include"),
            "-c",
            files.At("main.cpp"),
            "-o",
            files.At("main.o")
        );
        StringAssert.Contains(Subprocess.Succeed(null, "nm", files.At("main.o")), "U ncn_open\n", "a name of C");
    }

    /// <summary>What the engine of this PC answers, as the example prints it.</summary>
    private static (int Score256, string Text) Pc(ModelBlob model, ReadOnlySpan<byte> sample)
    {
        using PcNative native = Needs.Tools(() =>
            new PcNative(new PcNativeOptions { ArenaBytes = model.Header.EngineArenaBytes })
        );
        EngineSession session = new(native, 1, native.LoadBlob(0, model.Bytes.Span));
        session.SetInput(sample);
        session.Run(NetKind.Bnn);
        (int answer, int score) = session.Confidence(NetKind.Bnn);
        bool light = score >> 8 >= model.Header.ConfidenceThreshold;
        for (NetKind net = NetKind.Int8; !light && (int)net < model.Nets.Count; net++)
        {
            session.Run(net);
            answer = (int)net == model.Nets.Count - 1 ? session.Confidence(net).Top : answer;
        }

        return (score >> 8, $"{model.Classes[answer]}, {(light ? "light" : "full")} mode, confidence {score}/65536");
    }

    /// <summary>What the example prints of a sample.</summary>
    internal static string Expected(ModelBlob model, string samples, int index) =>
        Pc(model, DatasetFile.Read(samples, null, model).Sample(index).Span).Text;

    private static byte[] Array(string text, string declaration)
    {
        int at = text.IndexOf(declaration, StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, at, declaration);
        string numbers = text[(text.IndexOf('{', at) + 1)..text.IndexOf('}', at)];
        return
        [
            .. numbers
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(n => byte.Parse(n, CultureInfo.InvariantCulture)),
        ];
    }

    private static string Shipped(params string[] parts) =>
        Path.Combine([RepositoryRoot.Find(), "host-tools", "models", .. parts]);

    [GeneratedRegex("^([0-9a-f]{8}) [tTbB] (\\w+)", RegexOptions.Multiline)]
    private static partial Regex Symbol();

    /// <summary>The example, built and run by the commands that stand in its CMakeLists.txt; kernels are compiled once.</summary>
    private sealed class Example
    {
        private const string Folder = "nf-interop/examples/bare-metal";
        private static readonly string[] Commands =
        [
            .. Regex
                .Replace(SourceTree.Read(Folder, "CMakeLists.txt"), "(\\\\|&&)\n# +", "$1 ")
                .Split('\n')
                .Where(l => l.StartsWith("#   ", StringComparison.Ordinal))
                .Select(l => l[4..].Replace("\\ ", "")),
        ];

        /// <summary>Exports, builds, runs; the line it prints.</summary>
        public string Run(string model, string sample, params string[] more)
        {
            Assert.HasCount(3, Commands);
            Match export = Regex.Match(Commands[0], "^host-tools/nanocoop export (\\S+) --c (\\S+) --sample (\\S+)$");
            Assert.IsTrue(File.Exists(SourceTree.PathOf(export.Groups[1].Value)), Commands[0]);
            Assert.IsTrue(File.Exists(SourceTree.PathOf(export.Groups[3].Value)), Commands[0]);
            Tool.Succeed(["export", model, "--c", SourceTree.PathOf(export.Groups[2].Value), "--sample", sample, .. more]);
            Shell(Commands[1]);
            CheckPlacement(Shell($"arm-none-eabi-nm {Regex.Match(Commands[2], "\\S+elf$").Value}"));
            return Shell(Commands[2] + " 2>&1").Trim(); // semihosting writes to standard error
        }

        // Inner loops in ITCM, the model's memory in DTCM.
        private static void CheckPlacement(string symbols)
        {
            Dictionary<string, int> at = Symbol()
                .Matches(symbols)
                .DistinctBy(m => m.Groups[2].Value)
                .ToDictionary(
                    m => m.Groups[2].Value,
                    m => int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                );
            Assert.IsInRange(ItcmAddress, ItcmAddress + ItcmBytes - 1, at["ncn_m7_mac_4x2"]);
            Assert.AreEqual(DtcmAddress, at["memory"]);
        }

        private static string Shell(string command) =>
            Subprocess.Succeed(null, "bash", "-c", $"cd '{SourceTree.Root}' && {command}");
    }
}
