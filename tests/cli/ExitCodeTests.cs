// Every row of host-tools/EXIT-CODES.md, produced: by the tool as a script calls it, or by its launcher.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Device;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed partial class ExitCodeTests
{
    private const string Wav = "host-tools/models/keywords-wav/yes.wav";

    /// <summary>How each code comes about; gets a folder for files, gives the code that was returned.</summary>
    private static readonly Dictionary<ExitCode, Func<Files, ExitCode>> Ways = new()
    {
        [ExitCode.Success] = _ => Code("--version"),
        [ExitCode.InternalError] = _ =>
            Nanocoop.Run(["ports"], new Shell(new BrokenWriter(), TextWriter.Null, false, false, CancellationToken.None)),
        [ExitCode.Usage] = _ => Code("nonsense"),
        [ExitCode.FileNotFound] = files => Code("inspect", files.At("none.ncn")),
        [ExitCode.FileNotWritable] = files => Code("export", Files.Golden(), "--c", files.At("no-folder/x.h")),
        [ExitCode.PortNotFound] = _ => Code("info", "--port", "/dev/does-not-exist"),
        [ExitCode.PortBusy] = _ => Held(),
        [ExitCode.PortVanished] = _ => Served(SayAWordAndGo),
        [ExitCode.PortDenied] = Denied,
        [ExitCode.PortAmbiguous] = _ => Ambiguous(),
        [ExitCode.BoardSilent] = _ => Served(client => client.GetStream().CopyTo(Stream.Null)),
        [ExitCode.BoardRefused] = files =>
            OnBoard(
                "bcnet-features-only",
                port =>
                    [
                        "measure",
                        Files.Golden("bcnet-features-only"),
                        "--data",
                        files.Data("x.npz", Files.GoldenBlob("bcnet-features-only"), 2),
                        "--mode",
                        "int8",
                        "--port",
                        port,
                    ]
            ),
        [ExitCode.NoModel] = _ => OnBoard(null, port => ["ct", "0.3", "--port", port]),
        [ExitCode.BoardIncompatible] = _ => Altered(f => Refusal(f, ErrorCode.UnknownRequest), port => ["info", "--port", port]),
        [ExitCode.ModelRefused] = _ =>
            Altered(f => f.Type == 0x91 ? Refusal(f, ErrorCode.StoreFull) : f, port => ["push", Files.Golden(), "--port", port]),
        [ExitCode.LinkUnreliable] = _ =>
            Altered(f => Refusal(f, ErrorCode.BadFrame) with { Sequence = 0 }, port => ["info", "--port", port]),
        [ExitCode.BadModel] = _ => Code("inspect", InClone(Wav)),
        [ExitCode.BadData] = files => Code("evaluate", Files.Golden(), "--data", files.Text("x.npz", "no archive")),
        [ExitCode.BadBundle] = files => Code("quantise", files.Bundle("{}"), "-o", files.At("x.ncn")),
        [ExitCode.QuantiseFailed] = files =>
            Code(
                "repack",
                InClone("host-tools/models/caffenet-cifar10-bcnet.ncn"),
                "-o",
                files.At("x.ncn"),
                "--budget-ram",
                "20000",
                "--budget-dtcm",
                "20000"
            ),
        [ExitCode.BadRecord] = files => Code("sweep", files.Text("run.csv", "a,b\n1,2\n")),
        [ExitCode.TargetUnreachable] = Unreachable,
        [ExitCode.BadCapture] = files =>
            Code("energy", files.Text("x.rld", "nothing"), "--windows", files.Text("t.json", "[0,1,2]"), "--inferences", "1"),
        [ExitCode.ToolMissing] = files => InAnotherClone(files, withCompilers: false),
        [ExitCode.BuildFailed] = files => InAnotherClone(files, withCompilers: true),
        [ExitCode.SdkMissing] = WithoutSdk,
        [ExitCode.ModelMismatch] = files =>
            OnBoard(
                "bcnet-logits",
                port => ["measure", Files.Golden(), "--data", files.Data("x.npz", Files.GoldenBlob(), 2), "--port", port]
            ),
        [ExitCode.NotMeasurable] = files =>
            Altered(
                f => f.Type == 0x81 ? AsDebugBuild(f) : f,
                port => ["measure", Files.Golden(), "--data", files.Data("x.npz", Files.GoldenBlob(), 2), "--port", port],
                push: true
            ),
        [ExitCode.VirtualBoardFailed] = _ => OnTakenPort(),
        [ExitCode.PowerLost] = LosesPower,
        [ExitCode.DoctorFoundProblems] = _ => Served(client => client.GetStream().CopyTo(Stream.Null), "doctor"),
        [ExitCode.Interrupted] = files =>
            Nanocoop.Run(
                ["evaluate", Files.Golden(), "--data", files.Data("x.npz", Files.GoldenBlob(), 20)],
                new Shell(TextWriter.Null, TextWriter.Null, false, false, new CancellationToken(canceled: true))
            ),
    };

    public static IEnumerable<object[]> Rows =>
        Table()
            .Matches(File.ReadAllText(InClone("host-tools/EXIT-CODES.md")))
            .Select(m => new object[] { int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), m.Groups[2].Value });

    /// <summary>Programs decide by the code; a name may become finer at any time.</summary>
    [TestMethod]
    public void NoSourceDecidesByTheNameOfAnError()
    {
        Regex byName = new(@"\b(e|error|exception|failure)\.Name\s*(is\b|==|!=|\.Equals|switch)");
        Assert.IsTrue(byName.IsMatch("""catch (CaptureException e) when (e.Name is "timesDiffer")"""));
        string[] found =
        [
            .. new[] { "nf-interop", "boards", "host-tools/src" }
                .SelectMany(f => Directory.EnumerateFiles(SourceTree.PathOf(f), "*.cs", SearchOption.AllDirectories))
                .Where(f => byName.IsMatch(File.ReadAllText(f))),
        ];
        Assert.AreEqual("", string.Join('\n', found));
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DynamicData(nameof(Rows))]
    public void EveryRowOfTheTableComesAbout(int code, string name)
    {
        using Files files = new();
        Assert.AreEqual(name, ((ExitCode)code).Name());
        Assert.AreEqual((ExitCode)code, Needs.Tools(() => Ways[(ExitCode)code](files)));
    }

    [TestMethod]
    public void TheTableHasEveryCode() =>
        CollectionAssert.AreEqual(Enum.GetValues<ExitCode>().Select(c => (int)c).ToArray(), Rows.Select(r => r[0]).ToArray());

    [GeneratedRegex(@"^\| (\d+) \| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Table();

    private static string InClone(string path) => Path.Combine(RepositoryRoot.Find(), path);

    private static ExitCode Code(params string[] arguments) => Tool.Run(arguments).Code;

    private static ExitCode OnBoard(string? model, Func<string, string[]> arguments)
    {
        using RunningBoard board = Boards.Start(model);
        return Code(arguments(board.PortName));
    }

    private static ExitCode Altered(Func<Frame, Frame?> alter, Func<string, string[]> arguments, bool push = false)
    {
        bool isAltered = !push;
        using AlteredBoard board = new(f => isAltered ? alter(f) : f);
        using AlteredBoard? none = null;
        if (push)
        {
            using BoardClient client = BoardClient.Open(board.Port);
            client.Push(File.ReadAllBytes(Files.Golden()));
            isAltered = true;
        }

        return Code(arguments(board.Port));
    }

    /// <summary>An error reply to the request that the frame answers (firmware/PROTOCOL.md, "Error payload").</summary>
    private static Frame Refusal(Frame reply, ErrorCode code)
    {
        byte[] payload = new byte[17];
        payload[0] = (byte)code;
        payload[5] = 1;
        return new Frame(0xFF, reply.Sequence, payload);
    }

    private static Frame AsDebugBuild(Frame hello)
    {
        byte[] payload = [.. hello.Payload];
        payload[1] |= 1;
        return hello with { Payload = payload };
    }

    private static ExitCode Held()
    {
        using RunningBoard board = Boards.Start();
        using IByteTransport held = Transports.Open(board.PortName);
        return Code("info", "--port", board.PortName);
    }

    private static ExitCode Ambiguous()
    {
        using RunningBoard one = Boards.Start(),
            two = Boards.Start();
        using IDisposable first = VirtualPorts.Announce(one.PortName, "one"),
            second = VirtualPorts.Announce(two.PortName, "two");
        return Code("info");
    }

    private static ExitCode Served(Action<TcpClient> serve, string verb = "info")
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task.Run(() =>
        {
            while (true)
            {
                TcpClient client = listener.AcceptTcpClient();
                Task.Run(() => serve(client));
            }
        });
        return Code(verb, "--port", $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static void SayAWordAndGo(TcpClient client)
    {
        client.GetStream().WriteByte((byte)'\n');
        client.GetStream().ReadExactly(new byte[1]);
        Thread.Sleep(200); // the rest of the request: unread bytes would reset the connection and take the word with them
        client.GetStream().ReadExactly(new byte[client.Available]);
        client.Close();
    }

    private static ExitCode OnTakenPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return Code("vboard", "--cpu", "pc", "--link", $"tcp:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static ExitCode LosesPower(Files files)
    {
        StringWriter output = new();
        Task<ExitCode> board = Task.Run(() =>
            Nanocoop.Run(
                ["vboard", "--cpu", "pc", "--flash", files.At("board.bin"), "--power-loss-at", "3"],
                new Shell(TextWriter.Synchronized(output), TextWriter.Null, false, false, CancellationToken.None)
            )
        );
        Assert.IsTrue(SpinWait.SpinUntil(() => output.ToString().Contains('\n') || board.IsCompleted, TimeSpan.FromMinutes(3)));
        if (!board.IsCompleted)
        {
            Code("push", Files.Golden(), "--port", output.ToString().Trim());
        }

        return board.Result;
    }

    private static ExitCode Unreachable(Files files)
    {
        string record = files.At("p.csv");
        Needs.Tools(() =>
            Tool.Succeed("evaluate", Files.Golden(), "--data", files.Data("x.npz", Files.GoldenBlob(), 400), "--record", record)
        );
        return Code("ste", record, "--accuracy", "1");
    }

    /// <summary>A port that this user may not open. Root may open any, so there another user is played.</summary>
    private static ExitCode Denied(Files files)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new AssertInconclusiveException("ports have no permissions here");
        }

        using RunningBoard board = Boards.Start();
        File.SetUnixFileMode(board.PortName, UnixFileMode.None);
        if (!Environment.IsPrivilegedProcess)
        {
            return Code("info", "--port", board.PortName);
        }

        return Processes.AnotherUser is { } user
            ? (ExitCode)
                Processes.Run(user[0], [.. user[1..], "dotnet", Processes.Tool, "info", "--port", board.PortName], files.Folder)
            : throw new AssertInconclusiveException("root may open every port, and there is no setpriv (Debian: util-linux)");
    }

    /// <summary>The tool in a clone whose C does not build: without a compiler, or with one that finds nothing to
    /// build.</summary>
    private static ExitCode InAnotherClone(Files files, bool withCompilers)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new AssertInconclusiveException("PATH is searched for .exe files here");
        }

        string clone = files.At("clone"),
            bin = Path.Combine(clone, "bin");
        Processes.CopyFolder(AppContext.BaseDirectory, bin);
        File.WriteAllText(
            Path.Combine(Directory.CreateDirectory(Path.Combine(clone, "nf-interop")).FullName, "CMakeLists.txt"),
            ""
        );
        string data = files.Data("x.npz", Files.GoldenBlob(), 2),
            dotnet = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
                ? Environment.ProcessPath
                : "/usr/bin/dotnet";
        Dictionary<string, string?> environment = new() { ["NANOCOOP_NO_INSTALL"] = "1" };
        if (!withCompilers)
        {
            environment["PATH"] = "/nowhere";
        }

        return (ExitCode)
            Processes.Run(
                dotnet,
                [Path.Combine(bin, "nanocoop.dll"), "evaluate", Files.Golden(), "--data", data],
                files.Folder,
                environment
            );
    }

    /// <summary>The launcher on a PC where no SDK of version 10 is found: its grep finds nothing.</summary>
    private static ExitCode WithoutSdk(Files files)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new AssertInconclusiveException("bash runs the launcher");
        }

        string grep = files.Text("grep", "#!/bin/sh\nexit 1\n");
        File.SetUnixFileMode(grep, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return (ExitCode)
            Processes.Run(
                "bash",
                [InClone("host-tools/nanocoop"), "--version"],
                files.Folder,
                new() { ["PATH"] = files.Folder + ":" + Environment.GetEnvironmentVariable("PATH") }
            );
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(char value) => throw new InvalidOperationException("a mistake");

        public override void Write(string? value) => throw new InvalidOperationException("a mistake");

        public override void WriteLine(string? value) => throw new InvalidOperationException("a mistake");
    }
}
