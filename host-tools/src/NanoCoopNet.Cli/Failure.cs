// One place where every exception becomes what a person sees: name, number, sentence, advice.
using NanoCoopNet.Device;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli;

/// <summary>A failure as it is printed, and as it stands in JSON.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Name">Finer than the exit code where a library has names of its own, e.g. <c>badCrc</c>.</param>
/// <param name="Message">What happened.</param>
/// <param name="Hint">What to try.</param>
public sealed record Failure(ExitCode Code, string Name, string Message, string Hint)
{
    /// <summary>The failure behind an exception.</summary>
    public static Failure Of(Exception exception) =>
        exception switch
        {
            BoardErrorException { BoardCode: ErrorCode.BlobRefused } e => Of(
                e,
                $"the board refused the model: {RefusalText.Of(e.Status, e.Detail)}",
                $"{RefusalText.Advice(e.Status)}; the board keeps the model it had"
            ),
            NanoCoopException e => Of(e, e.Message, e.Hint),
            OperationCanceledException => Of(
                ExitCode.Interrupted,
                "stopped by Ctrl+C",
                "repeat the command; push and measure continue where they stopped"
            ),
            IOException or UnauthorizedAccessException => Of(
                ExitCode.FileNotWritable,
                exception.Message,
                "check the path, its permissions and the space left"
            ),
            _ => Of(
                ExitCode.InternalError,
                $"{exception.GetType().Name}: {exception.Message}",
                "this is a mistake in nanocoop; please report it with the command line (NANOCOOP_TRACE=1 prints where it "
                    + "happened)"
            ),
        };

    private static Failure Of(NanoCoopException e, string message, string hint) => new(e.Code, e.Name, message, hint);

    private static Failure Of(ExitCode code, string message, string hint) => new(code, code.Name(), message, hint);
}
