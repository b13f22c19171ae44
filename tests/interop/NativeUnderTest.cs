// Opens the native library for a test; a machine that cannot build it skips the test and says what is missing.
// Under sanitizers: build preset asan, then NANOCOOP_LIBRARY=<its libnanocoop.so> LD_PRELOAD=$(gcc -print-file-name=libasan.so)
// ASAN_OPTIONS=detect_leaks=0:handle_segv=0 dotnet test tests/interop
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

internal static class NativeUnderTest
{
    public static PcNative Open(PcNativeOptions? options = null)
    {
        try
        {
            return new PcNative(options ?? new PcNativeOptions());
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            Assert.Inconclusive($"{e.Message}; {e.Hint}");
            throw;
        }
    }

    /// <summary>A board with this flash, pins and settings; dispose it to cut its power.</summary>
    public static PcNative Boot(FlashModel flash) => Open(new PcNativeOptions { Port = flash });
}
