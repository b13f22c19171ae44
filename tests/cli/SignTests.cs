// sign, and a board with a key, as a person meets them.
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class SignTests
{
    [TestMethod]
    public void FromANewKeyToASignedModelOnABoard()
    {
        using Files files = new();
        string key = files.At("owner.key"),
            signed = files.At("signed.ncn");
        string fingerprint = Tool.Succeed("sign", "--new-key", key, "--json").Json.GetProperty("fingerprint").GetString()!;
        Needs.Tools(() => Tool.Succeed("sign", Files.Golden(), "--key", key, "--version", "3", "-o", signed));
        ModelBlob model = BlobReader.ReadFile(signed);
        Assert.AreEqual(3, model.Signature!.Version);
        Assert.IsTrue(model.Signature.Holds(model.Bytes.Span));
        Assert.AreEqual(fingerprint, PublicKeyFile.Fingerprint(model.Signature.Key.Span));
        Assert.IsTrue(model.Bytes.Span.SequenceEqual(Files.GoldenBlob().Bytes.Span), "the blob is the same");
        Tool.Succeed("inspect", signed);

        VirtualBoardOptions options = new() { Cpu = BoardCpu.Pc, Key = PublicKeyFile.Read(key + ".pub") };
        using RunningBoard board = RunningBoard.Start(options);
        string[] port = ["--port", board.PortName];
        Outcome refused = Tool.Fail(ExitCode.ModelRefused, "modelRefused", ["push", Files.Golden(), .. port]);
        StringAssert.Contains(refused.Error, "not signed");
        StringAssert.Contains(refused.Error, "nanocoop sign");
        Tool.Succeed(["push", signed, .. port]);
        string info = Tool.Succeed(["info", .. port]).Output;
        StringAssert.Contains(info, $"{fingerprint}, version 3 or later");
        StringAssert.Contains(info, $"{fingerprint}, as version 3");

        Tool.Succeed("sign", Files.Golden(), "--key", key, "--version", "2", "-o", signed);
        StringAssert.Contains(
            Tool.Fail(ExitCode.ModelRefused, "modelRefused", ["push", signed, .. port]).Error,
            "older than one that the board has had"
        );
    }

    [TestMethod]
    public void ABoardWithoutAKeyTakesASignedModelToo()
    {
        using Files files = new();
        string key = files.At("owner.key"),
            signed = files.At("signed.ncn");
        Tool.Succeed("sign", "--new-key", key);
        Needs.Tools(() => Tool.Succeed("sign", Files.Golden(), "--key", key, "--version", "1", "-o", signed));
        using RunningBoard board = Boards.Start();
        Tool.Succeed("push", signed, "--port", board.PortName);
        Assert.IsFalse(Tool.Succeed("info", "--port", board.PortName).Output.Contains("signed", StringComparison.Ordinal));
    }

    [TestMethod]
    public void TheSecretKeyIsItsOwnersAloneAndIsNeverOverwritten()
    {
        using Files files = new();
        string key = files.At("owner.key");
        Tool.Succeed("sign", "--new-key", key);
        byte[] before = File.ReadAllBytes(key);
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }

        Tool.Fail(ExitCode.FileNotWritable, "fileNotWritable", "sign", "--new-key", key);
        CollectionAssert.AreEqual(before, File.ReadAllBytes(key));
    }

    [TestMethod]
    public void WhatIsNoKeyIsSaid()
    {
        using Files files = new();
        string key = files.At("owner.key"),
            output = files.At("o.ncn");
        Tool.Succeed("sign", "--new-key", key);
        File.WriteAllText(files.At("text"), "no key");
        string[] rest = ["--version", "1", "-o", output];
        Tool.Fail(ExitCode.BadModel, "badKey", ["sign", Files.Golden(), "--key", key + ".pub", .. rest]);
        Tool.Fail(ExitCode.BadModel, "badKey", ["sign", Files.Golden(), "--key", files.At("text"), .. rest]);
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", ["sign", Files.Golden(), "--key", files.At("none"), .. rest]);
        Tool.Fail(ExitCode.BadModel, "badKey", "vboard", "--key", key);
        Tool.Fail(ExitCode.Usage, "usage", "sign", Files.Golden());
        Tool.Fail(ExitCode.Usage, "usage", "sign", Files.Golden(), "--key", key, "--version", "0", "-o", output);
        Assert.IsFalse(File.Exists(output));
    }
}
