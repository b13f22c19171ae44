// Static threshold estimation (BC-Net IV-C, V-F): predicts accuracy and full mode from some samples, judged on others.
namespace NanoCoopNet.Analysis;

/// <summary>A predictor's errors on samples it has not seen.</summary>
/// <param name="Mse">Mean square error over the hundred CT values.</param>
/// <param name="MaxError">Largest absolute error.</param>
public sealed record PredictionError(double Mse, double MaxError);

/// <summary>Predicted and measured at one CT; fractions.</summary>
/// <param name="AccuracyBand">95 % of the prediction, by bootstrap.</param>
/// <param name="FullFractionBand">The same of the fraction of full mode.</param>
public sealed record StePoint(
    int ConfidenceThreshold,
    double Ct,
    double PredictedAccuracy,
    Band AccuracyBand,
    double MeasuredAccuracy,
    double PredictedFullFraction,
    Band FullFractionBand,
    double MeasuredFullFraction
);

/// <summary>Samples of another file, on which predictions are confirmed.</summary>
/// <param name="Record">Of the same model.</param>
/// <param name="Baseline">The same samples with the CoopNet whose INT8 network is the baseline; null: the model's own.</param>
public sealed record SteConfirmation(Outcomes Record, Outcomes? Baseline);

/// <summary>What STE found.</summary>
/// <param name="Model">Predicts from the calibration samples; judged on the validation samples.</param>
/// <param name="Fit">The polynomials, where that is the method.</param>
/// <param name="Chooser">Chooses CT: <paramref name="Model"/>, or the same made from all samples of the record.</param>
/// <param name="ChosenFrom">The samples behind <paramref name="Chooser"/>.</param>
/// <param name="ChooserBand">The chooser's bootstrap.</param>
/// <param name="Calibration">What it was made from (model calibration set).</param>
/// <param name="Validation">The rest (model validation set), or the samples of the confirmation.</param>
/// <param name="IsConfirmed">The validation samples are another file's.</param>
/// <param name="AccuracyError">In points, absolute accuracy.</param>
/// <param name="Int8">The INT8 network's accuracy on calibration and on validation samples, 0…1; null without a baseline.</param>
/// <param name="DeltaError">In points, of the distance from INT8, as the papers plot it: each part's own INT8 accuracy
/// subtracted; null without a baseline.</param>
/// <param name="FullFractionError">In fractions.</param>
/// <param name="Points">At the hundred CT values, on the validation samples.</param>
public sealed record SteResult(
    ThresholdModel Model,
    PolynomialFit? Fit,
    ThresholdModel Chooser,
    Outcomes ChosenFrom,
    BootstrapBand ChooserBand,
    Outcomes Calibration,
    Outcomes Validation,
    bool IsConfirmed,
    PredictionError AccuracyError,
    (double Calibration, double Validation)? Int8,
    PredictionError? DeltaError,
    PredictionError FullFractionError,
    IReadOnlyList<StePoint> Points
);

/// <summary>Runs STE.</summary>
public static class ThresholdEstimator
{
    /// <summary>Splits (unless other samples confirm), predicts and judges.</summary>
    /// <param name="baseline">The CoopNet whose INT8 network a BC-Net is compared with, on the samples of
    /// <paramref name="outcomes"/>.</param>
    /// <param name="cancel">Ends the resampling, which takes most of the time.</param>
    /// <exception cref="AnalysisException">tooFewSamples; badBaseline; mixedModels: the confirmation is of another
    /// model.</exception>
    public static SteResult Run(
        Outcomes outcomes,
        SteOptions options,
        Outcomes? baseline = null,
        SteConfirmation? confirmation = null,
        CancellationToken cancel = default
    )
    {
        if (confirmation is { } c && c.Record.Source.BlobSha256 != outcomes.Source.BlobSha256)
        {
            throw new AnalysisException(
                "mixedModels",
                $"{c.Record.Source.Named} cannot confirm a prediction for {outcomes.Source.Named}",
                "evaluate one model on validation and on test data"
            );
        }

        Random random = new(options.Seed);
        (Outcomes calibration, Outcomes validation) = confirmation is null
            ? StratifiedSplit.Of(outcomes, random, options.CalibrationShare, options.ByConfidence)
            : (outcomes, confirmation.Record);
        ThresholdModel curve = ThresholdModel.Counted(calibration);
        PolynomialFit? fit = options.Method == SteMethod.Polynomial ? PolynomialFit.Of(curve, random, options) : null;
        ThresholdModel Predict(ThresholdModel counted) => fit?.Again(counted).Model(counted) ?? counted.Smoothed();

        ThresholdModel model = Predict(curve);
        BootstrapBand band = BootstrapBand.Of(calibration, Predict, options, cancel);
        bool fromAll = fit is null && confirmation is null;
        (double, double)? int8 =
            Baseline.Of(calibration, baseline) is { } before
            && Baseline.Of(validation, confirmation is null ? baseline : confirmation.Baseline) is { } after
                ? (before.Accuracy, after.Accuracy)
                : null;
        StePoint[] points = [.. Judge(model, band, validation)];
        double[] errors = [.. points.Select(p => 100 * (p.PredictedAccuracy - p.MeasuredAccuracy))];
        return new SteResult(
            model,
            fit,
            fromAll ? Predict(ThresholdModel.Counted(outcomes)) : model,
            fromAll ? outcomes : calibration,
            fromAll ? BootstrapBand.Of(outcomes, Predict, options, cancel) : band,
            calibration,
            validation,
            confirmation is not null,
            Error(errors),
            int8,
            int8 is var (own, other) ? Error([.. errors.Select(e => e + (100 * (other - own)))]) : null,
            Error([.. points.Select(p => p.PredictedFullFraction - p.MeasuredFullFraction)]),
            points
        );
    }

    private static IEnumerable<StePoint> Judge(ThresholdModel model, BootstrapBand band, Outcomes validation)
    {
        ThresholdModel measured = ThresholdModel.Counted(validation);
        return ConfidenceSteps.Hundred.Select(s => new StePoint(
            s,
            ConfidenceSteps.Value(s),
            model.Accuracy[s],
            band.Accuracy(s),
            measured.Accuracy[s],
            model.FullFraction[s],
            band.FullFraction(s),
            measured.FullFraction[s]
        ));
    }

    private static PredictionError Error(double[] errors) => new(errors.Average(e => e * e), errors.Max(Math.Abs));
}
