// nanocoop sweep: every confidence threshold from one record, without measuring again.
using System.CommandLine;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Sweeps the threshold.</summary>
internal sealed class SweepVerb : Verb
{
    private const int PrintedEvery = 10;
    private readonly RecordOptions _records;
    private readonly Option<double?> _fp32;
    private readonly Option<bool> _all;
    private readonly OutputOption<string?> _csv;
    private readonly Option<string?> _model;
    private readonly Option<PowerModel?> _power;
    private readonly JsonOption _json;

    public SweepVerb()
        : base("sweep", "Show accuracy, full mode, cost and speed-up at every confidence threshold, from one record")
    {
        _records = RecordOptions.AddTo(Command);
        _fp32 = Add(
            Options.Fraction(
                "--fp32",
                "Accuracy of the float network (model card: float.fp32.test); also finds the CT that reaches it"
            )
        );
        _all = Add(new Option<bool>("--all") { Description = "All 256 thresholds instead of the papers' hundred" });
        _csv = Add(new OutputOption<string?>("--csv") { Description = "Writes the whole curve", HelpName = "CURVE.csv" });
        _model = Add(Options.Text("--model", "The record's model; adds the RAM of light and full mode", "MODEL.ncn"));
        _power = Add(PowerOption.Make());
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        (Outcomes outcomes, Baseline? baseline) = _records.Read(parse);
        IReadOnlyList<int> steps = parse.GetValue(_all) ? ConfidenceSteps.All : ConfidenceSteps.Hundred;
        SweepReport report = SweepReport.Of(
            outcomes,
            baseline,
            parse.GetValue(_fp32),
            steps,
            Memory(parse.GetValue(_model), outcomes, shell),
            parse.GetValue(_power)
        );
        if (parse.GetValue(_csv) is { } csv)
        {
            CurveCsv.Write(csv, report.Curve);
        }

        _json.Write(parse, shell, report, r => Render(shell, r));
        return ExitCode.Success;
    }

    private static MemoryModel? Memory(string? path, Outcomes outcomes, Shell shell)
    {
        if (path is null)
        {
            return null;
        }

        ModelBlob model = ModelFile.Read(path, shell);
        return model.Header.Sha256 == outcomes.Source.BlobSha256
            ? MemoryModel.Of(model)
            : throw new CliException(
                ExitCode.ModelMismatch,
                $"{path} is not the model of the record, {outcomes.Source.Named}",
                "give the model that was measured"
            );
    }

    internal static void Render(Shell shell, SweepReport r)
    {
        Tables.Facts(
            shell,
            $"{r.Model} on {r.Data}",
            ("samples", Tables.N(r.Samples)),
            ("answers", r.Origin),
            ("costs", r.Unit is null ? "none in the record" : $"{r.Unit}, measured on {Tables.N(r.CostsMeasuredOn)} samples"),
            ("milliseconds", r.MillisecondsAre ?? "none: no source of time of a board"),
            (
                "baseline",
                r.Baseline is { } b
                    ? $"{b.Source}: accuracy {Tables.Percent(b.Accuracy)}, mean {Tables.N(b.MeanCounts)} {r.Unit}"
                    : "none; give --baseline with a record of the CoopNet"
            )
        );

        if (r.Energy is { } e)
        {
            shell.Line(FormattableString.Invariant($"Energy, {e.Are}: light {e.LightMj:F3} mJ, full {e.FullMj:F3} mJ"));
        }

        Table points = Columns(shell, "Chosen points", r, "point");
        foreach (OperatingPoint point in r.Points)
        {
            string name = point.WantedAccuracy is { } wanted ? $"{point.Name} ({Tables.F(100 * wanted, 2)} %)" : point.Name;
            points.Row([
                name,
                .. point.Point is { } p ? Cells(p, r) : ["not reached", .. Enumerable.Repeat("–", r.Energy is null ? 8 : 9)],
            ]);
        }

        shell.Print(points);
        if (r.Points.Any(p => p.Name == OperatingPoints.BreakEven && p.Point?.ConfidenceThreshold == 0))
        {
            shell.Line(OperatingPoints.BreakEvenAtZero);
        }

        Table curve = Columns(shell, $"Curve, every {PrintedEvery}th of {r.Curve.Count} (all of them: --csv, --json)", r, "");
        for (int i = 0; i < r.Curve.Count; i += PrintedEvery)
        {
            curve.Row(["", .. Cells(r.Curve[i], r)]);
        }

        shell.Print(curve);
        shell.Line("time saved: 1 − L / L_INT8; speed-up ratio: L_INT8 / L − 1");
        CostModelView.Render(shell, r);
    }

    private static Table Columns(Shell shell, string title, SweepReport r, string first) =>
        Tables.Make(
            shell,
            title,
            [
                first,
                ">CT",
                ">accuracy",
                ">Δ points",
                ">full mode",
                $"?>mean {r.Unit ?? "cost"}",
                r.IsEstimate ? ">est. ms" : ">ms",
                "???>time in full",
                ">time saved",
                "??>speed-up ratio",
                .. r.Energy is null ? Array.Empty<string>() : [">mJ"],
            ]
        );

    private static string[] Cells(CurvePoint p, SweepReport r) =>
        [
            ConfidenceText.Format((byte)p.ConfidenceThreshold),
            Tables.F(100 * p.Accuracy, 2) + " %",
            Tables.F(100 * p.Delta, 2),
            Tables.Percent(p.FullFraction),
            Tables.N(p.MeanCounts),
            Tables.F(p.MeanMs, 2),
            Tables.Percent(p.FullTimeShare),
            Tables.Percent(p.TimeSaved),
            Tables.Percent(p.SpeedupRatio),
            .. r.Energy is null ? Array.Empty<string>() : [Tables.F(p.MeanMj, 3)],
        ];
}
