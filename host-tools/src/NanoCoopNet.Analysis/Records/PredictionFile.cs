// Answers computed on the PC (`nanocoop evaluate --record`) as a file, for sets too large to send to a board; the same C, so the same answers.
using System.Globalization;
using System.Text;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Analysis;

/// <summary>Writes and reads predictions: comment lines, a header row, one row a sample, the seal.</summary>
public static class PredictionFile
{
    internal const string FirstLine = "# nanocoop predictions 1";
    private const string Columns = "index,label,bnn,int8,full,confidence65536";

    /// <summary>Writes the answers to samples 0, 1, … of a data file.</summary>
    /// <param name="data">Its name, <see cref="Dataset.Source"/>.</param>
    public static void Write(string path, ModelBlob model, string data, Answers answers)
    {
        StringWriter text = new() { NewLine = "\n" };
        text.WriteLine(FirstLine);
        text.WriteLine($"# model: {model.Name}");
        text.WriteLine($"# form: {BlobNames.Of(model.Header.Form)}");
        text.WriteLine($"# blobSha256: {model.Header.Sha256}");
        text.WriteLine($"# data: {data}");
        text.WriteLine(Columns);
        for (int i = 0; i < answers.Count; i++)
        {
            text.WriteLine(FormattableString.Invariant(
                $"{i},{answers.Labels[i]},{answers.Bnn[i]},{(answers.Int8 is { } int8 ? int8[i] : "")},{answers.Full[i]},{answers.Confidence65536[i]}"));
        }

        string body = text.ToString();
        OutputFile.Write(path, body + RecordSeal.Line(Encoding.UTF8.GetBytes(body), answers.Count));
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

        string Field(string name) => lines.Take(head).FirstOrDefault(l => l.StartsWith($"# {name}: ", StringComparison.Ordinal)) is { } line
            ? line[(name.Length + 4)..]
            : throw Bad(path, $"there is no line `# {name}:`");
        bool coopNet = Field("form") == BlobNames.Of(ModelForm.CoopNet);
        Outcome[] samples = [.. lines[(head + 1)..^1].Select(line => Row(path, line))];
        return new Outcomes(new OutcomeSource(Field("model"), coopNet, Field("blobSha256"), Field("data"), "predicted on the PC by the same C"), samples, null);
    }

    private static Outcome Row(string path, string line)
    {
        int?[] cells = [.. line.Split(',').Select(c => int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out int v) ? v : (int?)null)];
        return cells is [{ } index, { } label, { } bnn, var int8, { } full, { } confidence and <= Outcome.LargestConfidence]
            ? new Outcome(index, label, bnn, full, int8, confidence >> 8)
            : throw Bad(path, $"`{line}` is no row of predictions");
    }

    private static AnalysisException Bad(string path, string what) =>
        new("badRecord", $"{path}: {what}", "evaluate again with this version of nanocoop");
}
