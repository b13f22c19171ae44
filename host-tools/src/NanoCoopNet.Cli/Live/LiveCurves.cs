// Accuracy against mean time at every threshold, from a record of the board's model.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Cli.Live;

/// <summary>Curves of records.</summary>
internal static class LiveCurves
{
    /// <summary>The curve of a record.</summary>
    /// <param name="blobSha256">The board's model.</param>
    /// <exception cref="CliException">ModelMismatch; BadRecord: the record has no milliseconds.</exception>
    public static LiveCurve Of(Outcomes outcomes, string path, string blobSha256)
    {
        if (outcomes.Source.BlobSha256 != blobSha256)
        {
            throw new CliException(
                ExitCode.ModelMismatch,
                $"{path} is a record of {outcomes.Source.Named}, not of the board's model",
                "give a record of the model that the board holds, or push that one"
            );
        }

        if (outcomes.Costs?.Scale.MillisecondsAre is not { } are)
        {
            throw new CliException(
                ExitCode.BadRecord,
                $"{path} has no times of a board",
                "give a record of nanocoop measure, of a board or of a virtual one with --cpu m7"
            );
        }

        IReadOnlyList<CurvePoint> curve = Sweep.Of(outcomes, null, [.. Enumerable.Range(0, 256)]);
        return new LiveCurve(
            outcomes.Source.Data,
            are,
            [.. curve.Select(p => new LiveCurvePoint(p.ConfidenceThreshold / 256.0, p.Accuracy, p.MeanMs!.Value, p.FullFraction))]
        );
    }
}
