// nanocoop ste: predicts accuracy and full mode from the threshold, and the threshold from a target (BC-Net IV-C).
using System.CommandLine;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Static threshold estimation.</summary>
internal sealed class SteVerb : Verb
{
    private const double DefaultConfidence = 0.9;
    private const string ByClass = "class",
        ByConfidence = "confidence";
    private const string ByRecord = "record",
        ByPolynomial = "polynomial";
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
    private readonly Option<string> _method;
    private readonly Option<string[]> _confirm;
    private readonly Option<string[]> _confirmBaseline;
    private readonly Option<double?> _epsilonAccuracy;
    private readonly Option<double?> _epsilonFrequency;
    private readonly Option<double?> _calibration;
    private readonly Option<string?> _stratify;
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
                "Budget: mean millijoules, as measured in the record, else by --power-mw",
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
                "Conformal bound: largest probability that a sample gets a wrong answer in light mode"
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
        _method = Add(
            new Option<string>("--method")
            {
                Description = "record: the record's curve, smoothed; polynomial: the papers' polynomials, from a tenth of it",
                DefaultValueFactory = _ => ByRecord,
                HelpName = $"{ByRecord}|{ByPolynomial}",
            }
        );
        _method.AcceptOnlyFromAmong(ByRecord, ByPolynomial);
        _confirm = Add(
            Records("--confirm", "Records of the same model on other samples, where predictions are confirmed; nothing is split")
        );
        _confirmBaseline = Add(Records("--confirm-baseline", "What --baseline is, on the samples of --confirm"));
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
                "Share of every class to predict from; the rest checks (0.5 by default, 0.1 for polynomials, as in the papers)",
                0.01,
                0.9,
                "0…1"
            )
        );
        _stratify = Add(
            new Option<string?>("--stratify")
            {
                Description =
                    "For polynomials: class, the papers' split (default); confidence, calibration samples spread over the "
                    + "confidences of their class, both ends of CT fitted",
                HelpName = $"{ByClass}|{ByConfidence}",
            }
        );
        _stratify.AcceptOnlyFromAmong(ByClass, ByConfidence);
        _taker = ThresholdTaker.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        RequireTheirUse(parse);
        Outcomes outcomes = _records.Read(parse).Outcomes;
        double? counts = MaxCounts(parse, outcomes.Costs?.Scale);
        SteOptions options = new(
            parse.GetValue(_method) == ByPolynomial ? SteMethod.Polynomial : SteMethod.Record,
            parse.GetValue(_seed) ?? Defaults.Seed,
            parse.GetValue(_epsilonAccuracy) ?? Defaults.EpsilonAccuracy,
            parse.GetValue(_epsilonFrequency) ?? Defaults.EpsilonFrequency,
            Calibration: parse.GetValue(_calibration),
            ByConfidence: parse.GetValue(_stratify) == ByConfidence
        );
        EnergyScale? energy = EnergyScale.Of(outcomes, parse.GetValue(_power));
        Outcomes? baseline = _records.ReadBaseline(parse);
        SteResult ste = ThresholdEstimator.Run(outcomes, options, baseline, Confirmation(parse), shell.Cancel);
        LightErrorBound? bound = parse.GetValue(_lightError) is { } alpha
            ? LightErrorBound.Of(ste.Calibration, ste.Validation, alpha)
            : null;
        RiskControl? risk = parse.GetValue(_risk) is { } epsilon
            ? RiskControl.Of(
                outcomes,
                RiskControl.Int8Right(outcomes, baseline),
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
        _json.Write(parse, shell, report, r => SteView.Render(shell, r));
        Array.ForEach(taken, shell.Say);
        return ExitCode.Success;
    }

    private void RequireTheirUse(ParseResult parse)
    {
        Option[] polynomials = [_epsilonAccuracy, _epsilonFrequency, _stratify];
        Option? unused =
            parse.GetValue(_method) == ByPolynomial ? null : polynomials.FirstOrDefault(o => parse.GetResult(o) is not null);
        if (unused is not null)
        {
            throw new CliException(
                ExitCode.Usage,
                $"{unused.Name} belongs to the papers' polynomials",
                $"add --method {ByPolynomial}, or leave it out"
            );
        }

        if (parse.GetValue(_confirmBaseline) is { Length: > 0 } && parse.GetValue(_confirm) is not { Length: > 0 })
        {
            throw new CliException(
                ExitCode.Usage,
                $"{_confirmBaseline.Name} does nothing without {_confirm.Name}",
                $"give {_confirm.Name} as well"
            );
        }
    }

    private static Option<string[]> Records(string name, string description) =>
        new(name) { Description = description, HelpName = "RUN.csv" };

    private SteConfirmation? Confirmation(ParseResult parse) =>
        parse.GetValue(_confirm) is { Length: > 0 } record
            ? new(
                OutcomeFiles.Read(record),
                parse.GetValue(_confirmBaseline) is { Length: > 0 } baseline ? OutcomeFiles.Read(baseline) : null
            )
            : null;

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
                "add --costs RUN.csv, a record of nanocoop measure"
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
}
