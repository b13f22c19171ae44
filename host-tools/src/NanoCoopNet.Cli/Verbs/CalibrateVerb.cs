// nanocoop calibrate: how far the clock is off a board's cycle counter, and the factor that makes it least.
using System.CommandLine;
using System.Globalization;
using NanoCoopNet.Analysis;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Fits the clock to a record.</summary>
internal sealed class CalibrateVerb : Verb
{
    private readonly Argument<string> _record;
    private readonly Option<string> _model;
    private readonly Option<bool> _write;
    private readonly JsonOption _json;

    public CalibrateVerb()
        : base("calibrate", "Fit the cycle model's factor for memory waits to a record measured on a board")
    {
        _record = Add(new Argument<string>("record") { Description = "RUN.csv of nanocoop measure, on a board, with layers" });
        _model = Add(Options.Needed("--model", "The model that was measured", "M.ncn"));
        _write = Add(new Option<bool>("--write") { Description = "Write the factor into nf-interop/kernels/clock.json" });
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    /// <param name="Factor">That fits the record best, 0…1.</param>
    /// <param name="Before">In force.</param>
    /// <param name="ErrorBefore">Root mean square relative error of a layer with the factor in force; 0.05 is 5 %.</param>
    public sealed record Report(
        string Record,
        string Model,
        string Board,
        double Factor,
        double Before,
        double Error,
        double ErrorBefore,
        IReadOnlyList<LayerFit> Layers
    );

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string path = parse.GetRequiredValue(_record);
        ModelBlob model = BlobReader.ReadFile(parse.GetRequiredValue(_model));
        MeasurementFile file =
            RecordFile.Open(path).Measurement
            ?? throw new CliException(
                ExitCode.Usage,
                $"{path} holds predictions, no measured layers",
                "measure on a board: nanocoop measure MODEL --data X.npz --port P -o RUN.csv"
            );
        if (
            file.Header.BlobSha256.Length > 0
            && !model.Header.Sha256.StartsWith(file.Header.BlobSha256, StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new CliException(
                ExitCode.Usage,
                $"{path} is of another model than {model.Name}",
                "give the blob that was on the board"
            );
        }

        if (file.Header.TimeSource != TimeSource.DwtCycles)
        {
            throw new CliException(
                ExitCode.Usage,
                $"{path} holds {file.Header.TimeSource.Unit()}, not cycles of a board: nothing can be fitted to it",
                "measure on a NUCLEO-F767ZI: nanocoop measure MODEL --data X.npz --port P -o RUN.csv"
            );
        }

        ClockFit fit = ClockFit.Of(model.Bytes.Span, [.. file.Rows.Select(r => r.Layers)]);
        _json.Write(
            parse,
            shell,
            new Report(path, model.Name, file.Header.Board, fit.Factor, fit.Before, fit.Error, fit.ErrorBefore, fit.Layers),
            r => Render(shell, r)
        );
        if (parse.GetValue(_write))
        {
            string clock = Repository.Clock;
            OutputFile.Write(
                clock,
                ClockFit.Text(
                    fit.Factor,
                    $"{file.Header.Board}, {file.Header.UniqueId}: {model.Name}, {file.Header.StartedUtc}",
                    fit.Layers
                )
            );
            shell.Say($"wrote {clock}; build the tools again, and run tests/kernels/bench/bench.py --costs");
        }

        return ExitCode.Success;
    }

    private static void Render(Shell shell, Report r)
    {
        Table table = Tables.Make(
            shell,
            $"{r.Model} on {r.Board}: cycles",
            "net",
            ">layer",
            ">measured",
            "??>dual issue + branches",
            "?>waiting, at most",
            ">by the clock",
            ">off by",
            ">fitted",
            ">off by"
        );
        foreach (LayerFit l in r.Layers)
        {
            double before = l.Core + (r.Before * l.Waiting),
                after = l.Core + (r.Factor * l.Waiting);
            table.Row(
                BlobNames.Of((NetKind)l.Net),
                $"{l.Layer}",
                Tables.N(l.Measured),
                Tables.N(l.Core),
                Tables.N(l.Waiting),
                Tables.N(before),
                Off(before, l.Measured),
                Tables.N(after),
                Off(after, l.Measured)
            );
        }

        shell.Print(table);
        shell.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"factor of waiting: {r.Factor:0.00} fits best (in force: {r.Before:0.00}); root mean square error of a layer "
                    + $"{100 * r.Error:0.0} % (in force: {100 * r.ErrorBefore:0.0} %)"
            )
        );
    }

    private static string Off(double cycles, double measured) => Tables.F(100 * ((cycles / measured) - 1), 1) + " %";
}
