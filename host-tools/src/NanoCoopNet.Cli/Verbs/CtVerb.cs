// nanocoop ct: reads or sets the confidence threshold of a board.
using System.CommandLine;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Reads or sets CT.</summary>
internal sealed class CtVerb : Verb
{
    private readonly Argument<string?> _value;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public CtVerb()
        : base("ct", "Show or set the confidence threshold (0 … 0.996): light mode if the confidence reaches it")
    {
        _value = Add(new Argument<string?>("value") { Description = "New threshold", Arity = ArgumentArity.ZeroOrOne });
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds: the threshold in force before and after.</summary>
    public sealed record Report(string Port, double Before, double ConfidenceThreshold);

    /// <inheritdoc/>
    public override IReadOnlyList<Verb> Children { get; } = [new CtAutoVerb()];

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        byte? value = parse.GetValue(_value) is { } text ? ParseThreshold(text) : null;
        using BoardClient board = _board.Open(parse, shell, bulk: false);
        byte before = board.ConfidenceThreshold();
        byte after = value is null ? before : board.ConfidenceThreshold(value);
        _json.Write(
            parse,
            shell,
            new Report(board.PortName, before / 256.0, after / 256.0),
            _ =>
                shell.Line(
                    value is null
                        ? $"confidence threshold {ConfidenceText.Format(after)}"
                        : $"confidence threshold {ConfidenceText.Format(after)} (was {ConfidenceText.Format(before)})"
                )
        );
        return ExitCode.Success;
    }

    /// <summary>Reads a threshold as a person types it.</summary>
    /// <exception cref="CliException">Usage: no number, or out of range.</exception>
    internal static byte ParseThreshold(string text) =>
        ConfidenceText.TryParse(text, out byte value)
            ? value
            : throw new CliException(
                ExitCode.Usage,
                $"`{text}` is no confidence threshold",
                $"a decimal number in {ConfidenceText.Range}, like 0.24"
            );
}
