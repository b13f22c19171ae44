// Every bad input that the project promises to meet: one message with code and advice, an exit code of its own, state unchanged.
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class BadInputTests
{
    /// <summary>Name of the error, and the damage.</summary>
    private static readonly Dictionary<string, Func<byte[], byte[]>> Damages = new()
    {
        ["badLength"] = b => b[..(b.Length / 2)],
        ["tooShort"] = b => b[..100],
        ["badCrc"] = b => Changed(b, b.Length - 7, 0x10),
        ["badMagic"] = b => Changed(b, 0, 0xFF),
        ["blobAbi"] = b => Changed(b, BlobLayout.AtBlobAbi, 0x40),
        ["kernelAbi"] = b => Sealed(Changed(b, BlobLayout.AtKernelAbi, 0x40)),
        ["tooLong"] = b => [.. b, .. new byte[BlobLayout.MaxBlobBytes]],
    };

    public static IEnumerable<object[]> DamageNames => Damages.Keys.Select(name => new object[] { name });

    [TestMethod]
    [TestCategory("Slow")]
    [DynamicData(nameof(DamageNames))]
    public void ADamagedModelIsRefusedByEveryVerbThatTakesOne(string name)
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string model = files.Model(name + ".ncn", Damages[name]);
        string data = files.Data("x.npz", Files.GoldenBlob(), 3);
        string before = Identity(board);
        Tool.Fail(ExitCode.BadModel, name, "inspect", model);
        Tool.Fail(ExitCode.BadModel, name, "evaluate", model, "--data", data);
        Tool.Fail(ExitCode.BadModel, name, "push", model, "--port", board.PortName);
        Tool.Fail(ExitCode.BadModel, name, "measure", model, "--data", data, "--port", board.PortName);
        Assert.AreEqual(before, Identity(board));
    }

    [TestMethod]
    public void AModelThatBreaksARuleDoesNotReachTheBoard()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string model = files.Model("rule.ncn", b => Sealed(Changed(b, BlobLayout.AtInputRadix, 1)));
        string before = Identity(board);
        StringAssert.Contains(Tool.Fail(ExitCode.BadModel, "refused", "push", model, "--port", board.PortName).Error, "rule ");
        Assert.AreEqual(before, Identity(board));
        Assert.AreEqual(
            ExitCode.BadModel,
            Tool.Run("evaluate", model, "--data", files.Data("x.npz", Files.GoldenBlob(), 3)).Code
        );
    }

    [TestMethod]
    public void DataOfTheWrongShape()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string wrong = files.Data("wrong.npz", Files.GoldenBlob(), 3, new Shape(4, 4, 3)),
            record = files.At("run.csv");
        Tool.Fail(ExitCode.BadData, "badShape", "evaluate", Files.Golden(), "--data", wrong);
        Tool.Fail(
            ExitCode.BadData,
            "badShape",
            "measure",
            Files.Golden(),
            "--data",
            wrong,
            "--port",
            board.PortName,
            "--out",
            record
        );
        Tool.Fail(ExitCode.BadData, "noArray", "evaluate", Files.Golden(), "--data", wrong, "--split", "test");
        File.WriteAllText(files.At("text.npz"), "not a zip");
        Tool.Fail(ExitCode.BadData, "notNpz", "evaluate", Files.Golden(), "--data", files.At("text.npz"));
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", "evaluate", Files.Golden(), "--data", files.At("none.npz"));
        Assert.IsFalse(File.Exists(record));
    }

    [TestMethod]
    public void APortThatIsNotThereOrIsBusy()
    {
        Tool.Fail(ExitCode.PortNotFound, "portNotFound", "info", "--port", "/dev/does-not-exist");
        using RunningBoard board = Boards.Start();
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using IByteTransport held = Transports.Open(board.PortName);
        Tool.Fail(ExitCode.PortBusy, "portBusy", "info", "--port", board.PortName);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void APortThatVanishesDuringATransfer()
    {
        using Files files = new();
        RunningBoard board = Boards.Start();
        string port = board.PortName;
        string flood = files.Data("x.npz", Files.GoldenBlob(), 20000),
            partial = files.At("run.csv.partial");
        Tool.Succeed("push", Files.Golden(), "--port", port);
        Task plug = Task.Run(() =>
        {
            SpinWait.SpinUntil(() => File.Exists(partial) && new FileInfo(partial).Length > 2000, TimeSpan.FromMinutes(1));
            board.Dispose();
        });
        Outcome outcome = Tool.Measure(Files.Golden(), "--data", flood, "--port", port, "--out", files.At("run.csv"));
        plug.Wait();
        Assert.AreEqual(ExitCode.PortVanished, outcome.Code, outcome.Error);
        Assert.HasCount(1, outcome.ErrorLines.Where(l => l.StartsWith("error ", StringComparison.Ordinal)).ToArray());
        Assert.IsFalse(File.Exists(files.At("run.csv")), "an incomplete record does not get the name of a complete one");
    }

    [TestMethod]
    public void ABoardWithoutAModel()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start();
        string data = files.Data("x.npz", Files.GoldenBlob(), 3);
        Tool.Fail(ExitCode.NoModel, "noModel", "measure", Files.Golden(), "--data", data, "--port", board.PortName);
        Tool.Fail(ExitCode.NoModel, "noModel", "classify", data, "--port", board.PortName);
        Tool.Fail(ExitCode.NoModel, "noModel", "ct", "0.3", "--port", board.PortName);
    }

    [TestMethod]
    public void AnotherModelThanTheOneNamed()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("bcnet-logits");
        string data = files.Data("x.npz", Files.GoldenBlob(), 3);
        Tool.Fail(ExitCode.ModelMismatch, "modelMismatch", "measure", Files.Golden(), "--data", data, "--port", board.PortName);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void SoundsAndPicturesThatAreNone()
    {
        using Files files = new();
        string hears = Path.Combine(Repository.Models, "gscnet-keywords-coopnet.ncn");
        using RunningBoard board = Boards.Start();
        Tool.Succeed("push", hears, "--port", board.PortName);
        string[] rest = ["--model", hears, "--port", board.PortName];
        File.WriteAllText(files.At("text.wav"), "no sound");
        Tool.Fail(ExitCode.BadData, "notSound", ["classify", files.At("text.wav"), .. rest]);
        string truncated = files.Wav("cut.wav", 16000);
        File.WriteAllBytes(truncated, File.ReadAllBytes(truncated)[..1000]);
        Tool.Fail(ExitCode.BadData, "badLength", ["classify", truncated, .. rest]);
        Tool.Fail(ExitCode.BadData, "modelHears", ["classify", files.Picture("cat.png", 8, 8), .. rest]);
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", ["classify", files.At("absent.wav"), .. rest]);
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", ["classify", files.At("*.gif"), .. rest]);
        Tool.Succeed("push", Files.Golden(), "--port", board.PortName);
        rest = ["--model", Files.Golden(), "--port", board.PortName];
        Outcome deaf = Tool.Fail(ExitCode.BadData, "badData", ["classify", files.Wav("x.wav", 16000), .. rest]);
        StringAssert.Contains(deaf.Error, "does not take sound");
        Tool.Fail(ExitCode.BadData, "badData", ["listen", .. rest]);
    }

    [TestMethod]
    public void ABundleThatIsNone()
    {
        using Files files = new();
        string output = files.At("out.ncn");
        Outcome outcome = Tool.Run("quantise", files.Folder, "-o", output);
        Assert.IsTrue(outcome.Code is ExitCode.BadBundle or ExitCode.FileNotFound, outcome.Error);
        Tool.Fail(ExitCode.Usage, "usage", "quantise", files.Folder, "-o", output, "--ct", "max");
        Assert.IsFalse(File.Exists(output));
    }

    private static string Identity(RunningBoard board) =>
        Tool.Succeed("info", "--port", board.PortName, "--json").Json.GetProperty("status").GetProperty("identity").GetString()!;

    private static byte[] Changed(byte[] blob, int at, byte mask)
    {
        blob[at] ^= mask;
        return blob;
    }

    private static byte[] Sealed(byte[] blob)
    {
        BlobWriter.Seal(blob);
        return blob;
    }
}
