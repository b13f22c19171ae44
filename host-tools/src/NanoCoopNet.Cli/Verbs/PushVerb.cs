// nanocoop push: sends a model to a board's flash; resumes after an interruption, skips when it is there already.
using System.CommandLine;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Pushes a model.</summary>
internal sealed class PushVerb : Verb
{
    private readonly Argument<string> _model;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public PushVerb()
        : base("push", "Send a model to a board; resumes an interrupted push, skips a model that is already there")
    {
        _model = Add(new Argument<string>("model") { Description = "Model blob, .ncn" });
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    /// <param name="ConfidenceThreshold">In force: a board keeps what was set for a model, also while it holds another.</param>
    /// <param name="ModelsOwnThreshold">The model's default.</param>
    public sealed record Report(
        string Model,
        string Sha256,
        int Bytes,
        string Port,
        int? Baud,
        bool Skipped,
        int ResumedAt,
        int Restarts,
        int Slot,
        double ConfidenceThreshold,
        double ModelsOwnThreshold
    );

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string path = parse.GetRequiredValue(_model);
        ModelBlob model = ModelFile.Read(path, shell);
        using BoardClient board = _board.Open(parse, shell, bulk: true);
        Report pushed = Push(board, model, shell);
        PushedModels.Remember(path, model);
        _json.Write(parse, shell, pushed, report => shell.Line(Describe(report)));
        return ExitCode.Success;
    }

    /// <summary>Pushes with a progress bar.</summary>
    internal static Report Push(BoardClient board, ModelBlob model, Shell shell)
    {
        byte[] blob = model.Bytes.ToArray();
        PushResult result = shell.WithProgress(
            $"push {model.Name}",
            bar =>
                board.Push(
                    blob,
                    new SynchronousProgress<PushProgress>(p => bar(p.Bytes, p.TotalBytes)),
                    model.Signature?.Block ?? default,
                    shell.Cancel
                )
        );
        return new Report(
            model.Name,
            model.Header.Sha256,
            blob.Length,
            board.PortName,
            board.HasBaud ? board.Baud : null,
            result.Skipped,
            result.ResumedAt,
            result.Restarts,
            result.Slot,
            board.ConfidenceThreshold() / 256.0,
            model.Header.ConfidenceThreshold / 256.0
        );
    }

    internal static string Describe(Report r) =>
        Sent(r)
        + (
            r.ConfidenceThreshold == r.ModelsOwnThreshold
                ? ""
                : $"; confidence threshold {Tables.F(r.ConfidenceThreshold, 3)}, set on this board for this model before (its "
                    + $"own: {Tables.F(r.ModelsOwnThreshold, 3)})"
        );

    private static string Sent(Report r) =>
        r.Skipped
            ? $"{r.Model} is on the board already (slot {r.Slot}); nothing sent"
            : $"{r.Model}: {Tables.N(r.Bytes - r.ResumedAt)} bytes sent"
                + (r.Baud is { } baud ? $" at {baud} baud" : "")
                + (r.ResumedAt > 0 ? $", resumed at byte {Tables.N(r.ResumedAt)}" : "")
                + $"{(r.Restarts > 0 ? $", {r.Restarts} windows sent again" : "")}; slot {r.Slot}";
}
