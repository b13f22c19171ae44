// Ports as a user without rights has them: root does not see what a terminal's exclusive flag does to everybody else.
using System.Diagnostics;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class OrdinaryUserTests
{
    private const string Nobody = "65534";
    private const int PatienceMs = 60_000;

    [TestMethod]
    public void AnyNumberOfCommandsOnOneVirtualBoard()
    {
        using Files files = new();
        using Process board = StartBoard(files, out string port);
        try
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual((int)ExitCode.NoModel, ExitOf(Start(files, "ct", "--port", port)), $"command {i + 1}");
            }

            using Process console = Start(files, "console", "--port", port);
            Assert.AreEqual("reading lines from standard input", Await(console.StandardError.ReadLineAsync()));
            Assert.AreEqual(
                (int)ExitCode.PortBusy,
                ExitOf(Start(files, "ct", "--port", port)),
                "while another one holds the port"
            );
            console.Kill(entireProcessTree: true);
            console.WaitForExit();
            Assert.AreEqual((int)ExitCode.NoModel, ExitOf(Start(files, "ct", "--port", port)), "after a program that was killed");
        }
        finally
        {
            board.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a board as an ordinary user, whose terminal is his.</summary>
    private static Process StartBoard(Files files, out string port)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new AssertInconclusiveException("Windows gives a COM port to one program itself");
        }

        Boards.Start().Dispose(); // native code is built by whoever may write it
        File.SetUnixFileMode(files.Folder, (UnixFileMode)511);
        Process board = Start(files, "vboard", "--cpu", "pc");
        port = Await(board.StandardOutput.ReadLineAsync()) ?? throw new AssertFailedException(board.StandardError.ReadToEnd());
        return board;
    }

    private static Process Start(Files files, params string[] arguments)
    {
        bool isRoot = Environment.UserName == "root";
        if (isRoot && !File.Exists("/usr/bin/setpriv"))
        {
            throw new AssertInconclusiveException("run as root, and setpriv, which plays an ordinary user, is missing");
        }

        string[] tool = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "nanocoop.dll"), .. arguments];
        string[] all = isRoot ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. tool] : tool;
        ProcessStartInfo start = new(all[0], all[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["HOME"], start.Environment["TMPDIR"]) = (files.Folder, files.Folder);
        start.Environment["NANOCOOP_NO_INSTALL"] = "1";
        return Process.Start(start)!;
    }

    private static int ExitOf(Process tool)
    {
        using (tool)
        {
            Assert.IsTrue(tool.WaitForExit(PatienceMs), "it ends");
            return tool.ExitCode;
        }
    }

    private static string? Await(Task<string?> line) =>
        line.Wait(PatienceMs) ? line.Result : throw new AssertFailedException("no line in time");
}
