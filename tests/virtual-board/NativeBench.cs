// Native functions over a virtual flash, without serial port and firmware.
using NanoCoopNet.Bridge;
using NanoCoopNet.Interop;

namespace NanoCoopNet.VirtualBoard.Tests;

/// <summary>The engine on either CPU and the store on the PC, over one flash.</summary>
internal sealed class NativeBench : IDisposable
{
    public const int Context = 1;
    private const int PieceBytes = 1024;
    private readonly VirtualFlash _flash;
    private readonly MarkerPins _pins;
    private readonly PcNative _pc;

    public NativeBench(BoardCpu cpu, int? arenaBytes = null, PowerSupply? power = null, string? flashFile = null)
    {
        Machines.Need(cpu);
        BoardDescription board = BoardDescription.NucleoF767Zi;
        int arena = arenaBytes ?? board.ArenaBytes,
            fast = arenaBytes is null ? board.FastArenaBytes : 0;
        Power = power ?? new PowerSupply();
        Machine = EmulatedCore.Of(cpu) is { } core
            ? new M7Machine(Machines.CoreImage(cpu), arena, board.FlashStore, fast, core: core)
            : null;
        _flash = new VirtualFlash(board.FlashStore, Power, flashFile, Machine?.Flash ?? 0);
        _pins = new MarkerPins(board, null, null);
        _pc = new PcNative(
            new PcNativeOptions
            {
                ArenaBytes = arena,
                FastArenaBytes = fast,
                Port = new PcPort(board.FlashStore, _flash, _pins, new SettingsMemory(), Power),
            }
        );
        Native = Machine is null ? _pc : new EmulatedNative(Machine, _pc, _pins);
    }

    public INative Native { get; }

    public M7Machine? Machine { get; }

    public PowerSupply Power { get; }

    /// <summary>Stores a model and commits it; the first negative status, else its slot.</summary>
    public int Store(byte[] blob)
    {
        int[] v = new int[BeginField.Ints];
        int status = Native.StoreBegin(TestBlob.Identity(blob), blob.Length, v);
        if (status < 0 || v[BeginField.Result] == BeginResult.HasIt)
        {
            return status < 0 ? status : v[BeginField.Slot];
        }

        for (int step = 0; v[BeginField.Result] == BeginResult.New && step < v[BeginField.Steps]; step++)
        {
            if ((status = Native.StoreErase(step)) < 0)
            {
                return status;
            }
        }

        for (int at = v[BeginField.Next]; at < blob.Length; at = status)
        {
            if ((status = Native.StoreWrite(at, blob, at, Math.Min(PieceBytes, blob.Length - at))) < 0)
            {
                return status;
            }
        }

        int[] commit = new int[CommitField.Ints];
        status = Native.StoreCommit(commit);
        return status < 0 ? status : commit[CommitField.Slot];
    }

    /// <summary>Opens the newest model; info, or null with none.</summary>
    public int[]? Open()
    {
        int[] info = new int[ModelField.Ints];
        return Native.ModelOpen(Context, -1, info) < 0 ? null : info;
    }

    /// <summary>Runs all networks of the open model on an input.</summary>
    public RunResult Run(int[] info, byte[] input)
    {
        Accept(Native.InputWrite(Context, 0, input, 0, input.Length, 0));
        Accept(Native.InputSelect(Context, 0));
        var logits = new int[]?[3];
        var confidence = new int[]?[3];
        var counts = new List<int>();
        for (int net = 0; net < 3; net++)
        {
            for (int layer = 0; layer < info[ModelField.Layers + net]; layer++)
            {
                counts.Add(Accept(Native.LayerRun(Context, net, layer, 0)));
            }

            int[] some = new int[info[ModelField.Classes]];
            if (info[ModelField.Layers + net] > 0 && Native.Logits(Context, net, some) >= 0)
            {
                logits[net] = some;
                confidence[net] = new int[ConfidenceField.Ints];
                counts.Add(Accept(Native.Confidence(Context, net, confidence[net]!)));
            }
        }

        return new RunResult(logits, confidence, counts);
    }

    public void Dispose()
    {
        _pc.Dispose();
        _pins.Dispose();
        _flash.Dispose();
        Machine?.Dispose();
    }

    private static int Accept(int status)
    {
        Assert.IsGreaterThanOrEqualTo(0, status);
        return status;
    }
}

internal sealed record RunResult(int[]?[] Logits, int[]?[] Confidence, IReadOnlyList<int> Counts);
