// Static threshold estimation (BC-Net IV-C, V-F): both predictors from a tenth of the samples, judged on the other nine tenths.
namespace NanoCoopNet.Analysis;

/// <summary>A predictor's errors on samples it has not seen.</summary>
/// <param name="Mse">Mean square error over the hundred CT values.</param>
/// <param name="MaxError">Largest absolute error.</param>
public sealed record PredictionError(double Mse, double MaxError);

/// <summary>Predicted and measured at one CT; fractions.</summary>
public sealed record StePoint(
    int ConfidenceThreshold,
    double Ct,
    double PredictedAccuracy,
    double MeasuredAccuracy,
    double PredictedFullFraction,
    double MeasuredFullFraction
);

/// <summary>What STE found.</summary>
/// <param name="Calibration">The tenth it was fitted to (model calibration set).</param>
/// <param name="Validation">The rest (model validation set).</param>
/// <param name="AccuracyError">In points, absolute accuracy.</param>
/// <param name="DeltaError">In points, of the distance from INT8, as the papers plot it: each part's own INT8 accuracy
/// subtracted; null without a baseline.</param>
/// <param name="FullFractionError">In fractions.</param>
/// <param name="TrainingSteps">The ten CT bytes fitted to.</param>
/// <param name="Points">At the hundred CT values, on the validation part.</param>
public sealed record SteResult(
    ThresholdModel Model,
    Outcomes Calibration,
    Outcomes Validation,
    PredictionError AccuracyError,
    PredictionError? DeltaError,
    PredictionError FullFractionError,
    IReadOnlyList<int> TrainingSteps,
    IReadOnlyList<StePoint> Points
);

/// <summary>Runs STE.</summary>
public static class ThresholdEstimator
{
    private const int StepsPerDraw = 10; // one of each ten consecutive CT values is fitted to: a tenth, spread over the range

    /// <summary>Splits, fits and judges.</summary>
    /// <exception cref="AnalysisException">tooFewSamples.</exception>
    public static SteResult Run(Outcomes outcomes, SteOptions options)
    {
        Random random = new(options.Seed);
        (Outcomes calibration, Outcomes validation) = StratifiedSplit.Of(
            outcomes,
            random,
            options.Calibration,
            options.ByConfidence
        );
        int[] training = [.. ConfidenceSteps.Hundred.Chunk(StepsPerDraw).Select(chunk => chunk[random.Next(chunk.Length)])];
        if (options.ByConfidence)
        {
            (training[0], training[^1]) = (ConfidenceSteps.Hundred[0], ConfidenceSteps.Hundred[^1]);
        }

        int[] others = [.. ConfidenceSteps.Hundred.Except(training)];

        CurvePoint[] curve = [.. Sweep.Of(calibration, null, ConfidenceSteps.All)];
        Regressor accuracy = Regressor.Of(Pairs(curve, training, Points), Pairs(curve, others, Points), options.EpsilonAccuracy);
        Regressor full = Regressor.Of(
            Pairs(curve, training, p => p.FullFraction),
            Pairs(curve, others, p => p.FullFraction),
            options.EpsilonFrequency
        );
        ThresholdModel model = new(accuracy, full, calibration.Costs?.Mean.Light, calibration.Costs?.Mean.Full);

        StePoint[] points =
        [
            .. Sweep
                .Of(validation, null, ConfidenceSteps.Hundred)
                .Select(p => new StePoint(
                    p.ConfidenceThreshold,
                    p.Ct,
                    model.AccuracyAt(p.ConfidenceThreshold),
                    p.Accuracy,
                    model.FullFractionAt(p.ConfidenceThreshold),
                    p.FullFraction
                )),
        ];
        double? offset = outcomes.Source.IsCoopNet ? 100 * (validation.AccuracyInt8 - calibration.AccuracyInt8) : null;
        double[] errors = [.. points.Select(p => 100 * (p.PredictedAccuracy - p.MeasuredAccuracy))];
        return new SteResult(
            model,
            calibration,
            validation,
            Error(errors),
            offset is { } o ? Error([.. errors.Select(e => e + o)]) : null,
            Error([.. points.Select(p => p.PredictedFullFraction - p.MeasuredFullFraction)]),
            training,
            points
        );
    }

    /// <summary>Fits polynomials of degrees that are already chosen to other calibration samples.</summary>
    internal static ThresholdModel Refit(SteResult result, IReadOnlyList<CurvePoint> curve)
    {
        ThresholdModel model = result.Model;
        return model with
        {
            AccuracyPoints = Again(model.AccuracyPoints, Pairs(curve, result.TrainingSteps, Points)),
            FullFraction = Again(model.FullFraction, Pairs(curve, result.TrainingSteps, p => p.FullFraction)),
        };
    }

    private static Regressor Again(Regressor old, (double Ct, double Y)[] pairs) =>
        old with
        {
            Coefficients = Regressor.LeastSquares([.. pairs.Select(p => p.Ct)], [.. pairs.Select(p => p.Y)], old.Degree),
        };

    private static double Points(CurvePoint p) => 100 * p.Accuracy;

    private static (double Ct, double Y)[] Pairs(
        IReadOnlyList<CurvePoint> curve,
        IReadOnlyList<int> steps,
        Func<CurvePoint, double> y
    ) => [.. steps.Select(s => (ConfidenceSteps.Value(s), y(curve[s])))];

    private static PredictionError Error(double[] errors) => new(errors.Average(e => e * e), errors.Max(Math.Abs));
}
