// nanocoop ct auto: has the board keep a mean latency, energy or fraction of full mode by turning the threshold itself.
using System.CommandLine;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Device;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Sets, shows or ends the automatic threshold.</summary>
internal sealed class CtAutoVerb : Verb
{
    /// <summary>Milliseconds or millijoules that a board can keep: it holds thousandths.</summary>
    private const double Least = 0.001,
        Most = AutoTarget.LargestValue / 1000;
    private readonly Option<double?> _latencyMs;
    private readonly Option<double?> _energyMj;
    private readonly Option<PowerModel?> _power;
    private readonly Option<string?> _run;
    private readonly Option<double?> _fullFraction;
    private readonly Option<bool> _off;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public CtAutoVerb()
        : base(
            "auto",
            "Let the board keep a mean by adjusting the threshold after each inference; without an option: show its state"
        )
    {
        _latencyMs = Add(Options.Number("--latency-ms", "Mean milliseconds of an inference, eq. (17)", Least, Most, "MS"));
        _energyMj = Add(
            Options.Number("--energy-mj", "Mean millijoules, as power × time; needs --run or --power-mw", Least, Most, "MJ")
        );
        _power = Add(PowerOption.Make());
        _run = Add(Options.Text("--run", "Record with energies (nanocoop energy) to take the powers from", "RUN.csv"));
        _fullFraction = Add(Options.Fraction("--full-fraction", "Fraction of inferences that take full mode"));
        _off = Add(new Option<bool>("--off") { Description = "End it and keep the threshold found" });
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        AutoTargetRequest? target = Target(parse);
        using BoardClient board = _board.Open(parse, shell, bulk: false);
        _json.Write(parse, shell, board.AutoThreshold(target), r => Render(shell, r));
        return ExitCode.Success;
    }

    private AutoTargetRequest? Target(ParseResult parse)
    {
        PowerModel? power =
            parse.GetValue(_power) ?? (parse.GetValue(_run) is { } run ? EnergyScale.PowersOf(OutcomeFiles.Read([run])) : null);
        AutoTargetRequest?[] wanted =
        [
            parse.GetValue(_off) ? new AutoTargetRequest(AutoKind.Off, 0) : null,
            parse.GetValue(_fullFraction) is { } f
                ? new AutoTargetRequest(AutoKind.FullFraction, (int)Math.Round(f * ThresholdTracker.One))
                : null,
            parse.GetValue(_latencyMs) is { } ms ? new AutoTargetRequest(AutoKind.Latency, Thousandths(ms)) : null,
            parse.GetValue(_energyMj) is { } mj ? Energy(mj, power) : null,
        ];
        return wanted.Count(w => w is not null) <= 1
            ? wanted.FirstOrDefault(w => w is not null)
            : throw new CliException(
                ExitCode.Usage,
                "more than one target",
                "give one of --latency-ms, --energy-mj, --full-fraction, --off"
            );
    }

    private static AutoTargetRequest Energy(double mj, PowerModel? power) =>
        power is { } p
            ? new AutoTargetRequest(AutoKind.Energy, Thousandths(mj), Milliwatts(p.LightMilliwatts), Milliwatts(p.Int8Milliwatts))
            : throw new CliException(
                ExitCode.Usage,
                "--energy-mj needs the power of both parts",
                "add --run RUN.csv, a record with energies from nanocoop energy, or --power-mw BNN,INT8"
            );

    private static ushort Milliwatts(double value) =>
        value is >= 1 and <= ushort.MaxValue
            ? (ushort)Math.Round(value)
            : throw new CliException(ExitCode.Usage, $"a board takes powers of 1 … {ushort.MaxValue} mW", "check --power-mw");

    private static int Thousandths(double value) => (int)Math.Round(value * 1000);

    internal static void Render(Shell shell, BoardAuto r)
    {
        if (r.Kind == AutoKind.Off)
        {
            shell.Line($"automatic threshold off; confidence threshold {ConfidenceText.Format(r.ConfidenceThreshold)}");
            return;
        }

        Tables.Facts(
            shell,
            "Automatic threshold",
            ("target", Target(r)),
            ("state", State(r)),
            ("confidence threshold", ConfidenceText.Format(r.ConfidenceThreshold)),
            ("running mean", r.RunningMean is { } mean ? Value(r, mean) : "–"),
            (
                "full mode",
                $"{Tables.Percent(r.RunningFraction)} of the newest inferences, {Tables.Percent(r.ExpectedFraction)} expected, "
                    + $"{Tables.Percent(r.WantedFraction)} wanted"
            ),
            ("since the last change", $"{Tables.N(r.Samples)} confidences; {Tables.N(r.Changes)} changes of the inputs noticed")
        );
    }

    /// <summary>What the board keeps, in words.</summary>
    internal static string Target(BoardAuto r) => $"{Kind(r)} {Value(r, r.Target)}";

    private static string Kind(BoardAuto r) =>
        r.Kind switch
        {
            AutoKind.Latency => "mean latency",
            AutoKind.Energy => FormattableString.Invariant(
                $"mean energy (model: {r.BnnMilliwatts} and {r.Int8Milliwatts} mW × time)"
            ),
            _ => "full mode",
        };

    private static string Value(BoardAuto r, double value) =>
        r.Kind == AutoKind.FullFraction
            ? Tables.Percent(value)
            : $"{Tables.F(value, 3)} "
                + $"{(r.Kind == AutoKind.Energy ? "mJ from " : "")}{TimeKind.MillisecondName((int)r.TimeSource)}";

    /// <summary>How far it is, in words.</summary>
    internal static string State(BoardAuto r) =>
        r.State switch
        {
            AutoState.Settled => "settled",
            AutoState.BelowLight => "the target is less than light mode costs",
            AutoState.AboveFull => "the target is more than full mode costs",
            _ => $"settling ({Tables.N(r.Samples)} of {Tables.N((long)ThresholdTracker.SettledCount)} inferences)",
        };
}
