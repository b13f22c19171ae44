// What the report knows of one model: its outcomes, what was measured layer by layer, its blob and its card where they are at
// hand.
using NanoCoopNet.Analysis;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Report;

/// <summary>A record file, for the table of sources.</summary>
/// <param name="Header">Null for predictions.</param>
public sealed record RecordSource(string File, MeasurementHeader? Header, int Rows);

/// <summary>One model.</summary>
/// <param name="Key">Part of table ids; unique in the report.</param>
/// <param name="Title">For people; unique in the report.</param>
/// <param name="Outcomes">Of all samples, predicted where predictions were given.</param>
/// <param name="MeasuredOutcomes">Of the measured samples alone; null where only predictions were given.</param>
/// <param name="Measured">The measured samples, in time.</param>
/// <param name="Blob">Null where the model file was not found.</param>
/// <param name="Fp32Accuracy">Of the float network on the test set, from the card of the first model that has it; null without
/// one.</param>
/// <param name="Task">The papers' task that the model is of, by its card; null where it is none of theirs.</param>
public sealed record ReportRun(
    string Key,
    string Title,
    Outcomes Outcomes,
    Outcomes? MeasuredOutcomes,
    IReadOnlyList<MeasurementRow> Measured,
    IReadOnlyList<RecordSource> Files,
    ModelBlob? Blob,
    double? Fp32Accuracy,
    PublishedTask? Task
)
{
    public string Name => Outcomes.Source.Model;

    /// <summary>CoopNet or BC-Net.</summary>
    public string Form => FormOf(Outcomes.Source);

    /// <summary>What the second network is called, by its numbers; INT8 where no model file tells them.</summary>
    public string RealName => BlobNames.Title(Blob?.Net(NetKind.Int8)?.Numbers ?? NetNumbers.Int8);

    internal static string FormOf(OutcomeSource source) => source.IsCoopNet ? "CoopNet" : "BC-Net";
}
