// nanocoop pair: which light and which full network make the best CoopNet, from records that there are already.
using System.CommandLine;
using System.Globalization;
using NanoCoopNet.Analysis;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;
using NanoCoopNet.VirtualBoard;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Chooses pairs.</summary>
internal sealed class PairVerb : Verb
{
    private const int PrintedPoints = 20;
    private readonly Argument<string[]> _records;
    private readonly Option<string[]> _models;
    private readonly Option<string[]> _confirm;
    private readonly Option<double?> _accuracy;
    private readonly Option<double?> _latencyMs;
    private readonly Option<double?> _energyMj;
    private readonly Option<PowerModel?> _power;
    private readonly OutputOption<string?> _csv;
    private readonly OutputOption<string?> _output;
    private readonly JsonOption _json;

    public PairVerb()
        : base("pair", "Compare all pairs of light and full networks of several models, and find the best for a target")
    {
        _records = Add(
            new Argument<string[]>("record")
            {
                Description = "Records of evaluate --record (or measure --out), one per model, of the same validation samples",
                HelpName = "RUN.csv",
                Arity = ArgumentArity.OneOrMore,
            }
        );
        _models = Add(
            Many(
                "--model",
                "The models of the records: their times are modelled for the board (costs.json), in milliseconds",
                "MODEL.ncn"
            )
        );
        _confirm = Add(
            Many("--confirm", "Records of the same models on the test set, where the choice is confirmed once", "RUN.csv")
        );
        _accuracy = Add(Options.Fraction("--accuracy", "Wanted accuracy: the fastest that reaches it"));
        _latencyMs = Add(Options.Number("--latency-ms", "Budget: mean milliseconds", 0, double.PositiveInfinity, "MS"));
        _energyMj = Add(
            Options.Number("--energy-mj", "Budget: mean millijoules; needs --power-mw", 0, double.PositiveInfinity, "MJ")
        );
        _power = Add(PowerOption.Make());
        _csv = Add(new OutputOption<string?>("--csv") { Description = "Writes every point", HelpName = "POINTS.csv" });
        _output = Add(
            new OutputOption<string?>("--output", "-o")
            {
                Description = "Writes the chosen pair as one model, both networks unchanged; it is named after the file",
                HelpName = "PAIR.ncn",
            }
        );
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    /// <param name="MillisecondsAre">Where times come from.</param>
    /// <param name="Points">How many were compared.</param>
    /// <param name="Front">Points that no other beats.</param>
    /// <param name="Singles">The networks alone.</param>
    /// <param name="Chosen">The best for the target; null without one.</param>
    /// <param name="Confirmed">The same on the test set; null without its records.</param>
    public sealed record Report(
        string Data,
        int Samples,
        string MillisecondsAre,
        int Points,
        IReadOnlyList<PairPoint> Front,
        IReadOnlyList<PairPoint> Singles,
        PairPoint? Chosen,
        PairPoint? Confirmed,
        int? ConfirmedSamples
    );

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        PowerModel? power = parse.GetValue(_power);
        PairTarget target = new(parse.GetValue(_accuracy), parse.GetValue(_latencyMs), parse.GetValue(_energyMj));
        if (target.MaxMj is not null && power is null)
        {
            throw new CliException(
                ExitCode.Usage,
                "--energy-mj needs the powers of the networks",
                "add --power-mw BNN,INT8: energies are power × time"
            );
        }

        IReadOnlyDictionary<string, TimedModel> models = TimesOf(parse.GetValue(_models) ?? [], shell);
        PairMember[] members = [.. parse.GetRequiredValue(_records).Select(path => Member(path, models))];
        PairSearch search = new(members, power);
        IReadOnlyList<PairPoint> points = search.Points();
        PairPoint? chosen = target == new PairTarget(null, null, null) ? null : PairSearch.Best(points, target);
        string[] confirm = parse.GetValue(_confirm) ?? [];
        PairSearch? test = confirm.Length == 0 ? null : new PairSearch([.. confirm.Select(path => Member(path, models))], power);
        if (parse.GetValue(_csv) is { } csv)
        {
            OutputFile.Write(csv, CsvText.Write([Columns, .. points.Select(Row)]));
        }

        if (parse.GetValue(_output) is { } output)
        {
            Write(output, chosen, members, models);
        }

        string times =
            models.Count > 0
                ? $"est. (the kernels' cycle table with waits for memory / {BoardClockMhz} MHz)"
                : members[0].Outcomes.Costs!.Scale.MillisecondsAre!;
        Report report = new(
            members[0].Outcomes.Source.Data,
            search.Samples,
            times,
            points.Count,
            PairSearch.Front(points),
            [.. points.Where(p => p.ConfidenceThreshold is null).OrderBy(p => p.MeanMs)],
            chosen,
            chosen is null ? null : test?.At(chosen),
            chosen is null ? null : test?.Samples
        );
        _json.Write(parse, shell, report, r => Render(shell, r));
        return ExitCode.Success;
    }

    private static readonly string[] Columns = ["kind", "light", "full", "ct256", "accuracy", "fullFraction", "meanMs", "meanMj"];

    private static double BoardClockMhz => BoardClock.Default.ClockHz / 1e6;

