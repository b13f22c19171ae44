// nanocoop classify: one sample on a board.
using System.CommandLine;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Classifies a sample.</summary>
internal sealed class ClassifyVerb : Verb
{
    private readonly Argument<string> _input;
    private readonly Option<int?> _index;
    private readonly Option<string?> _split;
    private readonly Option<string?> _model;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public ClassifyVerb()
        : base("classify", "Classify one sample on a board: a WAV clip (16 kHz), an entry of a .npz, or a .npy")
    {
        _input = Add(new Argument<string>("input") { Description = "Sample: .wav, .npz, .npy" });
        _index = Add(Options.Index());
        _split = Add(new Option<string?>("--split") { Description = "Part of a .npz", HelpName = "NAME" });
        _model = Add(new Option<string?>("--model") { Description =
            "File of the board's model (found among the shipped ones by itself)", HelpName = "MODEL.ncn" });
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds; costs in counts of the time source.</summary>
    public sealed record Report(
        string Input, string Model, string Class, int Answer, string? Label, string Mode, double? Confidence,
            double ConfidenceThreshold, long Counts, string TimeSource, string Unit, string Board);

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string input = parse.GetRequiredValue(_input);
        SampleFile.Check(input);
        using BoardClient board = _board.Open(parse, shell, bulk: false);
        ModelBlob model = ModelCheck.Find(board, parse.GetValue(_model), shell);
        SampleFile sample = SampleFile.Read(input, parse.GetValue(_split), parse.GetValue(_index) ?? 0, model);
        shell.Note(sample.Note);
        board.UploadSample(0, sample.Bytes.Span);
        InferResult r = board.Infer(0);
        Report report = new(input, model.Name, model.Classes[r.Answer], r.Answer,
            sample.Label is { } l ? model.Classes[l] : null, r.Mode.ToString().ToLowerInvariant(),
            r.Confidence65536 < 0 ? null : r.Confidence65536 / 65536.0, board.ConfidenceThreshold() / 256.0, r.CountsKernels,
                r.TimeSource.Name(), r.TimeSource.Unit(), board.Hello.Board);
        _json.Write(parse, shell, report, r => shell.Line(Describe(r)));
        return ExitCode.Success;
    }

    private static string Describe(Report r) =>
        $"{r.Class}{(r.Label is null ? "" : r.Label == r.Class ? " (right)" : $" (wrong: it is {r.Label})")}, {r.Mode} mode, confidence {Tables.F(r.Confidence, 3)} (threshold {Tables.F(r.ConfidenceThreshold, 3)}), {Tables.N(r.Counts)} {r.Unit}";
}
