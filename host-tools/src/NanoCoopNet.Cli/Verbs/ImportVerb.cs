// nanocoop import: a network that somebody trained elsewhere, as an ONNX file, becomes a bundle.
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Import;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Imports a network.</summary>
internal sealed class ImportVerb : Verb
{
    private const double BytesMost = 255;

    private readonly Argument<string> _model;
    private readonly Option<string> _output;
    private readonly Option<string> _data;
    private readonly Option<string?> _split;
    private readonly Option<string?> _range;
    private readonly Option<double[]?> _mean;
    private readonly Option<double[]?> _deviation;
    private readonly Option<string?> _classes;
    private readonly JsonOption _json;

    public ImportVerb()
        : base("import", "Turn a trained network, an ONNX file, into a bundle for `quantise`")
    {
        _model = Add(
            new Argument<string>("model") { Description = "Network, .onnx (opset 7 to 21), its input one image in float32" }
        );
        _output = Add(Options.Needed("-o", "Folder of the bundle", "BUNDLE", "--output"));
        _data = Add(Options.Needed("--data", "Images for the calibration, .npz with train_x or x, 64 or more", "X.npz"));
        _split = Add(Options.Text("--split", "Part of the file (train where there is one)", "NAME"));
        _range = Add(Options.Text("--range", "Network input for the bytes 0 … 255: 0..1 (default), -1..1 or 0..255", "A..B"));
        _range.AcceptOnlyFromAmong("0..1", "-1..1", "0..255");
        _mean = Add(
            Options.Make<double[]>(
                "--mean",
                "Subtracted from pixels in 0..1: one number, or one per channel",
                "M[,M,M]",
                [],
                text => Numbers(text, -10)
            )
        );
        _deviation = Add(Options.Make<double[]>("--std", "Then divided by", "S[,S,S]", [], text => Numbers(text, 1e-6)));
        _classes = Add(Options.Text("--classes", "Names of the classes, separated by commas (numbers by default)", "A,B,C"));
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report(
        string Bundle,
        string Name,
        string Input,
        int Classes,
        int Layers,
        int CalibrationImages,
        string? Warning
    );

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string folder = parse.GetRequiredValue(_output);
        ImportSummary made = OnnxImport.Run(
            parse.GetRequiredValue(_model),
            folder,
            Scale(parse),
            parse.GetRequiredValue(_data),
            parse.GetValue(_split),
            parse.GetValue(_classes)?.Split(',', StringSplitOptions.TrimEntries)
        );
        shell.Note(made.Warning);
        Report report = new(folder, made.Name, made.Input.ToString(), made.Classes, made.Layers, made.Calibration, made.Warning);
        _json.Write(
            parse,
            shell,
            report,
            r =>
                shell.Line(
                    $"{r.Bundle}: {r.Name}, {r.Layers} layers, input {r.Input}, {r.Classes} classes; its binary network is a "
                        + $"stand-in that never answers. Next: nanocoop quantise {r.Bundle} -o {r.Name}.ncn"
                )
        );
        return ExitCode.Success;
    }

    private PixelScale Scale(ParseResult parse)
    {
        double[]? mean = parse.GetValue(_mean),
            deviation = parse.GetValue(_deviation);
        if (mean is not null || deviation is not null)
        {
            if (
                parse.GetValue(_range) is not null
                || (mean is not null && deviation is not null && mean.Length != deviation.Length)
            )
            {
                throw new CliException(
                    ExitCode.Usage,
                    "--mean and --std need the same number of values, and exclude --range",
                    "nanocoop import --help"
                );
            }

            int channels = (mean ?? deviation)!.Length;
            return new PixelScale(
                [.. (mean ?? new double[channels]).Select(m => m * BytesMost)],
                [.. (deviation ?? [.. Enumerable.Repeat(1.0, channels)]).Select(s => s * BytesMost)]
            );
        }

        return parse.GetValue(_range) switch
        {
            "-1..1" => new PixelScale([BytesMost / 2], [BytesMost / 2]),
            "0..255" => new PixelScale([0], [1]),
            _ => new PixelScale([0], [BytesMost]),
        };
    }

    private static (double[]?, string?) Numbers(string text, double least)
    {
        List<double> all = [];
        foreach (string part in text.Split(','))
        {
            if (!NumberText.TryParse(part.Trim(), (least, double.PositiveInfinity), out double value, out string error))
            {
                return (null, error);
            }

            all.Add(value);
        }

        return (all.ToArray(), null);
    }
}
