// The working points of a model card: thresholds chosen on validation records, judged on test records against the standalone INT8
// network, eq. (16).
using System.Text.Json.Nodes;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Evaluation;

/// <summary>Records of one data set: of the model, and of the model whose INT8 network is the baseline.</summary>
/// <param name="Baseline">The model itself where it is a CoopNet.</param>
public sealed record CardRecords(Outcomes Model, Outcomes Baseline)
{
    /// <summary>Whether each sample is answered rightly by the baseline's INT8 network, in the order of the samples.</summary>
    /// <exception cref="AnalysisException">badBaseline: no INT8 network of its own, or other samples.</exception>
    internal bool[] Int8Right()
    {
        if (Baseline.AccuracyInt8 is null)
        {
            throw new AnalysisException(
                "badBaseline",
                $"{Baseline.Source.Model} has no INT8 network of its own",
                "give the CoopNet's records as baseline"
            );
        }

        return Model.Samples.Select(s => (s.Index, s.Label)).SequenceEqual(Baseline.Samples.Select(s => (s.Index, s.Label)))
            ? [.. Baseline.Samples.Select(s => s.Int8 == s.Label)]
            : throw new AnalysisException(
                "badBaseline",
                $"the records of {Model.Source.Model} and {Baseline.Source.Model} are of different samples",
                "evaluate both models on the same file"
            );
    }
}

/// <summary>Works the points out.</summary>
public static class CardPoints
{
    private const int Decimals = 6;

    /// <summary>The section <c>points</c>: break-even, one for each wanted accuracy, the maximum, and full mode on every sample;
    /// null where no CT reaches it.</summary>
    /// <param name="wanted">Names, and accuracies on validation data to be reached (0…1), besides break-even and maximum.</param>
    /// <exception cref="AnalysisException">badBaseline.</exception>
    public static JsonObject Of(CardRecords validation, CardRecords test, IEnumerable<(string Name, double Accuracy)> wanted)
    {
        double breakEven = validation.Int8Right().Count(r => r) / (double)validation.Model.Count;
        bool[] int8 = test.Int8Right();
        IReadOnlyList<CurvePoint> curve = Sweep.Of(validation.Model, null, ConfidenceSteps.All);
        ThresholdModel predictor = ThresholdModel.Counted(validation.Model).Smoothed();
        JsonObject points = [];
        double maximum = OperatingPoints.Maximum(curve).Accuracy;
        foreach ((string name, double accuracy) in wanted.Prepend(("breakEven", breakEven)).Append(("maximum", maximum)))
        {
            points[name] = OperatingPoints.AtAccuracy(curve, accuracy) is { } at
                ? Point(at, predictor, breakEven, test.Model, int8)
                : null;
        }

        bool IsFullRight(Outcome s) => s.Full == s.Label;
        points["alwaysFull"] = Judged(test.Model, validation.Model.Share(IsFullRight), IsFullRight, 1, int8);
        return points;
    }

    /// <summary>The section <c>prediction</c>: the largest errors of what `ste` predicts from the validation records, over the
    /// hundred CT of the papers, on the test records.</summary>
    /// <exception cref="AnalysisException">mixedModels: records of different blobs; badBaseline.</exception>
    public static JsonObject Prediction(CardRecords validation, CardRecords test)
    {
        SteResult ste = ThresholdEstimator.Run(
            validation.Model,
            new SteOptions(Resamples: 1),
            validation.Baseline,
            new SteConfirmation(test.Model, test.Baseline)
        );
        return new JsonObject
        {
            ["maxDeltaError"] = Rounded(ste.DeltaError!.MaxError / 100),
            ["maxFullFractionError"] = Rounded(ste.FullFractionError.MaxError),
        };
    }

    private static JsonObject Point(CurvePoint at, ThresholdModel predictor, double int8Validation, Outcomes test, bool[] int8)
    {
        JsonObject point = new() { ["confidenceThreshold"] = at.Ct };
        int ct = at.ConfidenceThreshold;
        JsonObject judged = Judged(test, at.Accuracy, s => s.IsRight(ct), test.Share(s => !s.IsLight(ct)), int8);
        foreach ((string name, JsonNode? value) in judged)
        {
            point[name] = value?.DeepClone();
        }

        point["predicted"] = new JsonObject
        {
            ["deltaOverInt8"] = Rounded(predictor.Accuracy[ct] - int8Validation),
            ["fractionFull"] = Rounded(predictor.FullFraction[ct]),
        };
        return point;
    }

    private static JsonObject Judged(
        Outcomes test,
        double validation,
        Func<Outcome, bool> isRight,
        double fullFraction,
        bool[] int8
    )
    {
        PairedDifference d = PairedInterval.Of(test.Samples.Select((s, i) => (isRight(s), int8[i])));
        return new JsonObject
        {
            ["validation"] = Rounded(validation),
            ["test"] = test.Share(isRight),
            ["fractionFull"] = Rounded(fullFraction),
            ["deltaOverInt8"] = Rounded(d.Difference),
            ["deltaInterval95"] = new JsonArray(Rounded(d.Low), Rounded(d.High)),
        };
    }

    private static double Rounded(double value) => Math.Round(value, Decimals);
}
