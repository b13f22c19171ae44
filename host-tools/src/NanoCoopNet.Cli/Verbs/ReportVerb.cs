// nanocoop report: records in, one page with every table and figure of the papers out.
using System.CommandLine;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Report;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Writes reports.</summary>
internal sealed class ReportVerb : Verb
{
    private readonly Argument<string[]> _runs;
    private readonly OutputOption<string> _output;
    private readonly Option<string?> _title;
    private readonly Option<string[]> _validation;
    private readonly Option<string[]> _models;
    private readonly Option<double?> _fp32;
    private readonly Option<string?> _ct;
    private readonly Option<PowerModel?> _power;
    private readonly Option<string[]> _energy;
    private readonly Option<double?> _batteryMwh;
    private readonly Option<string?> _pairs;
    private readonly Option<double?> _sleepMw;
    private readonly Option<string?> _radios;
    private readonly Option<int?> _seed;
    private readonly OutputOption<string?> _csv;
    private readonly OutputOption<string?> _markdown;
    private readonly OutputOption<string?> _figures;
    private readonly Option<bool> _png;
    private readonly Option<bool> _dark;

    public ReportVerb()
        : base("report", "Make one self-contained page from records: tables, figures, the source of every number")
    {
        _runs = Add(
            new Argument<string[]>("run")
            {
                Description =
                    "Records of measure --out and evaluate --record, of one or more models of one task, in any order; the "
                    + "CoopNet's is the baseline of the BC-Net's",
                HelpName = "RUN.csv",
                Arity = ArgumentArity.OneOrMore,
            }
        );
        _output = Add(
            new OutputOption<string>("--output", "-o")
            {
                Description = "The page",
                HelpName = "REPORT.html",
                Required = true,
            }
        );
        _title = Add(Options.Text("--title", "Of the page (the models' names by default)", "TEXT"));
        _validation = Add(
            new Option<string[]>("--validation")
            {
                Description = "Records of other samples of the same models: thresholds are chosen by these",
                HelpName = "VAL.csv",
                AllowMultipleArgumentsPerToken = true,
            }
        );
        _models = Add(
            new Option<string[]>("--model")
            {
                Description = "Models of the records that are not in host-tools/models; needed for shapes, MACs and RAM",
                HelpName = "MODEL.ncn",
            }
        );
        _fp32 = Add(Options.Fraction("--fp32", "Accuracy of the float network; default: from the card beside the model"));
        _ct = Add(
            new Option<string?>("--ct")
            {
                Description =
                    "Threshold at which latencies and modes are shown; default: break-even with INT8, else maximum accuracy",
                HelpName = ConfidenceText.Range,
            }
        );
        _power = Add(PowerOption.Make());
        _energy = Add(
            new Option<string[]>("--energy")
            {
                Description = "Energies of captures, written by energy --json",
                HelpName = "ENERGY.json",
            }
        );
        _batteryMwh = Add(
            Options.Number("--battery-mwh", "Battery, for its life at duty cycles", 1e-3, double.PositiveInfinity, "MWH")
        );
        _pairs = Add(Options.Text("--pairs", "Pairs, written by pair --json", "PAIRS.json"));
        _sleepMw = Add(
            Options.Number(
                "--sleep-mw",
                "Power between answers at duty cycles; default: the idle power of the capture",
                1e-6,
                1e6,
                "MW"
            )
        );
        _radios = Add(
            Options.Text(
                "--radios",
                "Radios to compare with, a JSON list of name, milliwatts, bitsPerSecond, source",
                "RADIOS.json"
            )
        );
        _seed = Add(Options.Seed("Of the threshold estimation's splits", new SteOptions().Seed));
        _csv = Add(
            new OutputOption<string?>("--csv")
            {
                Description = "Writes every table with exact values",
                HelpName = "FOLDER",
                Kind = OutputKind.Folder,
            }
        );
        _markdown = Add(
            new OutputOption<string?>("--markdown") { Description = "Writes text and tables", HelpName = "REPORT.md" }
        );
        _figures = Add(
            new OutputOption<string?>("--figures")
            {
                Description = "Writes every figure as SVG",
                HelpName = "FOLDER",
                Kind = OutputKind.Folder,
            }
        );
        _png = Add(new Option<bool>("--png") { Description = "With --figures: also as PNG" });
        _dark = Add(new Option<bool>("--dark") { Description = "With --figures: also for dark pages" });
        Command.Validators.Add(result =>
        {
            if ((result.GetValue(_png) || result.GetValue(_dark)) && result.GetValue(_figures) is null)
            {
                result.AddError("--png and --dark need --figures FOLDER");
            }

            if (Path.GetExtension(result.GetValue(_output)) is ".csv" or ".ncn")
            {
                result.AddError($"-o would overwrite {result.GetValue(_output)}; name the page .html");
            }
        });
    }

