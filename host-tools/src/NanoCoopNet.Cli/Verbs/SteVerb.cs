// nanocoop ste: predicts accuracy and full mode from the threshold, and the threshold from a target (BC-Net IV-C).
using System.CommandLine;
using System.Globalization;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Static threshold estimation.</summary>
internal sealed class SteVerb : Verb
{
    private const double DefaultConfidence = 0.9;
    private const string ByClass = "class",
        ByConfidence = "confidence";
    private static readonly SteOptions Defaults = new();
    private readonly RecordOptions _records;
    private readonly Option<double?> _accuracy;
    private readonly Option<double?> _fullFraction;
    private readonly Option<double?> _latencyMs;
    private readonly Option<double?> _counts;
    private readonly Option<double?> _energyMj;
    private readonly Option<PowerModel?> _power;
    private readonly Option<double?> _lightError;
    private readonly Option<double?> _risk;
    private readonly Option<double?> _confidence;
    private readonly Option<int?> _seed;
    private readonly Option<double?> _epsilonAccuracy;
    private readonly Option<double?> _epsilonFrequency;
    private readonly Option<double?> _calibration;
    private readonly Option<string> _stratify;
    private readonly ThresholdTaker _taker;
    private readonly JsonOption _json;

    public SteVerb()
        : base(
            "ste",
            "Static threshold estimation: predict accuracy and full mode from the threshold, and find the threshold for a target"
        )
    {
        _records = RecordOptions.AddTo(Command);
        _accuracy = Add(
            Options.Fraction("--min-accuracy", "Wanted accuracy; the fastest threshold that reaches it", "--accuracy")
        );
        _fullFraction = Add(Options.Fraction("--max-full-fraction", "Budget: fraction of full mode", "--full-fraction"));
        _latencyMs = Add(
            Options.Number(
                "--max-latency-ms",
                "Budget: mean milliseconds; the record needs a board's time",
                0,
                double.PositiveInfinity,
                "MS",
                "--latency-ms"
            )
        );
        _counts = Add(
            Options.Number("--max-counts", "Budget: mean cost in the counts of the record", 0, double.PositiveInfinity, "N")
        );
        _energyMj = Add(
            Options.Number(
                "--max-energy-mj",
                "Budget: mean millijoules; measured ones of the record, else --power-mw",
                0,
                double.PositiveInfinity,
                "MJ",
                "--energy-mj"
            )
        );
        _power = Add(PowerOption.Make());
        _lightError = Add(
            Options.Fraction(
                "--light-error",
                "Conformal bound: a sample is answered light and wrongly with at most this probability"
            )
        );
        _risk = Add(
            Options.Fraction(
                "--risk",
                "Accuracy against INT8 that may be lost: the lowest threshold that loses more with a probability of at most 1 "
                    + "− --confidence"
            )
        );
        _confidence = Add(Options.Number("--confidence", "How sure --risk is to be (0.9 by default)", 0.5, 0.9999, "0…1"));
        _seed = Add(Options.Seed("Of the splits and the bootstrap", Defaults.Seed));
        _epsilonAccuracy = Add(
            Options.Number(
                "--epsilon-accuracy",
                FormattableString.Invariant(
                    $"The degree rises until the mean square error is below, points² ({Defaults.EpsilonAccuracy} by default)"
                ),
                0,
                10_000,
                "E"
            )
        );
        _epsilonFrequency = Add(
            Options.Number(
                "--epsilon-frequency",
                FormattableString.Invariant($"The same for full mode, fraction² ({Defaults.EpsilonFrequency} by default)"),
                0,
                1,
                "E"
            )
        );
        _calibration = Add(
            Options.Number(
                "--calibration",
                "Share of every class to calibrate on; the papers' is 0.1, the default",
                0.01,
                0.9,
                "0…1"
            )
        );
        _stratify = Add(
            new Option<string>("--stratify")
            {
                Description =
                    "class: the papers' split; confidence: calibration samples spread over the confidences of their class, "
                    + "both ends of CT fitted",
                DefaultValueFactory = _ => ByClass,
                HelpName = "class|confidence",
            }
        );
        _stratify.AcceptOnlyFromAmong(ByClass, ByConfidence);
        _taker = ThresholdTaker.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        Outcomes outcomes = _records.Read(parse).Outcomes;
        double? counts = MaxCounts(parse, outcomes.Costs?.Scale);
        SteOptions options = new(
            parse.GetValue(_seed) ?? Defaults.Seed,
            parse.GetValue(_epsilonAccuracy) ?? Defaults.EpsilonAccuracy,
            parse.GetValue(_epsilonFrequency) ?? Defaults.EpsilonFrequency,
            Calibration: parse.GetValue(_calibration) ?? Defaults.Calibration,
            ByConfidence: parse.GetValue(_stratify) == ByConfidence
        );
        EnergyScale? energy = EnergyScale.Of(outcomes, parse.GetValue(_power));
        SteResult ste = ThresholdEstimator.Run(outcomes, options);
        LightErrorBound? bound = parse.GetValue(_lightError) is { } alpha
            ? LightErrorBound.Of(ste.Calibration, ste.Validation, alpha)
            : null;
        RiskControl? risk = parse.GetValue(_risk) is { } epsilon
            ? RiskControl.Of(
                outcomes,
                RiskControl.Int8Right(outcomes, _records.ReadBaseline(parse)),
                epsilon,
                1 - (parse.GetValue(_confidence) ?? DefaultConfidence),
                options.Seed
            )
            : null;
        int least = Math.Max(bound?.ConfidenceThreshold ?? 0, risk?.ConfidenceThreshold ?? 0);
        Target target = new(parse.GetValue(_accuracy), MaxFullFraction(parse, energy), counts, least);
        bool wanted = target is not { MinAccuracy: null, MaxFullFraction: null, MaxCounts: null };
        SteReport report = SteReport.Of(outcomes, ste, options, wanted ? target : null, bound, risk, energy);
        if (report.Chosen?.Warning is { } warning)
        {
            shell.Say($"warning: {warning}");
        }

        string[] taken = _taker.Take(
            parse,
            shell,
            outcomes.Source,
            report.Chosen?.ConfidenceThreshold ?? (bound is null && risk is null ? null : least)
        );
        _json.Write(parse, shell, report, r => Render(shell, r));
        Array.ForEach(taken, shell.Say);
        return ExitCode.Success;
    }