    private static string[] Row(PairPoint p)
    {
        static string Of(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
        return
        [
            p.Kind.ToString(),
            p.Light ?? "",
            p.Full ?? "",
            CsvText.Cell(p.ConfidenceThreshold),
            Of(p.Accuracy, "0.######"),
            Of(p.FullFraction, "0.######"),
            Of(p.MeanMs, "0.####"),
            Of(p.MeanMj, "0.######"),
        ];
    }

    /// <summary>A model and the milliseconds of its networks.</summary>
    private sealed record TimedModel(ModelBlob Blob, double Light, double Int8, double Glue, double Stem);

    private static PackingBudget Budget(int smallestBytes)
    {
        BoardDescription board = BoardDescription.NucleoF767Zi;
        return new(
            PackingBudget.FlashWithoutLosingASlot(smallestBytes, board.FlashStore.Sectors, board.FlashStore.SectorBytes),
            board.FastArenaBytes,
            board.ArenaBytes
        );
    }

    private static IReadOnlyDictionary<string, TimedModel> TimesOf(string[] paths, Shell shell)
    {
        Dictionary<string, TimedModel> models = [];
        foreach (string path in paths)
        {
            ModelBlob blob = ModelFile.Read(path, shell);
            PartClock parts = ModelClock.Of(blob.Bytes.Span).Parts;
            double Ms(CycleEstimate e) => BoardClock.Default.Ms(e.Cycles);
            models[blob.Header.Sha256] = new(blob, Ms(parts.Light), Ms(parts.Int8Alone), Ms(parts.Glue), Ms(parts.Stem));
        }

        return models;
    }

    private static void Write(
        string path,
        PairPoint? chosen,
        IReadOnlyList<PairMember> members,
        IReadOnlyDictionary<string, TimedModel> models
    )
    {
        if (chosen?.Kind != PairKind.CoopNet)
        {
            throw new CliException(
                ExitCode.Usage,
                chosen is null ? "no pair is chosen" : $"the best is no pair of two models: {PairSearch.Describe(chosen)}",
                chosen is null ? "give a target, e.g. --accuracy 0.84" : "take that model as it is, or ask for another target"
            );
        }

        TimedModel Find(string name) =>
            models.GetValueOrDefault(members.First(m => m.Name == name).Outcomes.Source.BlobSha256)
            ?? throw new CliException(ExitCode.Usage, $"-o needs the blob of {name}", "add --model MODEL.ncn");
        ModelSpec pair = ModelSpec.Join(
            Find(chosen.Light!).Blob,
            Find(chosen.Full!).Blob,
            Path.GetFileNameWithoutExtension(path),
            chosen.ConfidenceThreshold!.Value
        );
        Packer packer = new(BlobWriter.Write(pair));
        OutputFile.Write(path, packer.Fastest(Budget(packer.ReferenceBlob.Length)).Blob);
    }

    private static PairMember Member(string path, IReadOnlyDictionary<string, TimedModel> models)
    {
        Outcomes outcomes = OutcomeFiles.Read([path]);
        if (models.TryGetValue(outcomes.Source.BlobSha256, out TimedModel? t))
        {
            return new(outcomes, t.Light, t.Int8, t.Glue, t.Stem);
        }

        if (models.Count > 0 || outcomes.Costs is not { } costs || costs.Scale.Milliseconds(1) is not { } perCount)
        {
            throw new AnalysisException(
                "noMilliseconds",
                $"{path} is a record of {outcomes.Source.Named} and nothing says how long that model takes",
                "give its blob by --model, or records of `nanocoop measure --cpu m7` alone"
            );
        }

        PartCosts mean = costs.Mean;
        return new(outcomes, mean.Light * perCount, mean.Int8Alone * perCount, mean.Glue * perCount, mean.Stem * perCount);
    }

    private static void Render(Shell shell, Report r)
    {
        shell.Line($"{r.Data}, {Tables.N(r.Samples)} samples, {Tables.N(r.Points)} points; milliseconds: {r.MillisecondsAre}");
        Print(shell, "Networks alone", r.Singles, r);
        Print(
            shell,
            $"Front, nothing is as accurate in less time: {Math.Min(PrintedPoints, r.Front.Count)} of {r.Front.Count} points "
                + "(all of them: --json)",
            Thinned(r.Front),
            r
        );
        if (r.Chosen is not { } c)
        {
            return;
        }

        Print(shell, "Best for the target, on these samples", [c], r);
        if (r.Confirmed is { } t)
        {
            Print(shell, $"The same on the test set, {Tables.N(r.ConfirmedSamples)} samples", [t], r);
        }

        if (c.ConfidenceThreshold is { } ct)
        {
            shell.Line($"to set it: nanocoop ct {ConfidenceText.Format((byte)ct)}");
        }
    }

    // So many of them, spread evenly, with both ends.
    private static IEnumerable<PairPoint> Thinned(IReadOnlyList<PairPoint> front) =>
        Enumerable
            .Range(0, Math.Min(front.Count, PrintedPoints))
            .Select(k => front[k * (front.Count - 1) / Math.Max(1, PrintedPoints - 1)])
            .Distinct();

    private static void Print(Shell shell, string title, IEnumerable<PairPoint> points, Report r)
    {
        bool energy = r.Singles[0].MeanMj is not null;
        Table table = Tables.Make(
            shell,
            title,
            ["networks", ">CT", ">accuracy", ">full mode", ">mean ms", .. energy ? [">mJ"] : Array.Empty<string>()]
        );
        foreach (PairPoint p in points)
        {
            table.Row([
                PairSearch.Describe(p with { ConfidenceThreshold = null }),
                p.ConfidenceThreshold is { } ct ? ConfidenceText.Format((byte)ct) : "–",
                Tables.F(100 * p.Accuracy, 2) + " %",
                Tables.Percent(p.FullFraction),
                Tables.F(p.MeanMs, 2),
                .. energy ? [Tables.F(p.MeanMj, 3)] : Array.Empty<string>(),
            ]);
        }

        shell.Print(table);
    }

    private static Option<string[]> Many(string name, string description, string help) =>
        new(name)
        {
            Description = description,
            HelpName = help,
            AllowMultipleArgumentsPerToken = true,
        };
}
