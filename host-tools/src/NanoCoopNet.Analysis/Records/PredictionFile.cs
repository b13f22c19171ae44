// Answers computed on the PC (`nanocoop evaluate --record`) as a file, for sets too large to send to a board; the same C, so the
// same answers.
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Analysis;

/// <summary>Writes and reads predictions: comment lines, a header row, one row a sample, the seal.</summary>
public static class PredictionFile
{
    /// <summary>Where such answers come from.</summary>
    public const string Origin = "predicted on the PC by the same C";

    internal const string Kind = "predictions 1";

    private static readonly string[] Columns = ["index", "label", "bnn", "int8", "full", "confidence65536"];

    /// <summary>Writes outcomes.</summary>
    public static void Write(string path, Outcomes outcomes)
    {
        OutcomeSource source = outcomes.Source;
        string head = RecordTable.Head(
            Kind,
            [("model", source.Model), ("form", source.Form), ("blobSha256", source.BlobSha256), ("data", source.Data)],
            Columns
        );
        string rows = CsvText.Write(
            outcomes.Samples.Select(o =>
                new[] { o.Index, o.Label, o.Light, o.Int8, o.Full, o.Confidence65536 }.Select(cell => CsvText.Cell(cell))
            )
        );
        OutputFile.Write(path, RecordTable.Sealed(head + rows, outcomes.Count));
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="RecordException">badRecord.</exception>
    internal static Outcomes Of(RecordTable table)
    {
        table.Require(Kind, Columns);
        string form = table.Field("form");
        OutcomeSource source = new(
            table.Field("model"),
            form == BlobNames.Of(ModelForm.CoopNet),
            table.Field("blobSha256"),
            table.Field("data"),
            Origin
        )
        {
            Form = form,
        };
        return new Outcomes(source, [.. table.Rows.Select(Row)], null);
    }

    private static Outcome Row(RecordRow row)
    {
        int?[] cells = [.. Enumerable.Range(0, row.Count).Select(row.Optional)];
        return
            cells
                is [
                    >= 0
                    and { } index,
                    >= 0
                    and { } label,
                    >= 0
                    and { } bnn,
                    null
                    or >= 0,
                    >= 0
                    and { } full,
                    >= 0
                    and { } confidence,
                ]
            && confidence <= Outcome.LargestConfidence
            ? new Outcome(index, label, bnn, full, cells[3], confidence)
            : throw row.Bad("it is not a row of predictions");
    }
}
