// Every failure of the link carries a code, one sentence that says what happened, and one that says what to try.
namespace NanoCoopNet.Link;

/// <summary>A failure of the port or the board.</summary>
public class LinkException : Exception
{
    /// <param name="code">Numbered cause.</param>
    /// <param name="message">What happened, one sentence.</param>
    /// <param name="hint">What to try, one sentence.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public LinkException(LinkErrorCode code, string message, string hint, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Hint = hint;
    }

    /// <summary>Numbered cause.</summary>
    public LinkErrorCode Code { get; }

    /// <summary>What to try.</summary>
    public string Hint { get; }
}
