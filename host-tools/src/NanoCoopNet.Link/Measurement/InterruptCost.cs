// The kernels run the same instructions on the same sample every time; what a run costs more than the fastest one is the system
// tick, the serial port's interrupts and the cache lines that they take away.
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>Spread of the cycles of one sample's kernels over several runs.</summary>
/// <param name="Runs">How often it was classified, all networks each time.</param>
/// <param name="FastestCounts">Cycles of the run that was disturbed least.</param>
/// <param name="MedianExcess">What the median run cost more, as a fraction of the fastest.</param>
/// <param name="WorstExcess">What the slowest run cost more.</param>
public sealed record InterruptCost(int Runs, long FastestCounts, double MedianExcess, double WorstExcess)
{
    private const int DefaultRuns = 15;
    private const int Bank = 0;

    /// <summary>Classifies the sample in bank 0 again and again; null where it holds none, or the counts are no cycles of a core
    /// that is interrupted.</summary>
    public static InterruptCost? Measure(BoardClient board, int runs = DefaultRuns)
    {
        if (board.Hello.TimeSource != TimeSource.DwtCycles)
        {
            return null;
        }

        try
        {
            InferRequest request = new(InferWhat.Both, IsMeasurement: true);
            return Of([.. Enumerable.Range(0, runs).Select(_ => board.Infer(Bank, request).CountsKernels)]);
        }
        catch (BoardErrorException e) when (e.BoardCode == ErrorCode.NotReady)
        {
            return null; // a resumed record that was whole already: no sample was sent
        }
    }

    /// <summary>Sums up runs of the same work.</summary>
    public static InterruptCost Of(IReadOnlyList<long> counts)
    {
        long[] sorted = [.. counts.Order()];
        double fastest = sorted[0];
        return new(sorted.Length, sorted[0], (sorted[sorted.Length / 2] - fastest) / fastest, (sorted[^1] - fastest) / fastest);
    }
}
