// Records that cannot be analysed, and targets that cannot be reached.
namespace NanoCoopNet.Analysis;

/// <summary>An error of the analysis.</summary>
/// <param name="code">BadRecord, or TargetUnreachable: no CT reaches a target, the message names the nearest that one
/// does.</param>
/// <param name="name">Stable, camelCase, e.g. <c>truncatedRecord</c>; null: the code's own.</param>
/// <param name="message">What is wrong and where.</param>
/// <param name="hint">What to do about it.</param>
/// <param name="inner">The cause, where another exception is one.</param>
public sealed class AnalysisException(ExitCode code, string? name, string message, string hint, Exception? inner = null)
    : NanoCoopException(code, name, message, hint, inner)
{
    /// <summary>A record that cannot be analysed.</summary>
    public AnalysisException(string name, string message, string hint, Exception? inner = null)
        : this(ExitCode.BadRecord, name, message, hint, inner) { }
}
