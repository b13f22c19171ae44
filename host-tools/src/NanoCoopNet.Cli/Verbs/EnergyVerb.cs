// nanocoop energy: what a capture holds; energies from a capture of a run, written into its record; or of MLPerf Tiny's windows.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NanoCoopNet.Analysis;
using NanoCoopNet.Captures;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Reads captures.</summary>
internal sealed class EnergyVerb : Verb
{
    private const string NoLayer = "none";
    private readonly Argument<string> _capture;
    private readonly Option<string?> _run;
    private readonly OutputOption<string?> _output;
    private readonly Option<bool> _dryRun;
    private readonly Option<string?> _light;
    private readonly Option<string?> _full;
    private readonly Option<string?> _layer;
    private readonly Option<bool> _activeLow;
    private readonly Option<double?> _debounceUs;
    private readonly Option<string?> _markers;
    private readonly Option<bool> _noMarkers;
    private readonly Option<string?> _voltage;
    private readonly Option<string?> _current;
    private readonly Option<string?> _power;
    private readonly Option<string?> _unit;
    private readonly Option<double?> _shuntOhm;
    private readonly Option<double?> _rateHz;
    private readonly Option<CsvColumns?> _columns;
    private readonly Option<bool> _subtractIdle;
    private readonly Option<bool> _anyPower;
    private readonly Option<string?> _windows;
    private readonly Option<int?> _inferences;
    private readonly OutputOption<string?> _csv;
    private readonly JsonOption _json;

