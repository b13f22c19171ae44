// The native interface on the PC: the same C as the device's, in the shared library libnanocoop (nf-interop/native/pc).
using NanoCoopNet.Interop;

namespace NanoCoopNet.Bridge;

/// <summary>What a <see cref="PcNative"/> is made of.</summary>
public sealed record PcNativeOptions
{
    /// <summary>Contexts 1 ... n (at most 256); calls on different contexts may run at once.</summary>
    public int Contexts { get; init; } = 1;

    /// <summary>Tensor arena of a context, in bytes, a multiple of 32. The default is that of
    /// boards/NUCLEO_F767ZI/board.json.</summary>
    public int ArenaBytes { get; init; } = 128 * 1024;

    /// <summary>Multiplications an inference of a stored model may cost; 0: any number.</summary>
    public int MostWork { get; init; }

    /// <summary>Bytes of a context's arena that stand for fast memory, a multiple of 32. The PC knows no difference; a blob's
    /// places may ask for them.</summary>
    public int FastArenaBytes { get; init; }

    /// <summary>Flash, pins and settings; null: no store, no pins, no settings (evaluation of blobs in memory).</summary>
    public IPcPort? Port { get; init; }
}

/// <summary>
/// One board's worth of native functions; several may exist at once. Builds the library first where it is stale
/// (<see cref="NativeBuild"/>). Disposing while a call is under way on another thread is the caller's mistake.
/// </summary>
public sealed unsafe partial class PcNative : INative, IDisposable
{
    private readonly PcPortCallbacks _callbacks;
    private nint _pc;

    /// <exception cref="ToolchainException">The library cannot be built or loaded.</exception>
    /// <exception cref="ArgumentException">Geometry, arena or number of contexts are out of range.</exception>
    public PcNative(PcNativeOptions options)
    {
        NativeLibraryLoader.Load();
        _callbacks = new PcPortCallbacks(options);
        PcPortTable table = _callbacks.Table;
        fixed (byte* key = (options.Port?.Key ?? default).Span)
        {
            table.Key = key;
            _pc = PcImports.Open(&table); // copies the key
        }

        if (_pc == 0)
        {
            _callbacks.Dispose();
            throw new ArgumentException(
                $"no board with {options.Contexts} contexts of {options.ArenaBytes} bytes and {options.Port?.Sectors ?? 0} "
                    + "sectors of "
                    + $"{options.Port?.SectorBytes ?? 0} bytes: see ncn_pc.h for the ranges",
                nameof(options)
            );
        }
    }

    /// <summary>Slot number of <see cref="LoadBlob"/>'s buffer k, for ModelOpen.</summary>
    public static int SlotOfBuffer(int k) => -2 - k;

    /// <summary>What a board's code makes of an Ed25519 signature; for tests.</summary>
    public static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        NativeLibraryLoader.Load();
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, 32);
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Length, 64);
        fixed (
            byte* k = key,
                m = message,
                s = signature
        )
        {
            return PcImports.Verify(k, m, message.Length, s) != 0;
        }
    }

    /// <summary>Copies a blob into buffer k (0 ... 15); contexts that had the buffer's model open are closed.</summary>
    /// <returns>The slot to open: <see cref="SlotOfBuffer"/>(k).</returns>
    public int LoadBlob(int k, ReadOnlySpan<byte> blob)
    {
        Use();
        fixed (byte* data = blob)
        {
            int status = PcImports.Blob(_pc, k, data, blob.Length);
            return status <= SlotOfBuffer(0) && blob.Length > 0
                ? status
                : throw new ArgumentException($"buffer {k} (0 ... 15) cannot take a blob of {blob.Length} bytes");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        nint pc = Interlocked.Exchange(ref _pc, 0);
        if (pc != 0)
        {
            PcImports.Close(pc);
            _callbacks.Dispose();
        }
    }

    private static int Length(Array? array) => array?.Length ?? 0;

    private void Use()
    {
        ObjectDisposedException.ThrowIf(_pc == 0, this);
        PcImports.Use(_pc);
    }
}
