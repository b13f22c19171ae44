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
    /// <exception cref="AnalysisException">Not a record, truncated, edited or badly formed.</exception>
    public static RecordFile Open(string path)
    {
        string text = RecordText.ReadSealed(path);
        if (!text.StartsWith(MeasuredRun.FirstLine, StringComparison.Ordinal))
        {
            OutcomeSource source = OutcomeFiles.Read([path]).Source;
            return new(path, source.BlobSha256, source.Data, null);
        }

        MeasurementFile file = MeasuredRun.ReadFile(path, text);
        return new(path, file.Header.BlobSha256, file.Header.Data, file);
    }
}
