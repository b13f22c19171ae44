// Building native code: only when its sources changed, and with advice where a tool is missing.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class ToolchainTests
{
    [TestMethod]
    public void AFreshLibraryIsNotBuiltAgain()
    {
        NativeUnderTest.Open().Dispose();
        var log = new List<string>();
        string library = NativeBuild.EnsurePc(log.Add);
        Assert.IsTrue(File.Exists(library));
        Assert.IsEmpty(log);
    }

    [TestMethod]
    public void WhatIsMissingIsNamedWithTheLineToType()
    {
        string? path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", "");
        Environment.SetEnvironmentVariable("NANOCOOP_NO_INSTALL", "1");
        try
        {
            var error = Assert.ThrowsExactly<ToolchainException>(() => Toolchain.Ensure([Tool.ArmCompiler, Tool.CMake]));
            Assert.AreEqual("toolMissing", error.Name);
            Assert.Contains("arm-none-eabi-gcc, CMake", error.Message);
            Assert.Contains("install", error.Hint);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
            Environment.SetEnvironmentVariable("NANOCOOP_NO_INSTALL", null);
        }
    }

    [TestMethod]
    public void TheStampFollowsContentsAndNamesOnly()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("nanocoop-stamp");
        try
        {
            string file = Path.Combine(root.FullName, "a.c");
            string Stamp() => SourceStamp.Of(root.FullName, [], [""]).Text;
            File.WriteAllText(file, "int a;");
            string first = Stamp();
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
            File.WriteAllText(Path.Combine(root.FullName, "notes.md"), "not a source");
            Assert.AreEqual(first, Stamp());
            File.WriteAllText(file, "int b;");
            string second = Stamp();
            Assert.AreNotEqual(first, second);
            File.Move(file, Path.Combine(root.FullName, "b.c"));
            Assert.AreNotEqual(second, Stamp());
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
