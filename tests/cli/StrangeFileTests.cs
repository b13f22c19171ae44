// Files that are none, models that break a rule, and sounds whose header says little: each refused, or read for what it is.
using System.Buffers.Binary;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class StrangeFileTests
{
    private const string NoPort = "/dev/does-not-exist";

    [TestMethod]
    [DataRow("inspect @")]
    [DataRow("repack @ -o x.ncn")]
    [DataRow("export @ --c x.h")]
    [DataRow("evaluate MODEL --data @")]
    [DataRow("export MODEL --c x.h --sample @")]
    [DataRow("push @ --port NOPORT")]
    [DataRow("classify @ --port NOPORT")]
    [DataRow("measure MODEL --data @ --port NOPORT")]
    [DataRow("sweep @")]
    [DataRow("ste @ --accuracy 0.9")]
    [DataRow("report @ -o x.html")]
    [DataRow("study @ -o x.html")]
    [DataRow("models @")]
    public void APipeOrADeviceIsNotWaitedFor(string line)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("mkfifo makes the pipe");
        }

        using Files files = new();
        string pipe = files.At(line.StartsWith("models", StringComparison.Ordinal) ? "card.json" : "pipe.npz");
        Assert.AreEqual(0, Processes.Run("mkfifo", [pipe], files.Folder));
        foreach (string strange in new[] { pipe, "/dev/zero" })
        {
            string given = line.StartsWith("models", StringComparison.Ordinal) ? files.Folder : strange;
            string[] words =
            [
                .. line.Split(' ')
                    .Select(w =>
                        w switch
                        {
                            "@" => given,
                            "MODEL" => Files.Golden(),
                            "NOPORT" => NoPort,
                            _ when w.StartsWith("x.", StringComparison.Ordinal) => files.At(w),
                            _ => w,
                        }
                    ),
            ];
            StringAssert.Contains(Tool.Fail(ExitCode.FileNotFound, "unreadable", words).Error, "a pipe or a device");
        }
    }

    /// <summary>Every verb that reads a model puts it through the engine's validator first.</summary>
    [TestMethod]
    [DataRow(BlobLayout.LayerWindow + 2, 0, DisplayName = "stride 0")]
    [DataRow(BlobLayout.LayerWindow + 2, 3, DisplayName = "stride 3")]
    [DataRow(BlobLayout.LayerSource0, 200, DisplayName = "source 200")]
    [DataRow(BlobLayout.LayerShift, 77, DisplayName = "shift 77")]
    public void AModelThatBreaksARuleIsBadForEveryVerb(int at, int value)
    {
        using Files files = new();
        string model = files.Model(
            "rule.ncn",
            b =>
            {
                int first = BinaryPrimitives.ReadInt32LittleEndian(b.AsSpan(BlobLayout.AtLayerOffsets + 4));
                b[first + at] = (byte)value;
                BlobWriter.Seal(b);
                return b;
            }
        );
        string data = files.Data("x.npz", Files.GoldenBlob(), 3);
        foreach (
            string[] words in new string[][]
            {
                ["inspect", model],
                ["repack", model, "-o", files.At("o.ncn")],
                ["export", model, "--c", files.At("o.h")],
                ["evaluate", model, "--data", data],
                ["push", model, "--port", NoPort],
                ["measure", model, "--data", data, "--port", NoPort],
                ["report", "none.csv", "-o", files.At("o.html"), "--model", model],
            }
        )
        {
            Outcome outcome = Needs.Tools(() => Tool.Run(words));
            Assert.AreEqual(ExitCode.BadModel, outcome.Code, string.Join(' ', words) + outcome.Error);
            StringAssert.Contains(outcome.Error, "int8");
        }
    }

    [TestMethod]
    [DataRow(0u)]
    [DataRow(0xFFFFFFFFu)]
    [DataRow(0x7FFFF000u)]
    public void ARecorderThatStreamsDoesNotKnowTheLength(uint length)
    {
        using Files files = new();
        string wav = files.Wav("x.wav", 16000);
        byte[] bytes = File.ReadAllBytes(wav);
        bytes.AsSpan(44).Fill(0x12);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), length);
        File.WriteAllBytes(wav, bytes);
        short[] samples = SoundFile.Read(wav);
        Assert.HasCount(16000, samples);
        Assert.IsTrue(samples.All(s => s == 0x1212));
    }

    [TestMethod]
    public void AnEmptyChunkBeforeTheSoundIsPassedOver()
    {
        using Files files = new();
        byte[] bytes = File.ReadAllBytes(files.Wav("x.wav", 16000));
        byte[] two = [.. bytes[..36], .. "data"u8, 0, 0, 0, 0, .. bytes[36..]];
        File.WriteAllBytes(files.At("two.wav"), two);
        Assert.HasCount(16000, SoundFile.Read(files.At("two.wav")));
        File.WriteAllBytes(files.At("empty.wav"), two[..44]);
        StringAssert.Contains(
            Assert.ThrowsExactly<DatasetException>(() => SoundFile.Read(files.At("empty.wav"))).Message,
            "chunk `data` is missing or empty"
        );
    }

    [TestMethod]
    public void ARecordingLongerThanASecondIsNoSample()
    {
        using Files files = new();
        ModelBlob model = BlobReader.ReadFile(Path.Combine(Repository.Models, "gscnet-keywords-coopnet.ncn"));
        NanoCoopException e = Assert.Throws<NanoCoopException>(() =>
            SampleFile.Read(files.Wav("long.wav", 16000, samples: 48000), null, 0, PictureFit.Crop, model)
        );
        StringAssert.Contains(e.Message, "longer than one second");
        Assert.IsNull(SampleFile.Read(files.Wav("short.wav", 16000), null, 0, PictureFit.Crop, model).Note);
    }

    [TestMethod]
    public void AMissingSoundIsMissingWhateverTheModelTakes()
    {
        using Files files = new();
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", "classify", files.At("none.wav"), "--port", NoPort);
        Tool.Fail(
            ExitCode.FileNotFound,
            "fileNotFound",
            "export",
            Files.Golden(),
            "--c",
            files.At("x.h"),
            "--sample",
            files.At("none.wav")
        );
    }

    [TestMethod]
    public void FloatsOfAPlainRangeAreScaledAndThatIsSaid()
    {
        using Files files = new();
        ModelBlob model = Files.GoldenBlob();
        Shape s = model.Header.Input;
        string bytes = files.Data("bytes.npz", model, 20),
            floats = files.At("floats.npz");
        NpyArray x = NpzFile.Read(bytes)["x"],
            y = NpzFile.Read(bytes)["y"];
        NpzFile.Write(
            floats,
            new Dictionary<string, NpyArray>
            {
                ["x"] = NpyArray.Of(Array.ConvertAll(x.ToFloat32(), v => v / 255), 20, s.H, s.W, s.C),
                ["y"] = y,
            }
        );
        Outcome outcome = Needs.Tools(() => Tool.Succeed("evaluate", Files.Golden(), "--data", floats, "--json"));
        StringAssert.Contains(outcome.Error, "in 0 … 1: taken times 255");
        Assert.AreEqual(
            Tool.Succeed("evaluate", Files.Golden(), "--data", bytes, "--json").Json.GetProperty("accuracyFull").GetDouble(),
            outcome.Json.GetProperty("accuracyFull").GetDouble()
        );
    }

    [TestMethod]
    public void AnArrayOfAnotherShapeIsNamedWithItsOwnShape()
    {
        using Files files = new();
        Shape s = Files.GoldenBlob().Header.Input;
        string batch = files.At("batch.npz");
        NpzFile.Write(batch, new Dictionary<string, NpyArray> { ["x"] = NpyArray.Of(new byte[s.Count], 1, s.H, s.W, s.C, 1) });
        Outcome outcome = Tool.Fail(
            ExitCode.BadData,
            "badShape",
            "classify",
            batch,
            "--model",
            Files.Golden(),
            "--port",
            "virtual"
        );
        StringAssert.Contains(outcome.Error, $"x is uint8 (1, {s.H}, {s.W}, {s.C}, 1)");
    }
}
