// What the demo found, as it stands in demo.json.
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Demo;

/// <summary>The same samples at another threshold, set over the console while the board ran.</summary>
/// <param name="Typed">The line sent.</param>
/// <param name="Answer">What the board said.</param>
/// <param name="MeanCounts">Mean cost of an inference in counts of the time source.</param>
public sealed record ThresholdStep(
    string Typed,
    string Answer,
    double ConfidenceThreshold,
    int Samples,
    double LightFraction,
    double Accuracy,
    double MeanCounts
);

/// <summary>Mean costs of one inference; null where no inference was of that kind.</summary>
/// <param name="Light">BNN and confidence.</param>
/// <param name="Full">BNN, confidence, INT8 and glue.</param>
/// <param name="Int8">The INT8 network's part of full mode.</param>
/// <param name="Auto">All inferences.</param>
public sealed record DemoCosts(double? Light, double? Full, double? Int8, double Auto);

/// <summary>Report of the demo.</summary>
/// <param name="Accuracy">Of the board's answers at the model's own threshold, 0…1.</param>
/// <param name="LightFraction">Answered by the BNN alone, 0…1.</param>
/// <param name="InstructionsLight">Mean of one inference in light mode (BNN + confidence); null where instructions are not
/// counted, or none was light.</param>
/// <param name="InstructionsFull">Mean of one in full mode (BNN + confidence + INT8, + glue); null likewise.</param>
/// <param name="MeanCounts">The same, and more, in counts of the time source, whatever that is.</param>
/// <param name="ThresholdMoves">True where a higher threshold gave fewer light answers and a lower one more.</param>
/// <param name="Modelled">Cycles of the parts on the board by the clock.</param>
/// <param name="Predictions">Class answered, a sample.</param>
/// <param name="Confidences">Confidence in 2^−16, a sample.</param>
public sealed record DemoReport(
    int Samples,
    double Accuracy,
    double LightFraction,
    double ConfidenceThreshold,
    double? InstructionsLight,
    double? InstructionsFull,
    DemoCosts MeanCounts,
    string TimeSource,
    string Board,
    string Cpu,
    string Firmware,
    string Model,
    string BlobSha256,
    int Seed,
    PartClock Modelled,
    bool ThresholdMoves,
    IReadOnlyList<ThresholdStep> Thresholds,
    IReadOnlyList<int> SampleIndices,
    IReadOnlyList<int> Labels,
    IReadOnlyList<int> Predictions,
    IReadOnlyList<int> Confidences,
    IReadOnlyList<TakenMode> Modes
);
