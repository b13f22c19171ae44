// A model with its curve over CT, its chosen points and its baseline: what most sections draw from.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

/// <param name="Energy">Energies of the modes; null where none are measured and no model was given.</param>
/// <param name="Curve">At the papers' hundred CT values.</param>
/// <param name="Bands">95 % intervals of the curve, point by point.</param>
/// <param name="ChosenBand">The same at <paramref name="Chosen"/>.</param>
/// <param name="Chosen">CT at which latencies, modes and waveform are shown.</param>
/// <param name="ChosenBecause">Why that one.</param>
/// <param name="IsChosenHere">It was chosen by the accuracy on the samples that the report shows.</param>
internal sealed record ModelCurve(
    int Index,
    ReportRun Run,
    Baseline? Baseline,
    EnergyScale? Energy,
    IReadOnlyList<CurvePoint> Curve,
    IReadOnlyList<CurveBand> Bands,
    IReadOnlyList<OperatingPoint> Points,
    CurvePoint Chosen,
    CurveBand ChosenBand,
    string ChosenBecause,
    bool IsChosenHere
)
{
    public string CurveTable => $"curve-{Run.Key}";

    public Ink Ink => Inks.Of(Index);

    /// <summary>What the second networks of models are called together.</summary>
    public static string RealName(IEnumerable<ModelCurve> models) =>
        models.Select(m => m.Run.RealName).Distinct().ToArray() is [var one] ? one : "second network";

    /// <summary>Curves of all models; the first CoopNet is the baseline of the BC-Nets.</summary>
    public static IReadOnlyList<ModelCurve> Of(IReadOnlyList<ReportRun> runs, ReportOptions options)
    {
        Outcomes? coopNet = CoopNet(runs.Select(r => r.Outcomes)),
            coopNetValidation = CoopNet(options.Validation);
        List<ModelCurve> curves = [];
        foreach (ReportRun run in runs)
        {
            Outcomes? int8From = run.Outcomes.Source.IsCoopNet ? run.Outcomes : coopNet;
            Baseline? baseline = Baseline.Of(run.Outcomes, run.Outcomes.Source.IsCoopNet ? null : coopNet);
            EnergyScale? energy = EnergyScale.Of(run.Outcomes, options.Power);
            IReadOnlyList<CurvePoint> curve = Sweep.Of(run.Outcomes, baseline, ConfidenceSteps.Hundred, energy);
            CurvePoint At(int confidenceThreshold) => Sweep.Of(run.Outcomes, baseline, [confidenceThreshold], energy)[0];

            double? fp32 = options.Fp32Accuracy ?? run.Fp32Accuracy;
            Outcomes? validation = options.Validation.FirstOrDefault(v => v.Source.BlobSha256 == run.Outcomes.Source.BlobSha256);
            IReadOnlyList<OperatingPoint> points = validation is null
                ? OperatingPoints.Of(run.Outcomes, baseline, fp32, energy)
                : OnValidation(validation, coopNetValidation, At);
            OperatingPoint reached = points.First(p => p.Point is not null);
            CurvePoint chosen = options.ConfidenceThreshold is { } given ? At(given) : reached.Point!;
            curves.Add(
                new ModelCurve(
                    curves.Count,
                    run,
                    baseline,
                    energy,
                    curve,
                    CurveBand.Of(run.Outcomes, int8From, ConfidenceSteps.Hundred, options.Ste.Seed),
                    points,
                    chosen,
                    CurveBand.Of(run.Outcomes, int8From, [chosen.ConfidenceThreshold], options.Ste.Seed)[0],
                    options.ConfidenceThreshold is null ? reached.Name : "as given",
                    validation is null && options.ConfidenceThreshold is null
                )
            );
        }

        return curves;
    }

    private static Outcomes? CoopNet(IEnumerable<Outcomes> all) => all.FirstOrDefault(o => o.Source.IsCoopNet);

    // Points are found on the validation samples; what they give is that of the report's own samples. FP32's
    // accuracy is known of the test set only.
    private static IReadOnlyList<OperatingPoint> OnValidation(Outcomes validation, Outcomes? coopNet, Func<int, CurvePoint> at)
    {
        Baseline? baseline = Baseline.Of(validation, validation.Source.IsCoopNet ? null : coopNet);
        return
        [
            .. OperatingPoints
                .Of(validation, baseline, fp32Accuracy: null)
                .Select(p =>
                    p with
                    {
                        Name = $"{p.Name} in validation",
                        Point = p.Point is { } found ? at(found.ConfidenceThreshold) : null,
                    }
                ),
        ];
    }
}
