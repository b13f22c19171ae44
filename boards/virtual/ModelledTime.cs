// The time that an emulated core would have taken: CYCLE-MODEL.md.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Modelled cycles of what ran since the board was switched on. Read by one thread while another advances it.</summary>
public sealed class ModelledTime
{
    private readonly BoardClock _clock = BoardClock.Default;
    private readonly double _perInstruction = CostTable.Default.MeanCyclesPerInstruction;
    private ModelClock? _model;
    private long _cycles;
    private long _instructions;

    /// <summary>Milliseconds since the start.</summary>
    public double Ms => _clock.Ms(Volatile.Read(ref _cycles));

    /// <summary>Nanoseconds since the start.</summary>
    public long Ns => _clock.Ns(Volatile.Read(ref _cycles));

    /// <summary>Instructions a second, as what ran so far has it.</summary>
    public int InstructionsPerSecond =>
        (int)(_cycles > 0 ? (double)_clock.ClockHz * _instructions / _cycles : _clock.ClockHz / _perInstruction);

    /// <summary>Another model runs from now on.</summary>
    internal void Open(ReadOnlySpan<byte> blob) => _model = ModelClock.Of(blob);

    /// <summary>A layer ran.</summary>
    /// <param name="instructions">What it executed.</param>
    internal void Layer(int net, int layer, int instructions) => Advance(_model?.Layers[net][layer], instructions);

    /// <summary>The confidence of a network's logits was worked out.</summary>
    internal void Confidence(int instructions) => Advance(_model?.Confidence, instructions);

    /// <summary>Sound was heard.</summary>
    internal void Sound(int instructions) => Advance(null, instructions);

    private void Advance(CycleEstimate? estimate, int instructions)
    {
        _instructions += instructions;
        Volatile.Write(ref _cycles, _cycles + (estimate?.Cycles ?? (long)(instructions * _perInstruction)));
    }
}
