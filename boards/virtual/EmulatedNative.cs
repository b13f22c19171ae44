// The native interface of a virtual board whose kernels run on the emulated Cortex-M7.
using NanoCoopNet.Interop;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Engine functions go to the machine, the rest to the PC's library; what the machine runs takes modelled
/// time.</summary>
/// <param name="pins">null: nobody looks.</param>
/// <param name="time">null: that of the core is not modelled, or nobody asks.</param>
public sealed class EmulatedNative(M7Machine machine, INative board, MarkerPins? pins = null, ModelledTime? time = null)
    : M7Native
{
    private const int SlotHeaderBytes = 1024; // nf-interop/native/NATIVE.md, "Model store in flash"
    private readonly List<int> _lowered = [];

    /// <inheritdoc/>
    protected override INative Board { get; } = board;

    /// <inheritdoc/>
    protected override Span<byte> Mailbox => machine.Mailbox;

    /// <inheritdoc/>
    public override int ModelOpen(int ctx, int slot, int[] info)
    {
        if (Counting(slot) is not { } counting)
        {
            ModelClose(ctx);
            Array.Clear(info);
            return NativeStatus.NoModel;
        }

        int status = base.ModelOpen(ctx, counting, info);
        if (status >= 0)
        {
            time?.Open(
                machine.FlashBytes((info[ModelField.Slot] * machine.SectorBytes) + SlotHeaderBytes, info[ModelField.BlobBytes])
            );
        }

        return status;
    }

    /// <summary>Markers go up at its begin and down at its end.</summary>
    public override int LayerRun(int ctx, int net, int layer, int markerMask)
    {
        int counts = base.LayerRun(ctx, net, layer, markerMask);
        if (counts >= 0)
        {
            time?.Layer(net, layer, counts);
        }

        Lower();
        return counts;
    }

    /// <summary>Markers go up at the begin of its first layer and down at the end of its last.</summary>
    public override int NetRun(int ctx, int net, int first, int markerMask, int most, int[] v)
    {
        int done = base.NetRun(ctx, net, first, markerMask, most, v);
        for (int layer = first; layer < done; layer++)
        {
            time?.Layer(net, layer, v[NetField.Layer + layer]);
        }

        Lower();
        return done;
    }

    /// <inheritdoc/>
    public override int Confidence(int ctx, int net, int[] v)
    {
        int counts = base.Confidence(ctx, net, v);
        if (counts >= 0)
        {
            time?.Confidence(counts);
        }

        return counts;
    }

    /// <inheritdoc/>
    public override int SoundWrite(int[] state, byte[] pcm, int start, int count)
    {
        int rows = base.SoundWrite(state, pcm, start, count);
        if (rows >= 0)
        {
            time?.Sound(state[SoundField.Counts]);
        }

        return rows;
    }

    /// <summary>The rate is that of the model: instructions alone are no clock.</summary>
    public override int TimeInfo(int[] v)
    {
        int status = base.TimeInfo(v);
        if (status >= 0 && time is not null)
        {
            v[TimeField.CountsPerSecond] = time.InstructionsPerSecond;
        }

        return status;
    }

    /// <summary>The slot to open: which models count is a matter of the board's key, and the machine has none.</summary>
    /// <returns>null: there is no model.</returns>
    private int? Counting(int slot)
    {
        int[] v = new int[StoreField.Ints];
        if (slot < -1 || Board.StoreInfo(-1, v) < 0 || v[StoreField.HasKey] == 0)
        {
            return slot;
        }

        int counting = slot == -1 ? v[StoreField.Newest] : slot;
        bool isModel = counting >= 0 && Board.StoreInfo(counting, v) >= 0 && v[SlotField.State] == SlotState.Committed;
        return isModel ? counting : null;
    }

    private void Lower()
    {
        _lowered.ForEach(pin => Write(pin, false));
        _lowered.Clear();
    }

    private void Write(int pin, bool level)
    {
        if (time is null)
        {
            pins?.Write(pin, level);
        }
        else
        {
            pins?.Write(pin, level, time.Ns);
        }
    }

    /// <inheritdoc/>
    protected override void Call() => machine.Call();

    /// <inheritdoc/>
    protected override void OnPin(int pin, bool level)
    {
        if (level)
        {
            Write(pin, true);
        }
        else
        {
            _lowered.Add(pin);
        }
    }
}
