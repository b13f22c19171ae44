// A piece of a capture: samples at one rate without a gap, and the edges of logic channels within their time.
namespace NanoCoopNet.Captures;

/// <summary>A change of a logic channel.</summary>
/// <param name="TimeS">Seconds since the begin of the capture.</param>
/// <param name="Channel">Index in <see cref="CaptureInfo.Logic"/>.</param>
/// <param name="Level">Level from now on.</param>
public readonly record struct LogicEdge(double TimeS, int Channel, bool Level);

/// <summary>
/// Samples and edges. Sample k stands for the time from BeginS + k·PeriodS to BeginS + (k + 1)·PeriodS: a level seen with sample
/// k holds over that
/// time, so its edge lies where the sample's time begins. A block that begins later than the one before ended follows a gap:
/// samples were lost.
/// </summary>
public sealed class CaptureBlock
{
    /// <summary>Most samples of a block.</summary>
    public const int Capacity = 1 << 16;

    /// <summary>Seconds since the begin of the capture.</summary>
    public double BeginS { get; internal set; }

    /// <summary>Time of a sample in seconds; 0 where the capture has edges alone.</summary>
    public double PeriodS { get; internal set; }

    /// <summary>Samples.</summary>
    public int Count { get; internal set; }

    /// <summary>End of the block's time. Edges of later blocks are not before it.</summary>
    public double EndS { get; internal set; }

    /// <summary>
    /// Samples by channel, <see cref="Count"/> of each valid, in SI units; NaN: not known. An empty array is a channel that was
    /// not asked for.
    /// </summary>
    public double[][] Analog { get; internal set; } = [];

    /// <summary>Levels of the logic channels at <see cref="BeginS"/>, before the first edge; channel i is bit i.</summary>
    public ulong LevelsAtBegin { get; internal set; }

    /// <summary>In order of time.</summary>
    public List<LogicEdge> Edges { get; } = [];

    /// <summary>Begins anew.</summary>
    /// <param name="beginS">Time of the first sample.</param>
    /// <param name="levels">Levels before it.</param>
    internal void Begin(double beginS, double periodS, ulong levels)
    {
        (BeginS, PeriodS, Count, EndS, LevelsAtBegin) = (beginS, periodS, 0, beginS, levels);
        Edges.Clear();
    }

    /// <summary>Sets the number of samples and with it the end.</summary>
    internal void End(int count)
    {
        Count = count;
        EndS = BeginS + (count * PeriodS);
    }

    /// <summary>Notes the edges between two samples' levels.</summary>
    /// <param name="changed">Bits of channels that changed; not 0.</param>
    internal void AddEdges(double timeS, ulong changed, ulong levels)
    {
        for (; changed != 0; changed &= changed - 1)
        {
            int channel = System.Numerics.BitOperations.TrailingZeroCount(changed);
            Edges.Add(new LogicEdge(timeS, channel, (levels >> channel & 1) != 0));
        }
    }
}
