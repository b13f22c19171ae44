// Where a threshold that was found goes: into a copy of the model (-o), to a board (--port), or both.
using System.CommandLine;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>The options, and what they do.</summary>
internal sealed class ThresholdTaker
{
    private readonly Option<string?> _model = new("--model")
    {
        Description = "The record's model, for -o",
        HelpName = "MODEL.ncn",
    };
    private readonly OutputOption<string?> _output = new("--output", "-o")
    {
        Description = "Writes a copy of the model with this threshold as its default",
        HelpName = "OUT.ncn",
    };
    private readonly BoardOptions _board;

    private ThresholdTaker(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_output);
        _board = BoardOptions.AddTo(command);
    }

    /// <summary>Adds the options to a verb.</summary>
    public static ThresholdTaker AddTo(Command command) => new(command);

    /// <summary>Does what was asked for; returns a line for each.</summary>
    /// <param name="threshold">CT byte found; null: none was looked for.</param>
    /// <exception cref="CliException">Usage, ModelMismatch.</exception>
    public string[] Take(ParseResult parse, Shell shell, OutcomeSource source, int? threshold)
    {
        string? output = parse.GetValue(_output);
        bool send = _board.IsNamed(parse);
        if (output is null && !send)
        {
            return [];
        }

        int ct =
            threshold
            ?? throw new CliException(
                ExitCode.Usage,
                "there is no threshold to write or send",
                "give a target, e.g. --accuracy 0.84"
            );
        string text = ConfidenceText.Format((byte)ct);
        return
        [
            .. output is null ? Array.Empty<string>() : [Write(parse, shell, source, output, ct, text)],
            .. send ? [Send(parse, shell, source, ct, text)] : Array.Empty<string>(),
        ];
    }

    private string Write(ParseResult parse, Shell shell, OutcomeSource source, string output, int ct, string text)
    {
        string path =
            parse.GetValue(_model)
            ?? throw new CliException(
                ExitCode.Usage,
                "-o needs the model to copy",
                "add --model MODEL.ncn, the model of the record"
            );
        ModelBlob model = ModelFile.Read(path, shell);
        if (model.Header.Sha256 != source.BlobSha256)
        {
            throw new CliException(
                ExitCode.ModelMismatch,
                $"{path} is not the model of the record, {source.Named}",
                "give the model that was measured"
            );
        }

        byte[] blob = BlobWriter.WithConfidenceThreshold(model.Bytes.Span, ct);
        OutputFile.Write(output, blob);
        return $"{output}: {model.Name} with confidence threshold {text} as its default";
    }

    private string Send(ParseResult parse, Shell shell, OutcomeSource source, int ct, string text)
    {
        using BoardClient board = _board.Open(parse, shell, bulk: false);
        BoardStatus status = board.Status();
        if (status.Identity != source.BlobSha256)
        {
            throw new CliException(
                ExitCode.ModelMismatch,
                $"the board holds {status.Name} ({status.Identity[..8]}…), the record is of {source.Named}",
                "push the model of the record: nanocoop push MODEL.ncn"
            );
        }

        board.ConfidenceThreshold((byte)ct);
        return $"{board.PortName}: confidence threshold {text}";
    }
}
