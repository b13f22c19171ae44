// From record files to models: files of one blob belong together, measurements lend their costs to predictions, and the CoopNet
// is the baseline.
using System.Text.Json.Nodes;
using NanoCoopNet.Analysis;
using NanoCoopNet.Model;

namespace NanoCoopNet.Report;

/// <summary>Reads the records of a report.</summary>
public static class ReportRuns
{
    /// <summary>Groups records by model: CoopNets first, then in the order given.</summary>
    /// <param name="paths">Records of `measure` and `evaluate --record` in any order.</param>
    /// <param name="models">Model files (.ncn) to look a record's blob up in, with cards (.json) beside them.</param>
    /// <exception cref="AnalysisException">Records that cannot be analysed, or of different data.</exception>
    public static IReadOnlyList<ReportRun> Read(IReadOnlyList<string> paths, IReadOnlyList<string> models)
    {
        RecordFile[] files = [.. paths.Select(RecordFile.Open)];
        string data = files[0].Data;
        if (files.FirstOrDefault(f => f.Data != data) is { } other)
        {
            throw new AnalysisException(
                "mixedData",
                $"{other.Path} is of {other.Data}, {files[0].Path} of {data}",
                "a report is about one task: give records of one data file"
            );
        }

        Dictionary<string, (string Path, ModelBlob Blob)> blobs = Blobs(models);
        (RecordFile[] Files, Outcomes Outcomes)[] groups =
        [
            .. files
                .GroupBy(f => f.BlobSha256)
                .Select(g => (g.ToArray(), Outcomes([.. g])))
                .OrderBy(g => g.Item2.Source.IsCoopNet ? 0 : 1),
        ];
        double? fp32 = groups
            .Select(g => (double?)Card(g.Outcomes)?["float"]?["fp32"]?["test"])
            .FirstOrDefault(a => a is not null);
        return [.. groups.Select(Run)];

        (string Path, ModelBlob Blob)? Blob(Outcomes outcomes) =>
            blobs.TryGetValue(outcomes.Source.BlobSha256, out (string, ModelBlob) found) ? found : null;

        JsonNode? Card(Outcomes outcomes) =>
            Blob(outcomes) is { } found && Path.ChangeExtension(found.Path, ".json") is var card && File.Exists(card)
                ? JsonNode.Parse(InputFile.ReadText(card))
                : null;

        ReportRun Run((RecordFile[] Files, Outcomes Outcomes) group)
        {
            OutcomeSource source = group.Outcomes.Source;
            bool nameIsUnique = groups.Count(g => g.Outcomes.Source.Model == source.Model) == 1,
                formIsUnique = groups.Count(g => g.Outcomes.Source.IsCoopNet == source.IsCoopNet) == 1;
            string key = nameIsUnique ? source.Model : $"{source.Model}-{source.BlobSha256[..6]}",
                form = ReportRun.FormOf(source);
            return new ReportRun(
                key,
                formIsUnique ? form : $"{form} ({key})",
                group.Outcomes,
                MeasuredOutcomes(group.Files),
                [.. group.Files.SelectMany(f => f.Measurement?.Rows ?? [])],
                [
                    .. group.Files.Select(f => new RecordSource(
                        Path.GetFileName(f.Path),
                        f.Measurement?.Header,
                        f.Measurement?.Rows.Count ?? group.Outcomes.Count
                    )),
                ],
                Blob(group.Outcomes)?.Blob,
                fp32,
                Task(Card(group.Outcomes))
            );
        }
    }

    /// <summary>Reads records of other samples.</summary>
    /// <param name="paths">Of models that the report shows.</param>
    /// <exception cref="AnalysisException">badValidation: of another model, or of the samples that the report shows.</exception>
    public static IReadOnlyList<Outcomes> ReadValidation(IReadOnlyList<string> paths, IReadOnlyList<ReportRun> runs)
    {
        List<Outcomes> all = [];
        foreach (string path in paths)
        {
            Outcomes outcomes = Outcomes([RecordFile.Open(path)]);
            ReportRun? run = runs.FirstOrDefault(r => r.Outcomes.Source.BlobSha256 == outcomes.Source.BlobSha256);
            if (run is null || run.Outcomes.Source.Data == outcomes.Source.Data)
            {
                throw new AnalysisException(
                    "badValidation",
                    run is null
                        ? $"{path} is of {outcomes.Source.Named}, which the report does not show"
                        : $"{path} is of {outcomes.Source.Data}, the samples that the report shows",
                    "--validation takes records of the same models on other samples: nanocoop evaluate --record"
                );
            }

            all.Add(outcomes);
        }

        return all;
    }

    private static string[] Measured(RecordFile[] files) => [.. files.Where(f => f.Measurement is not null).Select(f => f.Path)];

    private static Outcomes? MeasuredOutcomes(RecordFile[] files) =>
        Measured(files) is { Length: > 0 } measured ? OutcomeFiles.Read(measured) : null;

    private static Outcomes Outcomes(RecordFile[] files)
    {
        string[] predicted = [.. files.Where(f => f.Measurement is null).Select(f => f.Path)],
            measured = Measured(files);
        return predicted.Length > 0 ? OutcomeFiles.Read(predicted, measured) : OutcomeFiles.Read(measured);
    }

    private static Dictionary<string, (string, ModelBlob)> Blobs(IReadOnlyList<string> models)
    {
        Dictionary<string, (string, ModelBlob)> blobs = [];
        foreach (string path in models)
        {
            ModelBlob blob = BlobReader.ReadFile(path);
            blobs[blob.Header.Sha256] = (path, blob);
        }

        return blobs;
    }

    private static PublishedTask? Task(JsonNode? card)
    {
        string? Topology(string net) => card?["networks"]?[net]?["topology"]?.ToString();
        return Topology("bnn") is { } bnn && bnn == Topology("int8")
            ? PublishedResults.TaskOf(bnn, card?["dataset"]?["name"]?.ToString() ?? "")
            : null;
    }
}
