// Answers computed on the PC (`nanocoop evaluate --record`) as a file, for sets too large to send to a board; the same C, so the
// same answers.
using System.Globalization;
using System.Text;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Analysis;

/// <summary>Writes and reads predictions: comment lines, a header row, one row a sample, the seal.</summary>
public static class PredictionFile
{
    internal const string FirstLine = "# nanocoop predictions 1";
    private const string Columns = "index,label,bnn,int8,full,confidence65536";

    /// <summary>Where such answers come from.</summary>
    public const string Origin = "predicted on the PC by the same C";

    /// <summary>Writes outcomes.</summary>
    public static void Write(string path, Outcomes outcomes)
    {
        StringWriter text = new() { NewLine = "\n" };
        text.WriteLine(FirstLine);
        text.WriteLine($"# model: {outcomes.Source.Model}");
        text.WriteLine($"# form: {outcomes.Source.Form}");
        text.WriteLine($"# blobSha256: {outcomes.Source.BlobSha256}");
        text.WriteLine($"# data: {outcomes.Source.Data}");
        text.WriteLine(Columns);
        foreach (Outcome o in outcomes.Samples)
        {
            text.WriteLine(FormattableString.Invariant($"{o.Index},{o.Label},{o.Light},{o.Int8},{o.Full},{o.Confidence65536}"));
        }

        string body = text.ToString();
        OutputFile.Write(path, body + RecordSeal.Line(Encoding.UTF8.GetBytes(body), outcomes.Count));
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="AnalysisException">badRecord.</exception>
    internal static Outcomes Parse(string path, string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int head = Array.IndexOf(lines, Columns);
        if (head < 0)
        {
            throw Bad(path, "the header row is not that of predictions");
        }

        string Field(string name) =>
            lines.Take(head).FirstOrDefault(l => l.StartsWith($"# {name}: ", StringComparison.Ordinal)) is { } line
                ? line[(name.Length + 4)..]
                : throw Bad(path, $"there is no line `# {name}:`");
        string form = Field("form");
        Outcome[] samples = [.. lines[(head + 1)..^1].Select(line => Row(path, line))];
        return new Outcomes(
            new OutcomeSource(Field("model"), form == BlobNames.Of(ModelForm.CoopNet), Field("blobSha256"), Field("data"), Origin)
            {
                Form = form,
            },
            samples,
            null
        );
    }

    private static Outcome Row(string path, string line)
    {
        int?[] cells =
        [
            .. line.Split(',')
                .Select(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out int v) ? v : (int?)null),
        ];
        return cells is [{ } index, { } label, { } bnn, var int8, { } full, { } confidence and <= Outcome.LargestConfidence]
            ? new Outcome(index, label, bnn, full, int8, confidence)
            : throw Bad(path, $"`{line}` is no row of predictions");
    }

    private static AnalysisException Bad(string path, string what) =>
        new("badRecord", $"{path}: {what}", "evaluate again with this version of nanocoop");
}
