// The native interface on the PC: the same C as the device's, in the shared library libnanocoop (nf-interop/native/host).
using NanoCoopNet.Device;

namespace NanoCoopNet.Kernels;

/// <summary>What a <see cref="HostNative"/> is made of.</summary>
public sealed record HostOptions
{
    /// <summary>Contexts 1 ... n; calls on different contexts may run at once.</summary>
    public int Contexts { get; init; } = 1;

    /// <summary>Tensor arena of a context, in bytes. The default is that of the NUCLEO-F767ZI's overlay.</summary>
    public int ArenaBytes { get; init; } = 192 * 1024;

    /// <summary>Flash, pins and settings; null: no store, no pins, no settings (evaluation of blobs in memory).</summary>
    public IHostPort? Port { get; init; }
}

/// <summary>One board's worth of native functions; several may exist at once. Build the library first: <see cref="NativeBuild"/>.</summary>
public sealed unsafe partial class HostNative : INative, IDisposable
{
    private const string Library = "libnanocoop";

    /// <exception cref="ToolchainException">The library is not built, or is of another interface version.</exception>
    public HostNative(HostOptions options) => throw new NotImplementedException();

    /// <summary>Slot number of <see cref="LoadBlob"/>'s buffer k, for ModelOpen.</summary>
    public static int SlotOfBuffer(int k) => -2 - k;

    /// <summary>Copies a blob into buffer k (0 ... 15); contexts that had the buffer's model open are closed.</summary>
    /// <returns>The slot to open: <see cref="SlotOfBuffer"/>(k).</returns>
    public int LoadBlob(int k, ReadOnlySpan<byte> blob) => throw new NotImplementedException();

    public void Dispose()
    {
    }

    private static int Length(Array? array) => array?.Length ?? 0;

    private void Use()
    {
    }
}
