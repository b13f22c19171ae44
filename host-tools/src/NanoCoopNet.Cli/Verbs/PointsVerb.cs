// nanocoop points: the working points of a model, from records of evaluate, into its card.
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Evaluation;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Fills the points of a card.</summary>
internal sealed class PointsVerb : Verb
{
    private readonly Argument<string> _card;
    private readonly Option<string> _validation;
    private readonly Option<string> _test;
    private readonly Option<string?> _baselineValidation;
    private readonly Option<string?> _baselineTest;
    private readonly Option<double?> _accuracy;
    private readonly Option<string?> _agreement;
    private readonly JsonOption _json;

    public PointsVerb()
        : base("points", "Write thresholds into a model's card: chosen on validation data, evaluated on test data")
    {
        _card = Add(new Argument<string>("card") { Description = "Card of the model, .json" });
        _validation = Add(Options.Needed("--validation", "Record of evaluate on validation data", "VAL.csv"));
        _test = Add(Options.Needed("--test", "Record of evaluate on test data", "TEST.csv"));
        _baselineValidation = Add(
            Options.Text(
                "--baseline-validation",
                "The same for the CoopNet whose INT8 network is the baseline; default: this model",
                "VAL.csv"
            )
        );
        _baselineTest = Add(Options.Text("--baseline-test", "The same on test data", "TEST.csv"));
        _accuracy = Add(Options.Fraction("--accuracy", "Validation accuracy to be reached, besides those of INT8 and FP32"));
        _agreement = Add(Options.Text("--agreement", "What `train agree` wrote", "AGREE.json"));
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string card = parse.GetRequiredValue(_card);
        OutputFile.Check(card);
        InputFile.Open(card).Dispose();
        string? baselineValidation = parse.GetValue(_baselineValidation),
            baselineTest = parse.GetValue(_baselineTest);
        if (baselineValidation is null != (baselineTest is null))
        {
            throw new CliException(
                ExitCode.Usage,
                "a baseline needs both records",
                "give --baseline-validation and --baseline-test"
            );
        }

        CardRecords validation = Records(parse.GetRequiredValue(_validation), baselineValidation);
        CardRecords test = Records(parse.GetRequiredValue(_test), baselineTest);
        (string, double)[] wanted = parse.GetValue(_accuracy) is { } accuracy
            ? [(FormattableString.Invariant($"validation{100 * accuracy:0.00}"), accuracy)]
            : [];
        JsonNode? agreement = Agreement(parse.GetValue(_agreement));
        (string text, JsonObject points) = ModelCard.WithPoints(card, validation, test, wanted, agreement);
        OutputFile.Write(card, text);
        _json.Write(parse, shell, points, p => Render(shell, p));
        return ExitCode.Success;
    }

    private static CardRecords Records(string path, string? baseline)
    {
        Outcomes own = OutcomeFiles.Read([path]);
        return new CardRecords(own, baseline is null ? own : OutcomeFiles.Read([baseline]));
    }

    private static JsonNode? Agreement(string? path)
    {
        try
        {
            return path is null ? null : JsonNode.Parse(InputFile.ReadText(path));
        }
        catch (JsonException e)
        {
            const string hint = "host-tools/training/train agree writes it";
            throw new CliException(ExitCode.BadData, $"{path} is no JSON: {e.Message}", hint, e);
        }
    }

    private static void Render(Shell shell, JsonObject points)
    {
        Table table = Tables.Make(
            shell,
            null,
            "point",
            ">CT",
            ">validation",
            ">test",
            ">full mode",
            ">Δ over INT8, points",
            "95 % interval"
        );
        foreach ((string name, JsonNode? p) in points)
        {
            double? Number(string field) => p?[field]?.GetValue<double>();
            string End(int i) => Tables.F(100 * p?["deltaInterval95"]?[i]?.GetValue<double>(), 2);
            table.Row(
                name,
                Tables.F(Number("confidenceThreshold"), 3),
                Percent(Number("validation")),
                Percent(Number("test")),
                Tables.Percent(Number("fractionFull")),
                Tables.F(100 * Number("deltaOverInt8"), 2),
                p is null ? "not reached" : $"{End(0)} … {End(1)}"
            );
        }

        shell.Print(table);
    }

    private static string Percent(double? fraction) => fraction is null ? "–" : Tables.F(100 * fraction, 2) + " %";
}
