// What a record file is of, before it is analysed: so that files can be sorted by model, and rows of measurements be read layer
// by layer.
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>A sealed record of either kind.</summary>
/// <param name="Data">Name of the data file.</param>
/// <param name="Measurement">All rows with their layers; null for predictions.</param>
public sealed record RecordFile(string Path, string BlobSha256, string Data, MeasurementFile? Measurement)
{
    /// <summary>Opens one.</summary>
    /// <exception cref="RecordException">Not a record, truncated, edited or badly formed.</exception>
    public static RecordFile Open(string path)
    {
        RecordTable table = RecordTable.ReadSealed(path);
        if (table.Kind == PredictionFile.Kind)
        {
            OutcomeSource source = PredictionFile.Of(table).Source;
            return new(path, source.BlobSha256, source.Data, null);
        }

        MeasurementFile file = MeasurementFile.Of(table);
        return new(path, file.Header.BlobSha256, file.Header.Data, file);
    }
}
