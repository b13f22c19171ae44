// An error that the tool itself finds.
namespace NanoCoopNet.Cli;

/// <summary>An error of the tool.</summary>
/// <param name="code">Exit code; its name is printed.</param>
/// <param name="message">What happened, one sentence.</param>
/// <param name="hint">What to try.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class CliException(ExitCode code, string message, string hint, Exception? inner = null)
    : NanoCoopException(code, null, message, hint, inner);
