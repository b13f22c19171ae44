// Records that cannot be analysed, and targets that cannot be reached.
using NanoCoopNet.Model;

namespace NanoCoopNet.Analysis;

/// <summary>An error of the analysis.</summary>
/// <param name="code">Stable, camelCase, e.g. <c>truncatedRecord</c>; <see cref="Unreachable"/> is the one that is no fault of a file.</param>
/// <param name="message">What is wrong and where.</param>
/// <param name="hint">What to do about it.</param>
/// <param name="inner">The cause, where another exception is one.</param>
public sealed class AnalysisException(string code, string message, string hint, Exception? inner = null)
    : CodedException(code, message, hint, inner)
{
    /// <summary>Code of a target that no CT reaches; the message names the nearest that one does.</summary>
    public const string Unreachable = "targetUnreachable";
}
