// nanocoop quantise: from the float tensors of training to a model blob, with its default threshold chosen on validation data.
using System.CommandLine;
using NanoCoopNet.Analysis;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Quantises a bundle.</summary>
internal sealed class QuantiseVerb : Verb
{
    private const string MaxRule = "max",
        BreakEvenRule = "break-even";
    private readonly Argument<string> _bundle;
    private readonly OutputOption<string> _output;
    private readonly Option<string?> _validation;
    private readonly Option<string?> _split;
    private readonly Option<string?> _ct;
    private readonly Option<string?> _baseline;
    private readonly Option<int?> _calibration;
    private readonly Option<string?> _numbers;
    private readonly Option<string?> _benchmarkId;
    private readonly OutputOption<string?> _card;
    private readonly PackingOptions _packing;
    private readonly JsonOption _json;

    public QuantiseVerb()
        : base("quantise", "Make a model blob from a bundle of float tensors (host-tools/training/TENSORS.md)")
    {
        _bundle = Add(new Argument<string>("bundle") { Description = "Folder with manifest.json and tensors.npz" });
        _output = Add(
            new OutputOption<string>("--output", "-o")
            {
                Description = "Blob to write",
                HelpName = "FILE.ncn",
                Required = true,
            }
        );
        _validation = Add(Options.Text("--validation", "Samples to choose the threshold on (never the test set)", "VAL.npz"));
        _split = Add(Options.Text("--split", "Part of the validation file", "NAME"));
        _ct = Add(
            Options.Text(
                "--ct",
                "Default threshold: max (highest accuracy), break-even (lowest that equals INT8), or a number",
                "RULE"
            )
        );
        _baseline = Add(
            Options.Text(
                "--baseline",
                "With break-even: the model whose INT8 accuracy must be reached; this one by default",
                "FILE.ncn"
            )
        );
        _calibration = Add(Options.Integer("--calibration-images", "At most so many calibration images", 1, int.MaxValue, "N"));
        _numbers = Add(
            Options.Text(
                "--numbers",
                "What the INT8 network becomes: int8 (default), mixed (float32 with int8 weights) or float32",
                "KIND"
            )
        );
        _numbers.AcceptOnlyFromAmong([.. Enum.GetValues<NetNumbers>().Select(BlobNames.Of)]);
        _benchmarkId = Add(Options.Text("--benchmark-id", "Id by which a benchmark's runner knows the model, e.g. ic01", "ID"));
        _card = Add(
            new OutputOption<string?>("--card")
            {
                Description = "Write the model's card, from the bundle's training data and the blob",
                HelpName = "CARD.json",
            }
        );
        _packing = PackingOptions.AddTo(Command, writes: true);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report(
        string Output,
        int BlobBytes,
        string Sha256,
        double ConfidenceThreshold,
        EvaluationResult? Validation,
        QuantiseReport Quantisation,
        PackingReport Packing
    );

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        (byte? fixedCt, ThresholdRule? rule) = ParseRule(parse.GetValue(_ct), parse.GetValue(_validation) is not null);
        TensorBundle bundle = TensorBundle.Read(parse.GetRequiredValue(_bundle));
        QuantiseOptions options = parse.GetValue(_calibration) is { } images ? new(fixedCt, images) : new(fixedCt);
        if (parse.GetValue(_numbers) is { } numbers)
        {
            options = options with { Numbers = Enum.GetValues<NetNumbers>().Single(n => BlobNames.Of(n) == numbers) };
        }

        QuantiseResult quantised = shell.WithProgress(
            "quantise",
            bar =>
                Quantiser.Quantise(bundle, options, new SynchronousProgress<QuantiseProgress>(p => bar(p.Done, 1)), shell.Cancel)
        );
        byte[] blob = quantised.Blob;
        string? baseline = parse.GetValue(_baseline);
        if (baseline is not null && rule != ThresholdRule.BreakEven)
        {
            throw new CliException(
                ExitCode.Usage,
                "--baseline needs --ct break-even",
                "add --validation VAL.npz --ct break-even"
            );
        }

        EvaluationResult? validation = parse.GetValue(_validation) is { } file ? Validate(blob, file, parse, shell) : null;
        if (validation is not null && rule is { } chosen)
        {
            double? wanted = baseline is null
                ? null
                : Validate(
                    ModelFile.Read(baseline, shell).Bytes.ToArray(),
                    parse.GetRequiredValue(_validation)!,
                    parse,
                    shell
                ).AccuracyInt8
                    ?? throw new CliException(
                        ExitCode.BadData,
                        $"{baseline} has no INT8 network of its own",
                        "name the CoopNet of the same task"
                    );
            int ct = OperatingPoints
                .Choose(validation.Sweep, chosen, wanted ?? validation.AccuracyInt8 ?? validation.AccuracyFull)
                .ConfidenceThreshold;
            shell.Note(ct == 0 && chosen == ThresholdRule.BreakEven ? OperatingPoints.BreakEvenAtZero : null);
            blob = BlobWriter.WithConfidenceThreshold(blob, ct);
            validation = EvaluationResult.Of(validation.Outcomes, ct, validation.Seconds, validation.Threads) with
            {
                AutoMinusInt8 = null,
            };
        }

        if (parse.GetValue(_benchmarkId) is { } id)
        {
            blob = BlobWriter.Write(ModelSpec.Of(BlobReader.Read(blob)) with { BenchmarkId = id });
        }

        PackedModel packed = _packing.Pack(parse, blob);
        blob = packed.Blob;
        string output = parse.GetRequiredValue(_output);
        ModelBlob written = BlobReader.Read(blob);
        OutputFile.Write(output, blob);
        if (parse.GetValue(_card) is { } card)
        {
            OutputFile.Write(card, ModelCard.New(bundle.Card, written));
        }

        Report report = new(
            output,
            blob.Length,
            written.Header.Sha256,
            written.Header.ConfidenceThreshold / 256.0,
            validation,
            quantised.Report,
            packed.Report
        );
        _json.Write(parse, shell, report, r => Render(shell, r));
        return ExitCode.Success;
    }

