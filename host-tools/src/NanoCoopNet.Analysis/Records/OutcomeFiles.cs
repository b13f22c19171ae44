// Opens records of either kind, joins shards of one run, and lends measured costs to predictions after comparing the answers of
// both.
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Loads outcomes from files.</summary>
public static class OutcomeFiles
{
    private const string SameRun = "give records of one model, one data file and one kind of board";

    /// <summary>Reads records and joins them.</summary>
    /// <param name="paths">Shards of one run (several boards, other samples) or one file.</param>
    /// <param name="costPaths">Measured records whose mean costs stand for samples that were only predicted.</param>
    /// <exception cref="RecordException">Not a record, truncated, edited or badly formed.</exception>
    /// <exception cref="AnalysisException">Not of one run, or answers that differ; the code says which.</exception>
    public static Outcomes Read(IReadOnlyList<string> paths, IReadOnlyList<string>? costPaths = null)
    {
        Outcomes outcomes = Join(paths);
        return costPaths is { Count: > 0 } ? WithCosts(outcomes, Join(costPaths)) : outcomes;
    }

    private static Outcomes Join(IReadOnlyList<string> paths)
    {
        (string Path, MeasurementHeader? Header, Outcomes Outcomes)[] parts = [.. paths.Select(Open)];
        (string first, MeasurementHeader? header, Outcomes one) = parts[0];
        foreach ((string path, MeasurementHeader? h, Outcomes o) in parts.Skip(1))
        {
            Require(
                o.Source.BlobSha256 == one.Source.BlobSha256,
                "mixedModels",
                $"{path} is of the model {o.Source.Named}, {first} of {one.Source.Named}",
                SameRun
            );
            Require(
                o.Source.Data == one.Source.Data,
                "mixedData",
                $"{path} is of {o.Source.Data}, {first} of {one.Source.Data}",
                SameRun
            );
            Require(
                h?.DataSha256 is null || header?.DataSha256 is null || h.DataSha256 == header.DataSha256,
                "mixedData",
                $"{path} and {first} were measured on different files of the name {o.Source.Data}",
                SameRun
            );
            Require(
                Machine(h) == Machine(header),
                "mixedSources",
                $"{path} and {first} differ in board, firmware, build, clock or source of time",
                SameRun
            );
        }

        (Outcome Sample, PartCosts Cost)[] all =
        [
            .. parts
                .SelectMany(p => p.Outcomes.Samples.Select((s, i) => (s, p.Outcomes.Costs?.PerSample[i] ?? default)))
                .OrderBy(p => p.s.Index),
        ];
        Require(all.Length > 0, "noSamples", $"{first} has no rows", "measure at least one sample");
        int twice = Enumerable.Range(1, all.Length - 1).FirstOrDefault(i => all[i].Sample.Index == all[i - 1].Sample.Index, -1);
        Require(
            twice < 0,
            "duplicateSample",
            twice < 0 ? "" : $"sample {all[twice].Sample.Index} appears twice",
            "give each record once, and shards of different samples"
        );
        Costs? costs = one.Costs is null ? null : new Costs(one.Costs.Scale, [.. all.Select(a => a.Cost)], all.Length);
        return new Outcomes(one.Source, [.. all.Select(a => a.Sample)], costs);
    }

    /// <summary>What must be equal for costs to be of one kind; the board's unique id may differ.</summary>
    private static (TimeSource?, int?, string?, string?, string?) Machine(MeasurementHeader? h) =>
        (h?.TimeSource, h?.ClockHz, h?.Board, h?.Firmware, h?.Build);

    private static (string Path, MeasurementHeader? Header, Outcomes Outcomes) Open(string path)
    {
        RecordTable table = RecordTable.ReadSealed(path);
        if (table.Kind == PredictionFile.Kind)
        {
            return (path, null, PredictionFile.Of(table));
        }

        (MeasurementHeader header, Outcomes outcomes) = MeasuredRun.Of(path, table);
        return (path, header, outcomes);
    }

    private static Outcomes WithCosts(Outcomes outcomes, Outcomes measured)
    {
        Require(
            measured.Costs is not null,
            "noCosts",
            "the record for costs holds predictions",
            "give a record of `nanocoop measure`"
        );
        Require(
            measured.Source.BlobSha256 == outcomes.Source.BlobSha256,
            "mixedModels",
            $"the costs are of the model {measured.Source.Named}, the answers of {outcomes.Source.Named}",
            SameRun
        );
        Require(
            measured.Source.Data == outcomes.Source.Data,
            "mixedData",
            $"the costs are of {measured.Source.Data}, the answers of {outcomes.Source.Data}",
            SameRun
        );
        Dictionary<int, Outcome> byIndex = outcomes.Samples.ToDictionary(s => s.Index);
        foreach (Outcome sample in measured.Samples)
        {
            Require(
                byIndex.TryGetValue(sample.Index, out Outcome other) && other == sample,
                "unequalAnswers",
                $"sample {sample.Index}: board and PC differ ({sample} and {other})",
                "the data files differ, or one of the two runs other kernels: please report it with both files"
            );
        }

        Costs costs = measured.Costs!;
        string origin =
            $"{outcomes.Source.Origin}; costs: means over {measured.Count} samples on {measured.Source.Origin}, where both "
            + "give the same answers";
        Costs means = new(costs.Scale, [.. Enumerable.Repeat(costs.Mean, outcomes.Count)], measured.Count);
        return new Outcomes(outcomes.Source with { Origin = origin, Energy = measured.Source.Energy }, outcomes.Samples, means);
    }

    private static void Require(bool condition, string code, string message, string hint)
    {
        if (!condition)
        {
            throw new AnalysisException(code, message, hint);
        }
    }
}
