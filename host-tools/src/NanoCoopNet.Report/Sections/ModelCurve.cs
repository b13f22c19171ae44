// A model with its curve over CT, its chosen points and its baseline: what most sections draw from.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

/// <param name="Energy">Energies of the modes; null where none are measured and no model was given.</param>
/// <param name="Curve">At the papers' hundred CT values.</param>
/// <param name="Chosen">CT at which latencies, modes and waveform are shown.</param>
/// <param name="ChosenBecause">Why that one.</param>
internal sealed record ModelCurve(
    int Index,
    ReportRun Run,
    Baseline? Baseline,
    EnergyScale? Energy,
    IReadOnlyList<CurvePoint> Curve,
    IReadOnlyList<OperatingPoint> Points,
    CurvePoint Chosen,
    string ChosenBecause
)
{
    public string CurveTable => $"curve-{Run.Key}";

    public Ink Ink => Inks.Of(Index);

    /// <summary>Curves of all models; the first CoopNet is the baseline of the BC-Nets.</summary>
    public static IReadOnlyList<ModelCurve> Of(IReadOnlyList<ReportRun> runs, ReportOptions options)
    {
        Outcomes? coopNet = runs.FirstOrDefault(r => r.Outcomes.Source.IsCoopNet)?.Outcomes;
        List<ModelCurve> curves = [];
        foreach (ReportRun run in runs)
        {
            Baseline? baseline = Baseline.Of(run.Outcomes, run.Outcomes.Source.IsCoopNet ? null : coopNet);
            EnergyScale? energy = EnergyScale.Of(run.Outcomes, options.Power);
            IReadOnlyList<CurvePoint> curve = Sweep.Of(run.Outcomes, baseline, ConfidenceSteps.Hundred, energy);
            IReadOnlyList<OperatingPoint> points = OperatingPoints.Of(curve, baseline, options.Fp32Accuracy ?? run.Fp32Accuracy);
            OperatingPoint reached = points.First(p => p.Point is not null);
            CurvePoint chosen = options.ConfidenceThreshold is { } given
                ? Sweep.Of(run.Outcomes, baseline, [given], energy)[0]
                : reached.Point!;
            curves.Add(
                new ModelCurve(
                    curves.Count,
                    run,
                    baseline,
                    energy,
                    curve,
                    points,
                    chosen,
                    options.ConfidenceThreshold is null ? reached.Name : "as given"
                )
            );
        }

        return curves;
    }
}
