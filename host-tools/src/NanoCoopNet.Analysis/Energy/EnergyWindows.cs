// MLPerf Tiny's way: windows of at least ten seconds of back-to-back inferences, the median of five.
using NanoCoopNet.Captures;

namespace NanoCoopNet.Analysis;

/// <summary>A window.</summary>
/// <param name="MicrojoulesAnInference">Energy by the number of inferences.</param>
public sealed record WindowEnergy(double BeginS, double EndS, double EnergyMj, double MeanMw, double MicrojoulesAnInference);

/// <summary>Energies of windows.</summary>
/// <param name="MedianMicrojoules">Median of the windows, µJ an inference.</param>
public sealed record EnergyWindows(
    string Capture,
    string Instrument,
    bool IsModel,
    int InferencesAWindow,
    IReadOnlyList<WindowEnergy> Windows,
    double MedianMicrojoules,
    double MeanMw,
    IReadOnlyList<string> Warnings
)
{
    private const double LeastS = 10;
    private const int Wanted = 5;

    /// <summary>Integrates windows.</summary>
    /// <param name="windows">Begin and end in seconds of the capture, rising.</param>
    /// <param name="inferences">In each window.</param>
    /// <exception cref="CaptureException">traceTooShort: a window lies beyond the capture.</exception>
    public static EnergyWindows Of(
        string path,
        IReadOnlyList<(double BeginS, double EndS)> windows,
        int inferences,
        CaptureOptions reading,
        PowerChoice choice,
        CancellationToken cancel = default
    )
    {
        using CaptureReader reader = CaptureFile.Open(path, reading);
        PowerSource power =
            PowerSource.Of(reader.Info, choice)
            ?? throw new CaptureException("powerMissing", $"{path} has only logic channels", "give a capture of a current");
        CaptureTrace trace = CaptureScan.Run(
            reader,
            power,
            [],
            [.. windows.SelectMany(w => new[] { w.BeginS, w.EndS })],
            cancel: cancel
        );
        List<WindowEnergy> all = [];
        for (int i = 0; i < windows.Count; i++)
        {
            (TraceMark a, TraceMark b) = (trace.Marks[2 * i], trace.Marks[(2 * i) + 1]);
            if (b.TimeS > trace.EndS)
            {
                throw new CaptureException(
                    "traceTooShort",
                    FormattableString.Invariant($"window {i + 1} ends at {b.TimeS:0.###} s, the capture at {trace.EndS:0.###} s"),
                    "give the windows of this capture"
                );
            }

            double joules = b.EnergyJ - a.EnergyJ;
            all.Add(
                new WindowEnergy(
                    a.TimeS,
                    b.TimeS,
                    1e3 * joules,
                    1e3 * joules / (b.TimeS - a.TimeS - (b.MissingS - a.MissingS)),
                    1e6 * joules / inferences
                )
            );
        }

        double[] sorted = [.. all.Select(w => w.MicrojoulesAnInference).Order()];
        List<string> warnings = [.. reader.Warnings];
        if (all.Exists(w => w.EndS - w.BeginS < LeastS) || all.Count != Wanted)
        {
            warnings.Add($"MLPerf Tiny reports the median of {Wanted} windows of at least {LeastS} s");
        }

        double median =
            sorted.Length % 2 == 1
                ? sorted[sorted.Length / 2]
                : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        return new EnergyWindows(
            Path.GetFileName(path),
            reader.Info.Instrument,
            reader.Info.IsModel,
            inferences,
            all,
            median,
            all.Average(w => w.MeanMw),
            warnings
        );
    }
}
