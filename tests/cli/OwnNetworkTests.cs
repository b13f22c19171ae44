// The worked example of host-tools/training/README.md, "Own network", as it stands there: trained, quantised, evaluated.
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed partial class OwnNetworkTests
{
    private static string Training => Path.Combine(RepositoryRoot.Find(), "host-tools", "training");

    [TestMethod]
    [TestCategory("Slow")]
    public void TheExampleOfTheDocumentsTrainsAndPacks()
    {
        string python = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";
        if (!File.Exists(python) || Run(python, ".", "-c", "import torch").Code != 0)
        {
            Assert.Inconclusive($"{python} has no torch (Debian: apt-get install python3-torch)");
        }

        using Files files = new();
        string readme = File.ReadAllText(Path.Combine(Training, "README.md"));
        string section = readme[
            readme.IndexOf("## Own network", StringComparison.Ordinal)..readme.IndexOf("## Data sets", StringComparison.Ordinal)
        ];
        File.WriteAllText(files.At("shapes.json"), Block("json", section));
        Succeed(python, files.Folder, "-c", Block("python", section));
        string[] commands = Regex
            .Replace(Block("sh", section), @"\\\n\s*", "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] train = commands[0].Replace("RUNS", "runs", StringComparison.Ordinal).Split(' ');
        Assert.AreEqual("host-tools/training/train", train[0]);
        Succeed("sh", files.Folder, [Path.Combine(Training, "train"), .. train[1..], "--epochs", "3"]);

        foreach (string line in commands[1..3])
        {
            string[] words = line.Replace("RUNS", files.At("runs"), StringComparison.Ordinal)
                .Replace(" shapes.ncn", " " + files.At("shapes.ncn"), StringComparison.Ordinal)
                .Split(' ');
            Assert.AreEqual("host-tools/nanocoop", words[0]);
            JsonElement said = Needs.Tools(() => Tool.Succeed([.. words[1..], "--json"]).Json);
            if (words[1] == "evaluate")
            {
                // Three epochs are few, but 500 answers by chance stay below these.
                Assert.IsGreaterThan(
                    0.5,
                    said.GetProperty("accuracyInt8").GetDouble(),
                    "a disc, a square and a diamond can be told apart"
                );
                Assert.IsGreaterThan(0.42, said.GetProperty("accuracyLight").GetDouble());
            }
        }

        Assert.IsTrue(Directory.Exists(files.At("runs/shapes-shapes-data-bcnet/bundle")));
        Needs.Tools(() =>
            Tool.Succeed(
                "quantise",
                files.At("runs/shapes-shapes-data-bcnet/bundle"),
                "-o",
                files.At("bcnet.ncn"),
                "--validation",
                files.At("runs/shapes-data-val.npz"),
                "--ct",
                "break-even",
                "--baseline",
                files.At("shapes.ncn"),
                "--card",
                files.At("bcnet.json")
            )
        );
        JsonElement card = JsonDocument.Parse(File.ReadAllText(files.At("bcnet.json"))).RootElement;
        Assert.AreEqual("shapes-shapes-data-bcnet", card.GetProperty("name").GetString());
        Assert.IsGreaterThan(0.4, card.GetProperty("float").GetProperty("bcnet").GetProperty("validation").GetDouble());
        Assert.AreEqual(
            new FileInfo(files.At("bcnet.ncn")).Length,
            card.GetProperty("integer").GetProperty("blobBytes").GetInt64()
        );
        StringAssert.Contains(card.GetProperty("commands")[1].GetString(), "--card RUNS/shapes-shapes-data-bcnet.json");
        Tool.Fail(
            ExitCode.BadData,
            "badData",
            "quantise",
            files.At("runs/shapes-shapes-data-bcnet/bundle"),
            "-o",
            files.At("x.ncn"),
            "--validation",
            files.At("runs/shapes-data-val.npz"),
            "--ct",
            "break-even",
            "--baseline",
            files.At("bcnet.ncn")
        );
        Tool.Fail(
            ExitCode.Usage,
            "usage",
            "quantise",
            files.At("runs/shapes-shapes-data-bcnet/bundle"),
            "-o",
            files.At("x.ncn"),
            "--baseline",
            files.At("shapes.ncn")
        );
    }

    private static string Block(string language, string text) =>
        Blocks().Matches(text).First(m => m.Groups["language"].Value == language).Groups["body"].Value;

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<body>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    private static void Succeed(string program, string folder, params string[] arguments)
    {
        (int code, string said) = Run(program, folder, arguments);
        Assert.AreEqual(0, code, said);
    }

    private static (int Code, string Said) Run(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1"; // tests run beside one another
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
