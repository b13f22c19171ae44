// Results: checked before the work, whole or not at all, and links, pipes and permissions stay what they are.

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class OutputTests
{
    private static readonly string Model = Files.Golden();

    /// <summary>Every verb with a result: the inputs are missing, but that the result has no place is said first.</summary>
    [TestMethod]
    [DataRow("export none.ncn --c @")]
    [DataRow("repack none.ncn -o @")]
    [DataRow("repack none.ncn -o x.ncn --card @")]
    [DataRow("quantise none -o @")]
    [DataRow("quantise none -o x.ncn --card @")]
    [DataRow("evaluate none.ncn --data none.npz --record @")]
    [DataRow("evaluate none.ncn --data none.npz --card @")]
    [DataRow("measure none.ncn --data none.npz --out @")]
    [DataRow("sweep none.csv --csv @")]
    [DataRow("ste none.csv --accuracy 0.9 --model none.ncn -o @")]
    [DataRow("report none.csv -o @")]
    [DataRow("report none.csv -o x.html --markdown @")]
    [DataRow("inspect none.ncn --json @")]
    [DataRow("demo --vcd @")]
    [DataRow("vboard --cpu pc --vcd @")]
    [DataRow("vboard --cpu host --vcd @")]
    public void AResultWithoutAPlaceIsSaidFirst(string line)
    {
        using Files files = new();
        string missing = files.At("no-folder/result.json");
        line = line.Replace("x.", files.At("x."), StringComparison.Ordinal);
        Outcome outcome = Tool.Fail(
            ExitCode.FileNotWritable,
            "fileNotWritable",
            line.Replace("@", missing, StringComparison.Ordinal).Split(' ')
        );
        StringAssert.Contains(outcome.Error, missing);
        Tool.Fail(
            ExitCode.FileNotWritable,
            "fileNotWritable",
            line.Replace("@", files.Folder, StringComparison.Ordinal).Split(' ')
        );
    }

    [TestMethod]
    [DataRow("report none.csv -o x.html --csv @")]
    [DataRow("report none.csv -o x.html --figures @")]
    public void AFolderThatCannotBeMadeIsSaidFirst(string line)
    {
        using Files files = new();
        string file = files.Text("file", "x");
        Tool.Fail(
            ExitCode.FileNotWritable,
            "fileNotWritable",
            line.Replace("@", file + "/folder", StringComparison.Ordinal).Split(' ')
        );
    }

    [TestMethod]
    public void ALinkNamedWithoutAFolderLeadsToItsTargetToo()
    {
        string link = $"link-{Environment.ProcessId}.h",
            real = $"real-{Environment.ProcessId}.h";
        try
        {
            File.CreateSymbolicLink(link, real);
            Tool.Succeed("export", Model, "--c", link);
            Assert.AreEqual(real, new FileInfo(link).LinkTarget);
            Assert.IsGreaterThan(1000, new FileInfo(real).Length, "beside the link");
        }
        finally
        {
            File.Delete(link);
            File.Delete(real);
        }
    }

    [TestMethod]
    public void ALinkStaysALinkAndItsTargetGetsTheResult()
    {
        using Files files = new();
        string real = files.Text("real.h", "old"),
            link = files.At("link.h"),
            dangling = files.At("dangling.h");
        File.CreateSymbolicLink(link, "real.h");
        File.CreateSymbolicLink(dangling, "new.h");
        Tool.Succeed("export", Model, "--c", link);
        Tool.Succeed("export", Model, "--c", dangling);
        Assert.AreEqual("real.h", new FileInfo(link).LinkTarget);
        Assert.AreEqual("new.h", new FileInfo(dangling).LinkTarget);
        Assert.AreEqual(
            File.ReadAllText(real),
            File.ReadAllText(files.At("new.h")).Replace("new_h", "real_h", StringComparison.Ordinal)
        );
        Assert.IsGreaterThan(1000, new FileInfo(real).Length);
    }

    [TestMethod]
    public void APipeIsWrittenToAndStaysAPipe()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("mkfifo makes the pipe");
        }

        using Files files = new();
        string pipe = files.At("pipe");
        Assert.AreEqual(0, Processes.Run("mkfifo", [pipe], files.Folder));
        Task<string> reader = Task.Run(() => File.ReadAllText(pipe));
        Tool.Succeed("export", Model, "--c", pipe);
        StringAssert.Contains(reader.Result, "alignas(32)");
        Assert.AreEqual(FileKind.Special, FileKinds.Of(pipe));
    }

    [TestMethod]
    public void PermissionsOfWhatWasThereStay()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new AssertInconclusiveException("files have no such permissions here");
        }

        using Files files = new();
        string header = files.Text("x.h", "old");
        File.SetUnixFileMode(header, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Tool.Succeed("export", Model, "--c", header);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(header));
        CollectionAssert.AreEqual(new[] { header }, Directory.GetFiles(files.Folder), "nothing else is left");
    }

    /// <summary>Reading is 3 and writing is 4, whoever the file belongs to.</summary>
    [TestMethod]
    public void WhatMayNotBeReadIsThreeAndWhatMayNotBeWrittenIsFour()
    {
        if (OperatingSystem.IsWindows() || (Environment.IsPrivilegedProcess && Processes.AnotherUser is null))
        {
            throw new AssertInconclusiveException("needs a user whom permissions bind");
        }

        using Files files = new();
        string secret = files.Text("secret.csv", "x");
        File.SetUnixFileMode(secret, UnixFileMode.None);
        File.SetUnixFileMode(
            files.Folder,
            UnixFileMode.UserRead
                | UnixFileMode.UserExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherExecute
                | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute
        );
        int Run(params string[] arguments) =>
            Processes.AnotherUser is { } user
                ? Processes.Run(user[0], [.. user[1..], "dotnet", Processes.Tool, .. arguments], "/")
                : (int)Tool.Run(arguments).Code;
        try
        {
            Assert.AreEqual(3, Run("sweep", secret));
            Assert.AreEqual(3, Run("inspect", secret));
            Assert.AreEqual(3, Run("evaluate", Model, "--data", secret));
            Assert.AreEqual(4, Run("export", Model, "--c", files.At("x.h")));
            Assert.AreEqual(4, Run("sweep", secret, "--csv", secret));
        }
        finally
        {
            File.SetUnixFileMode(files.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
