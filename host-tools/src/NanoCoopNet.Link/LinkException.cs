// Failures of the port or of the board behind it.
namespace NanoCoopNet.Link;

/// <summary>A failure of the port or the board.</summary>
/// <param name="code">One of the codes 10 … 25.</param>
/// <param name="message">What happened, one sentence.</param>
/// <param name="hint">What to try, one sentence.</param>
/// <param name="inner">The cause, where there is one.</param>
public class LinkException(ExitCode code, string message, string hint, Exception? inner = null)
    : NanoCoopException(code, null, message, hint, inner);
