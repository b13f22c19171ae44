// What `ste` reports.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>One predictor. Accuracy is in points (0…100), full mode in fractions (0…1).</summary>
/// <param name="Fit">The polynomial; null for the record's own curve.</param>
/// <param name="ValidationMse">On the validation samples, at all hundred CT values.</param>
/// <param name="ValidationMaxError">The same, largest.</param>
/// <param name="Papers">What BC-Net (fig. 8) states for its own predictors.</param>
public sealed record PredictorReport(
    string Quantity,
    PolynomialReport? Fit,
    double ValidationMse,
    double ValidationMaxError,
    string Papers
);

/// <summary>A polynomial.</summary>
/// <param name="RegressionMse">On the 90 pairs of the calibration part that it was not fitted to; ε is compared with it.</param>
public sealed record PolynomialReport(
    int Degree,
    IReadOnlyList<double> Coefficients,
    double Epsilon,
    bool ReachedEpsilon,
    double RegressionMse
);

/// <summary>What a CT is predicted to give and what it gives on samples that the prediction has not seen.</summary>
/// <param name="Band">95 % of the prediction, by bootstrap.</param>
/// <param name="Measured">On the validation part of the polynomials, or on the samples that confirm; null without
/// such.</param>
public sealed record PredictedValue(double Predicted, Band Band, double? Measured);

/// <summary>The CT found.</summary>
/// <param name="Ct">Value in force, byte / 256.</param>
/// <param name="Accuracy">0…1.</param>
/// <param name="Delta">Accuracy minus that of the INT8 network on the same samples; null without a baseline.</param>
/// <param name="FullFraction">0…1.</param>
/// <param name="PredictedMs">As <see cref="SteReport.MillisecondsAre"/> says.</param>
/// <param name="Low">95 % bootstrap interval of CT.</param>
/// <param name="UnreachedFraction">Resamples in which no CT met the target.</param>
/// <param name="IsPredicted">The predictor chose it; else the record itself was searched.</param>
/// <param name="Warning">Why prediction and samples differ; null where they agree.</param>
public sealed record ChosenThreshold(
    int ConfidenceThreshold,
    double Ct,
    PredictedValue Accuracy,
    PredictedValue? Delta,
    PredictedValue FullFraction,
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
/// <param name="ConfirmedOn">Data of the samples that confirm; null: the record was split.</param>
public sealed record SteReport(
    string Model,
    string BlobSha256,
    string Data,
    string Origin,
    SteMethod Method,
    int CalibrationSamples,
    int ValidationSamples,
    string? ConfirmedOn,
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
        PolynomialReport? Fit(Regressor? r, double epsilon) =>
            r is null ? null : new(r.Degree, r.Coefficients, epsilon, r.ReachedEpsilon, r.RegressionMse);
        PolynomialReport? accuracy = Fit(ste.Fit?.AccuracyPoints, options.EpsilonAccuracy),
            full = Fit(ste.Fit?.FullFraction, options.EpsilonFrequency);
        PredictorReport Predictor(string quantity, PolynomialReport? fit, PredictionError e, string papers) =>
            new(quantity, fit, e.Mse, e.MaxError, papers);
        PredictorReport[] predictors =
        [
            Predictor("accuracy, points", accuracy, ste.AccuracyError, PapersAccuracy),
            .. ste.DeltaError is { } delta
                ? [Predictor("accuracy − INT8's, points", accuracy, delta, PapersAccuracy)]
                : Array.Empty<PredictorReport>(),
            Predictor("full mode, fraction", full, ste.FullFractionError, PapersFrequency),
        ];
        return new(
            o.Source.Model,
            o.Source.BlobSha256,
            o.Source.Data,
            o.Source.Origin,
            options.Method,
            ste.Calibration.Count,
            ste.Validation.Count,
            ste.IsConfirmed ? ste.Validation.Source.Data : null,
            options.Seed,
            o.Costs?.Scale.Unit,
            o.Costs?.Scale.MillisecondsAre,
            energy?.Are,
            predictors,
            target is null ? null : Choose(o, ste, target, energy),
            bound,
            risk,
            ste.Points
        );
    }

    private static ChosenThreshold Choose(Outcomes o, SteResult ste, Target target, EnergyScale? energy)
    {
        ThresholdDecision decision = ThresholdDecision.Of(ste, target, o);
        int step = decision.ConfidenceThreshold;
        ThresholdInterval interval = ste.ChooserBand.Threshold(target, ste.Chooser);
        bool isUnseen = ste.ChosenFrom == ste.Calibration;
        CurvePoint? measured = isUnseen ? Sweep.Of(ste.Validation, null, [step])[0] : null;
        PredictedValue accuracy = new(ste.Chooser.Accuracy[step], ste.ChooserBand.Accuracy(step), measured?.Accuracy);
        PredictedValue full = new(ste.Chooser.FullFraction[step], ste.ChooserBand.FullFraction(step), measured?.FullFraction);
        double? counts = ste.Chooser.CountsAt(step);
        return new(
            step,
            ConfidenceSteps.Value(step),
            accuracy,
            ste.Int8 is (var own, var other)
                ? new(accuracy.Predicted - own, new(accuracy.Band.Low - own, accuracy.Band.High - own), accuracy.Measured - other)
                : null,
            full,
            counts,
            o.Costs?.Scale.Milliseconds(counts),
            energy?.At(full.Predicted),
            ConfidenceSteps.Value(interval.Low),
            ConfidenceSteps.Value(interval.High),
            interval.Unreached / (double)interval.Resamples,
            decision.IsPredicted,
            decision.Warning
        );
    }
}
