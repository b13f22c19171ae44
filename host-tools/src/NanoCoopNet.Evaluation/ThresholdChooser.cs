// Chooses the default CT from results on validation data (never on test data).
namespace NanoCoopNet.Evaluation;

/// <summary>By what CT is chosen.</summary>
public enum ThresholdRule
{
    /// <summary>The CT of highest accuracy; among equals the lowest (most light).</summary>
    MaxAccuracy,

    /// <summary>The lowest CT whose accuracy is not below the INT8 network's (full mode's where it has no logits); the CT of highest accuracy
    /// where none is.</summary>
    BreakEven,
}

/// <summary>Chooses CT.</summary>
public static class ThresholdChooser
{
    /// <summary>The CT byte by that rule.</summary>
    /// <param name="baseline">Validation accuracy of another model's INT8 network, which break-even is measured by; eq. (16).</param>
    public static int Choose(EvaluationResult validation, ThresholdRule rule, double? baseline = null)
    {
        SweepPoint best = validation.Sweep.MaxBy(p => (p.Accuracy, -p.ConfidenceThreshold));
        if (rule == ThresholdRule.MaxAccuracy)
        {
            return best.ConfidenceThreshold;
        }

        double wanted = baseline ?? validation.AccuracyInt8 ?? validation.AccuracyFull;
        return validation.Sweep.Where(p => p.Accuracy >= wanted).Select(p => (int?)p.ConfidenceThreshold).FirstOrDefault() ?? best.ConfidenceThreshold;
    }
}