    private double? MaxFullFraction(ParseResult parse, EnergyScale? energy)
    {
        double? fraction = parse.GetValue(_fullFraction);
        if (parse.GetValue(_energyMj) is not { } mj)
        {
            return fraction;
        }

        double within = (
            energy
            ?? throw new CliException(
                ExitCode.Usage,
                "the record has no measured energies to compare --energy-mj with",
                "add --power-mw BNN,INT8: energies are then the model power × time"
            )
        ).FractionFor(mj);
        return Math.Min(fraction ?? 1, within);
    }

    private double? MaxCounts(ParseResult parse, CostScale? scale)
    {
        double? counts = parse.GetValue(_counts);
        if (counts is not null && scale is null)
        {
            throw new AnalysisException(
                "noCosts",
                "the record has no costs to compare --max-counts with",
                "lend it some: --costs RUN.csv of nanocoop measure"
            );
        }

        if (parse.GetValue(_latencyMs) is not { } ms)
        {
            return counts;
        }

        double perCount =
            scale?.Milliseconds(1)
            ?? throw new AnalysisException(
                "noMilliseconds",
                scale is null
                    ? "the record has no costs"
                    : $"{scale.Unit} of {scale.Source.Name()} are no milliseconds of a board",
                "measure on a board or with --cpu m7, and give the record by --costs"
            );
        return Math.Min(counts ?? double.MaxValue, ms / perCount);
    }

    internal static void Render(Shell shell, SteReport r)
    {
        Tables.Facts(
            shell,
            $"{r.Model} on {r.Data}",
            ("answers", r.Origin),
            (
                "samples",
                $"{Tables.N(r.CalibrationSamples)} calibration, {Tables.N(r.ValidationSamples)} validation, by class, seed "
                    + $"{r.Seed}"
            ),
            ("milliseconds", r.MillisecondsAre ?? "none: no source of time of a board")
        );

        Table table = Tables.Make(
            shell,
            "Predictors over CT",
            "of",
            ">degree",
            ">regression MSE",
            "below ε",
            ">validation MSE",
            ">largest error",
            "BC-Net's own"
        );
        foreach (PredictorReport p in r.Predictors)
        {
            table.Row(
                p.Quantity,
                $"{p.Degree}",
                Tables.F(p.RegressionMse, 5),
                FormattableString.Invariant($"{(p.ReachedEpsilon ? "yes" : "no")}, ε = {p.Epsilon}"),
                Tables.F(p.ValidationMse, 5),
                Tables.F(p.ValidationMaxError, 3),
                p.Papers
            );
        }

        shell.Print(table);
        if (r.Chosen is { } c)
        {
            string value = ConfidenceText.Format((byte)c.ConfidenceThreshold);
            Tables.Facts(
                shell,
                "Threshold for the target",
                ("confidence threshold", value),
                (
                    "95 % interval",
                    $"{Tables.F(c.Low, 3)} … {Tables.F(c.High, 3)} (bootstrap; {Tables.Percent(c.UnreachedFraction)} of the "
                        + "resamples do not reach the target)"
                ),
                (
                    "accuracy",
                    $"{Tables.Percent(c.PredictedAccuracy)} predicted, {Tables.Percent(c.MeasuredAccuracy)} on the validation "
                        + "samples"
                ),
                (
                    "full mode",
                    $"{Tables.Percent(c.PredictedFullFraction)} predicted, {Tables.Percent(c.MeasuredFullFraction)} on the "
                        + "validation samples"
                ),
                ("mean cost", Cost(c, r)),
                ("to set it", $"nanocoop ct {value}")
            );
        }

        if (r.Risk is { } k)
        {
            shell.Line(
                FormattableString.Invariant(
                    $"At most {100 * k.Epsilon:0.##} points below INT8 with {100 * (1 - k.Delta):0.##} % confidence: "
                )
                    + $"confidence threshold {ConfidenceText.Format((byte)k.ConfidenceThreshold)} or more, full mode "
                    + $"{Tables.Percent(k.FullFraction)} "
                    + $"({Tables.F(100 * k.Loss, 2)} points lost on these {Tables.N(k.Samples)} samples)"
            );
        }

        if (r.LightErrors is { } b)
        {
            shell.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Light and wrong with probability at most {b.Alpha}: confidence threshold "
                        + $"{ConfidenceSteps.Value(b.ConfidenceThreshold):F3}"
                ) + FormattableString.Invariant($" or more ({b.ValidationRate:F4} of the validation samples there)")
            );
        }
    }

    private static string Cost(ChosenThreshold c, SteReport r)
    {
        string ms = c.PredictedMs is null ? "" : $", {Tables.F(c.PredictedMs, 2)} ms {r.MillisecondsAre}";
        string mj = c.PredictedMj is null ? "" : $", {Tables.F(c.PredictedMj, 3)} mJ ({r.EnergyIs})";
        return c.PredictedCounts is null ? "–" : $"{Tables.N(c.PredictedCounts)} {r.Unit}{ms}{mj}";
    }
}