    private EvaluationResult Validate(byte[] blob, string file, ParseResult parse, Shell shell)
    {
        Dataset data = DatasetFile.Read(file, parse.GetValue(_split), BlobReader.Read(blob));
        shell.Note(data.Note);
        NativeBuild.EnsurePc(shell.Say);
        return shell.WithProgress(
            "choose the threshold",
            bar => Evaluator.Run(blob, data, null, new SynchronousProgress<int>(done => bar(done, data.Count)), shell.Cancel)
        );
    }

    private static (byte? Fixed, ThresholdRule? Rule) ParseRule(string? text, bool hasValidation) =>
        text switch
        {
            null => (null, hasValidation ? ThresholdRule.MaxAccuracy : null),
            MaxRule or BreakEvenRule when !hasValidation => throw new CliException(
                ExitCode.Usage,
                $"--ct {text} needs data to choose on",
                "add --validation VAL.npz, or give a number"
            ),
            MaxRule => (null, ThresholdRule.MaxAccuracy),
            BreakEvenRule => (null, ThresholdRule.BreakEven),
            _ => (CtVerb.ParseThreshold(text), null),
        };

    internal static void Render(Shell shell, Report r)
    {
        Table table = Tables.Make(
            shell,
            "Layers",
            "net",
            ">#",
            "op",
            "??made of",
            ">radix w",
            ">radix out",
            "?>shift",
            ">weights SQNR dB",
            ">output SQNR dB",
            "?>clipped",
            "???>saturated w",
            "???>flips"
        );
        foreach (LayerReport l in r.Quantisation.Layers)
        {
            table.Row(
                BlobNames.Of(l.Net),
                $"{l.Index}",
                BlobNames.Of(l.Op),
                l.Name,
                $"{l.RadixWeight}",
                $"{l.RadixOut}",
                $"{l.Shift}",
                Tables.F(l.WeightSqnrDb, 1),
                Tables.F(l.OutputSqnrDb, 1),
                Tables.Percent(l.ClippedActivations),
                $"{l.SaturatedWeights}",
                $"{l.FlippedChannels}"
            );
        }

        shell.Print(table);
        foreach (string warning in r.Quantisation.Warnings)
        {
            shell.Line($"warning: {warning}");
        }

        PackingView.Render(shell, r.Packing);
        if (r.Validation is { } v)
        {
            shell.Line(
                $"validation: {Tables.N(v.Samples)} samples, auto {Tables.Percent(v.AccuracyAuto)}, INT8 "
                    + $"{Tables.Percent(v.AccuracyInt8)}, light alone {Tables.Percent(v.AccuracyLight)}, light fraction "
                    + $"{Tables.Percent(v.LightFraction)}"
            );
        }

        shell.Line($"{r.Output}: {Tables.N(r.BlobBytes)} bytes, confidence threshold {Tables.F(r.ConfidenceThreshold, 3)}");
    }
}
