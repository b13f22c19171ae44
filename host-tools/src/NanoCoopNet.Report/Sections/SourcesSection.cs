// Where every number came from: measured, emulated, predicted or modelled.
using NanoCoopNet.Link;

namespace NanoCoopNet.Report;

internal static class SourcesSection
{
    public static Section Of(IReadOnlyList<ModelCurve> models, IReadOnlyList<string> provenance)
    {
        ReportTable table = new TableBuilder<(ReportRun Run, RecordSource File)>()
            .Text("file", "record", r => r.File.File)
            .Text("kind", "kind", r => Kind(r.File.Header))
            .Text("model", "model", r => r.Run.Name)
            .Text("blobSha256", "blob SHA-256", r => r.Run.Outcomes.Source.BlobSha256)
            .Text("data", "data", r => r.Run.Outcomes.Source.Data)
            .Count("rows", "samples", r => r.File.Rows)
            .Text("board", "board", r => r.File.Header?.Board)
            .Text("uniqueId", "unique id", r => r.File.Header?.UniqueId)
            .Text("firmware", "firmware", r => r.File.Header is { } h ? $"{h.Firmware}, {h.Build}" : null)
            .Count("clockHz", "clock, Hz", r => r.File.Header?.ClockHz)
            .Text("started", "started", r => r.File.Header?.StartedUtc)
            .Build("sources", "Records", models.SelectMany(m => m.Run.Files.Select(f => (m.Run, f))));
        return new Section("sources", "Where the numbers come from", [.. Text(models), .. provenance], [table], [], []);
    }

    private static IEnumerable<string> Text(IReadOnlyList<ModelCurve> models)
    {
        foreach (ModelCurve m in models)
        {
            string costs = m.Run.Outcomes.Costs is { } c
                ? $" Costs: {c.Scale.Unit}, on {ReportTable.Show((double)c.MeasuredOn, CellFormat.Count)} samples; "
                    + $"milliseconds: {c.Scale.MillisecondsAre ?? "none"}."
                : " No costs.";
            string energy = m.Energy is { } e ? $" Energies: {e.Are}." : " No energies.";
            yield return $"{m.Run.Title}: answers {m.Run.Outcomes.Source.Origin}.{costs}{energy}";
        }

        yield return "Accuracies are counted from the answers in the records. Mean costs at a threshold follow from eq. (17) "
            + "and the costs of single samples. "
            + "Accuracies of FP32 are from the model card.";
    }

    private static string Kind(MeasurementHeader? header) =>
        header is null
            ? "predicted on the PC, same C"
            : header.TimeSource switch
            {
                TimeSource.DwtCycles => "measured on a board (cycle counter)",
                TimeSource.EmulatedInstructions => "emulated Cortex-M7 (exact instructions)",
                _ => "virtual board (the PC's clock)",
            };
}