    /// <summary>When, by what and with which command line a page was made.</summary>
    internal static string[] Provenance(ParseResult parse)
    {
        string words = string.Join(' ', parse.Tokens.Select(t => t.Value.Contains(' ') ? $"'{t.Value}'" : t.Value));
        string now = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        string tool = typeof(ReportVerb).Assembly.GetName().Version!.ToString(3);
        return
        [
            $"Made on {now} UTC by nanocoop {tool}, "
                + $"{System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, "
                + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}: nanocoop {words}",
        ];
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        int? ct = parse.GetValue(_ct) is { } text ? CtVerb.ParseThreshold(text) : null;
        foreach (string named in parse.GetValue(_models) ?? [])
        {
            ModelFile.Read(named, shell); // refused here where it breaks a rule
        }

        string[] shipped = Directory.GetFiles(Repository.Models, "*.ncn");
        IReadOnlyList<ReportRun> runs = ReportRuns.Read(
            parse.GetRequiredValue(_runs),
            [.. shipped.Order(StringComparer.Ordinal), .. parse.GetValue(_models) ?? []]
        );
        ReportDocument report = ReportBuilder.Build(
            runs,
            new ReportOptions(
                parse.GetValue(_fp32),
                ct,
                parse.GetValue(_seed) is { } seed ? new SteOptions(Seed: seed) : new SteOptions(),
                parse.GetValue(_power)
            )
            {
                Validation = ReportRuns.ReadValidation(parse.GetValue(_validation) ?? [], runs),
                Title = parse.GetValue(_title),
                Provenance = Provenance(parse),
                Energies = [.. (parse.GetValue(_energy) ?? []).Select(EnergyFile.Read)],
                BatteryMwh = parse.GetValue(_batteryMwh),
                Pairs = parse.GetValue(_pairs) is { } pairs ? PairFile.Read(pairs) : null,
                SleepMw = parse.GetValue(_sleepMw),
                Radios = parse.GetValue(_radios) is { } radios ? RadioProfile.Read(radios) : RadioProfile.All,
            }
        );

        WriteTables(report, parse.GetValue(_csv), parse.GetValue(_markdown), shell);
        string output = parse.GetRequiredValue(_output);
        OutputFile.Write(output, HtmlPage.Of(report, PageTools.Assets(shell.Say)));
        shell.Line(
            $"{output}: {report.Sections.Count} sections, {report.Figures.Count()} figures; open it in any browser, nothing is "
                + "loaded from elsewhere"
        );
        if (parse.GetValue(_figures) is { } figures)
        {
            PageTools.WriteFigures(report, figures, parse.GetValue(_png), parse.GetValue(_dark), shell.Say);
            shell.Line($"{figures}: {report.Figures.Count()} figures as SVG{(parse.GetValue(_png) ? " and PNG" : "")}");
        }

        return ExitCode.Success;
    }

    /// <summary>Writes what --csv and --markdown ask for; null: not asked.</summary>
    internal static void WriteTables(ReportDocument report, string? csv, string? markdown, Shell shell)
    {
        if (csv is not null)
        {
            CsvFiles.Write(csv, report);
            shell.Line($"{csv}: {report.Tables.Count()} tables");
        }

        if (markdown is not null)
        {
            OutputFile.Write(markdown, MarkdownReport.Of(report));
            shell.Line(markdown);
        }
    }
}