    public EnergyVerb()
        : base(
            "energy",
            "Energy of every mode, network, layer and sample from an instrument's capture of a run; writes it into "
                + "the record. With the capture alone: what it holds"
        )
    {
        _capture = Add(
            new Argument<string>("capture") { Description = "The instrument's file; its format is recognised by the content" }
        );
        _run = Add(
            Options.Text(
                "--run",
                "Record that measure --out wrote during the capture; the energies are written into it",
                "RUN.csv"
            )
        );
        _output = Add(
            new OutputOption<string?>("--out", "-o")
            {
                Description = "Writes the energies into a copy of the record, and leaves RUN.csv as it is",
                HelpName = "OUT.csv",
            }
        );
        _dryRun = Add(new Option<bool>("--dry-run") { Description = "Writes no record" });
        _light = Add(
            Options.Text(
                "--light",
                "Logic channel of the light marker (D2); default: the one named light, else the first input",
                "D0"
            )
        );
        _full = Add(
            Options.Text(
                "--full",
                "Logic channel of the full marker (D3); default: the one named full, else the second input",
                "D1"
            )
        );
        _layer = Add(Options.Text("--layer", "Logic channel of the layer marker (D4); none: no layers", "D2"));
        _activeLow = Add(new Option<bool>("--active-low") { Description = "Markers are active low" });
        _debounceUs = Add(Options.Number("--debounce-us", "Levels that last less are ignored", 0, double.PositiveInfinity, "US"));
        _markers = Add(Options.Text("--markers", "Another capture of the same time that holds the markers", "FILE"));
        _noMarkers = Add(
            new Option<bool>("--no-markers") { Description = "Aligns by steps of the power, as if there were no logic channels" }
        );
        _voltage = Add(Options.Text("--voltage", "Supply: volts, or its channel", "V"));
        _current = Add(Options.Text("--current", "Channel of the current", "NAME"));
        _power = Add(Options.Text("--power", "Channel of the power", "NAME"));
        _unit = Add(Options.Text("--unit", "Unit of channels that do not state one, like mA", "UNIT"));
        _shuntOhm = Add(Options.Number("--shunt-ohm", "Channels in volts are over this resistance", 1e-6, 1e6, "OHM"));
        _rateHz = Add(Options.Number("--rate-hz", "Samples a second, where the file has no time", 1e-3, 1e9, "HZ"));
        _columns = Add(
            Options.Make<CsvColumns>(
                "--columns",
                "Columns of a CSV by heading or number: time=T,current=I,voltage=U,power=P,logic=A",
                "LIST",
                [],
                ReadColumns
            )
        );
        _subtractIdle = Add(new Option<bool>("--subtract-idle") { Description = "Subtracts idle power × time" });
        _anyPower = Add(new Option<bool>("--any-power") { Description = "Accepts implausible powers" });
        _windows = Add(
            Options.Text(
                "--windows",
                "MLPerf Tiny's way: times in seconds as a JSON list; every second span between them is a window",
                "TIMES.json"
            )
        );
        _inferences = Add(Options.Integer("--inferences", "Inferences in each window", 1, int.MaxValue, "N"));
        _csv = Add(
            new OutputOption<string?>("--csv") { Description = "Writes the energies of every sample", HelpName = "SAMPLES.csv" }
        );
        _json = JsonOption.AddTo(Command);
        Command.Validators.Add(r =>
        {
            if (r.GetValue(_run) is not null && r.GetValue(_windows) is not null)
            {
                r.AddError("give --run RUN.csv for the energies of a run, or --windows TIMES.json --inferences N, not both");
            }
            else if (r.GetValue(_run) is null && (r.GetValue(_output) ?? r.GetValue(_csv)) is not null)
            {
                r.AddError("--out and --csv are of a run: give its record, --run RUN.csv");
            }
            else if (r.GetValue(_windows) is not null && r.GetResult(_inferences) is null or { Implicit: true })
            {
                r.AddError("--windows needs --inferences N");
            }
        });
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string capture = parse.GetRequiredValue(_capture);
        CaptureOptions reading = new()
        {
            RateHz = parse.GetValue(_rateHz),
            Unit = parse.GetValue(_unit),
            ShuntOhm = parse.GetValue(_shuntOhm),
            Columns = parse.GetValue(_columns) ?? CsvColumns.ByHeading,
        };
        PowerChoice power = new(parse.GetValue(_current), parse.GetValue(_voltage), parse.GetValue(_power));
        if (parse.GetValue(_windows) is { } times)
        {
            EnergyWindows windows = EnergyWindows.Of(
                capture,
                ReadWindows(times),
                parse.GetValue(_inferences)!.Value,
                reading,
                power,
                shell.Cancel
            );
            _json.Write(parse, shell, windows, w => EnergyView.Render(shell, w));
            return ExitCode.Success;
        }

        if (parse.GetValue(_run) is not { } path)
        {
            CaptureSummary summary = shell.WithProgress(
                $"reading {Path.GetFileName(capture)}",
                bar => CaptureSummary.Of(capture, reading, p => bar(p, 1), shell.Cancel)
            );
            _json.Write(parse, shell, summary, s => EnergyView.Render(shell, Path.GetFileName(capture), s));
            return ExitCode.Success;
        }

        string target = parse.GetValue(_output) ?? path;
        MeasurementFile run =
            RecordFile.Open(path).Measurement
            ?? throw new AnalysisException(
                "notARecord",
                $"{path} holds predictions",
                "give the record of nanocoop measure that ran during the capture"
            );
        bool writes = !parse.GetValue(_dryRun);
        if (writes)
        {
            OutputFile.Check(target);
        }

        string? layer = parse.GetValue(_layer);
        MarkerChoice markers = new(
            parse.GetValue(_light),
            parse.GetValue(_full),
            layer,
            parse.GetValue(_activeLow),
            (parse.GetValue(_debounceUs) ?? 0) / 1e6,
            WithLayers: layer != NoLayer
        );
        EnergyOptions options = new(
            reading,
            power,
            markers,
            parse.GetValue(_noMarkers),
            parse.GetValue(_markers),
            parse.GetValue(_subtractIdle),
            parse.GetValue(_anyPower)
        );
        RunEnergy energy = shell.WithProgress(
            $"reading {Path.GetFileName(capture)}",
            bar => CaptureEnergy.Measure(capture, run, options, p => bar(p, 1), shell.Cancel)
        );
        if (parse.GetValue(_csv) is { } csv)
        {
            OutputFile.Write(csv, Csv(energy));
        }

        if (writes)
        {
            WriteInto(path, target, energy, shell);
        }

        _json.Write(parse, shell, energy, e => EnergyView.Render(shell, e));
        return ExitCode.Success;
    }

