// What `ste` reports.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>One predictor. Accuracy is in points (0…100), full mode in fractions (0…1).</summary>
/// <param name="RegressionMse">On the 90 pairs of the calibration part that it was not fitted to; ε is compared with it.</param>
/// <param name="ValidationMse">On the validation samples, at all hundred CT values.</param>
/// <param name="ValidationMaxError">The same, largest.</param>
/// <param name="Papers">What BC-Net (fig. 8) states for its own predictors.</param>
public sealed record PredictorReport(
    string Quantity,
    int Degree,
    IReadOnlyList<double> Coefficients,
    double Epsilon,
    bool ReachedEpsilon,
    double RegressionMse,
    double ValidationMse,
    double ValidationMaxError,
    string Papers
);

/// <summary>The CT found.</summary>
/// <param name="Ct">Value in force, byte / 256.</param>
/// <param name="PredictedMs">As <see cref="SteReport.MillisecondsAre"/> says.</param>
/// <param name="Low">95 % bootstrap interval of CT.</param>
/// <param name="UnreachedFraction">Resamples in which no CT met the target.</param>
/// <param name="IsPredicted">The polynomials chose it and the validation part meets the target; else the record itself was
/// searched.</param>
/// <param name="Warning">Why prediction and record differ; null where they agree.</param>
public sealed record ChosenThreshold(
    int ConfidenceThreshold,
    double Ct,
    double PredictedAccuracy,
    double MeasuredAccuracy,
    double PredictedFullFraction,
    double MeasuredFullFraction,
    double? PredictedCounts,
    double? PredictedMs,
    double? PredictedMj,
    double Low,
    double High,
    double UnreachedFraction,
    bool IsPredicted,
    string? Warning
);

/// <summary>Report of <c>ste</c>; accuracies and fractions 0…1.</summary>
public sealed record SteReport(
    string Model,
    string BlobSha256,
    string Data,
    string Origin,
    int CalibrationSamples,
    int ValidationSamples,
    int Seed,
    string? Unit,
    string? MillisecondsAre,
    string? EnergyIs,
    IReadOnlyList<PredictorReport> Predictors,
    ChosenThreshold? Chosen,
    LightErrorBound? LightErrors,
    RiskControl? Risk,
    IReadOnlyList<StePoint> Points
)
{
    private const string PapersAccuracy = "largest error 0.23 to 0.43 points of Δ";
    private const string PapersFrequency = "worst of four tasks: mean square error 0.0009, largest error 0.11";

    /// <summary>Sums up an estimation.</summary>
    /// <param name="target">What is wanted; null for the predictors alone.</param>
    public static SteReport Of(
        Outcomes o,
        SteResult ste,
        SteOptions options,
        Target? target,
        LightErrorBound? bound,
        RiskControl? risk = null,
        EnergyScale? energy = null
    )
    {
        PredictorReport Predictor(string quantity, Regressor r, double epsilon, PredictionError e, string papers) =>
            new(quantity, r.Degree, r.Coefficients, epsilon, r.ReachedEpsilon, r.RegressionMse, e.Mse, e.MaxError, papers);
        List<PredictorReport> predictors =
        [
            Predictor("accuracy, points", ste.Model.AccuracyPoints, options.EpsilonAccuracy, ste.AccuracyError, PapersAccuracy),
        ];
        if (ste.DeltaError is { } delta)
        {
            predictors.Add(
                Predictor("accuracy − INT8's, points", ste.Model.AccuracyPoints, options.EpsilonAccuracy, delta, PapersAccuracy)
            );
        }

        predictors.Add(
            Predictor(
                "full mode, fraction",
                ste.Model.FullFraction,
                options.EpsilonFrequency,
                ste.FullFractionError,
                PapersFrequency
            )
        );
        return new(
            o.Source.Model,
            o.Source.BlobSha256,
            o.Source.Data,
            o.Source.Origin,
            ste.Calibration.Count,
            ste.Validation.Count,
            options.Seed,
            o.Costs?.Scale.Unit,
            o.Costs?.Scale.MillisecondsAre,
            energy?.Are,
            predictors,
            target is null ? null : Choose(o, ste, options, target, energy),
            bound,
            risk,
            ste.Points
        );
    }

    private static ChosenThreshold Choose(Outcomes o, SteResult ste, SteOptions options, Target target, EnergyScale? energy)
    {
        ThresholdDecision decision = ThresholdDecision.Of(ste, target, o);
        int step = decision.ConfidenceThreshold;
        ThresholdInterval interval = BootstrapInterval.Of(ste, target, options);
        CurvePoint measured = Sweep.Of(ste.Validation, null, [step])[0];
        double? counts = ste.Model.CountsAt(step);
        return new(
            step,
            ConfidenceSteps.Value(step),
            ste.Model.AccuracyAt(step),
            measured.Accuracy,
            ste.Model.FullFractionAt(step),
            measured.FullFraction,
            counts,
            o.Costs?.Scale.Milliseconds(counts),
            energy?.At(ste.Model.FullFractionAt(step)),
            ConfidenceSteps.Value(interval.Low),
            ConfidenceSteps.Value(interval.High),
            interval.Unreached / (double)interval.Resamples,
            decision.IsPredicted,
            decision.Warning
        );
    }
}
