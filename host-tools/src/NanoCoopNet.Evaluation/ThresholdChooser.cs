// Chooses the default CT from results on validation data (never on test data).
namespace NanoCoopNet.Evaluation;

/// <summary>By what CT is chosen.</summary>
public enum ThresholdRule
{
    /// <summary>The CT of highest accuracy; among equals the lowest (most light).</summary>
    MaxAccuracy,

    /// <summary>The lowest CT whose accuracy is not below the INT8 network's; the CT of highest accuracy where none is.</summary>
    BreakEven,
}

/// <summary>Chooses CT.</summary>
public static class ThresholdChooser
{
    /// <summary>The CT byte by that rule.</summary>
    public static int Choose(EvaluationResult validation, ThresholdRule rule) => throw new NotImplementedException();
}