    private static void WriteInto(string path, string target, RunEnergy e, Shell shell)
    {
        if (e.Part("light mode") is not { } light || e.Part("full mode") is not { } full)
        {
            shell.Say($"{target}: not written, the run has no inference of both modes (measure with --mode both)");
            return;
        }

        string source =
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(e.IsModel ? "model: " : "")}{e.Instrument}, {e.Capture}, {e.RateHz:G6} Hz, {light.Count} inferences, "
            )
            + string.Create(
                CultureInfo.InvariantCulture,
                $"± {light.UncertaintyMj:G2} and {full.UncertaintyMj:G2} "
                    + $"mJ{(e.IdleIsSubtracted ? $", idle {e.IdleMw:G4} mW taken off" : "")}"
            );
        string energies = new MeasuredEnergy(light.MeanMj, full.MeanMj, source).ToString();
        OutputFile.Write(target, RecordTable.WithField(path, InputFile.ReadText(path), MeasuredEnergy.Field, energies));
        shell.Say($"{target}: energies written, record sealed again");
    }

    private static string Csv(RunEnergy energy)
    {
        string[] columns = ["index", "mode", "beginS", "bnnMj", "decisionMj", "int8Mj", "lightMj", "fullMj", "uncertaintyMj"];
        IEnumerable<string> Row(SampleEnergy s) =>
            [
                CsvText.Cell(s.Index),
                s.Mode,
                CsvText.Cell(s.BeginS),
                CsvText.Cell(s.BnnMj),
                CsvText.Cell(s.DecisionMj),
                CsvText.Cell(s.Int8Mj),
                CsvText.Cell(s.LightMj),
                CsvText.Cell(s.FullMj),
                CsvText.Cell(s.UncertaintyMj),
            ];
        return CsvText.Write([columns, .. energy.Samples.Select(Row)]);
    }

    private static List<(double, double)> ReadWindows(string path)
    {
        try
        {
            double[] times = JsonSerializer.Deserialize<double[]>(InputFile.ReadText(path)) ?? [];
            List<(double, double)> windows =
            [
                .. Enumerable
                    .Range(0, times.Length / 2)
                    .Select(i => (2 * i) + 1)
                    .Where(i => i + 1 < times.Length)
                    .Select(i => (times[i], times[i + 1])),
            ];
            return windows.Count > 0 && times.Zip(times.Skip(1)).All(t => t.First < t.Second)
                ? windows
                : throw new JsonException("fewer than three times, or they do not rise");
        }
        catch (JsonException e)
        {
            throw new CaptureException(
                "badWindows",
                $"{path} is no list of times: {e.Message}",
                "give a JSON list of increasing seconds, like [0.01, 10.8, 21.2]",
                e
            );
        }
    }

    private static (CsvColumns? Columns, string? Error) ReadColumns(string text)
    {
        string? time = null;
        List<string> analog = [],
            logic = [];
        foreach (string part in text.Split(','))
        {
            switch (part.Split('=', 2))
            {
                case ["time", var t]:
                    time = t;
                    break;
                case ["current" or "voltage" or "power", var a]:
                    analog.Add(a);
                    break;
                case ["logic", var l]:
                    logic.Add(l);
                    break;
                default:
                    return (null, $"`{part}` is not time=, current=, voltage=, power= or logic= and a column");
            }
        }

        return (new CsvColumns(time, analog, logic), null);
    }
}
