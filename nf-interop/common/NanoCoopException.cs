// The one shape of every failure that a person is told about, in every layer of the PC's programs.
namespace NanoCoopNet;

/// <summary>A failure: an exit code for programs, a name, a message for people, and a hint that says what to try.</summary>
/// <param name="code">What kind of failure it is. Programs decide by this, never by the name.</param>
/// <param name="name">Finer than the code, stable, camelCase, e.g. <c>badCrc</c>; null: the code's own name.</param>
/// <param name="message">What is wrong and where, one sentence.</param>
/// <param name="hint">What to do about it, one sentence or a whole command.</param>
/// <param name="inner">The cause, where another exception is one.</param>
public class NanoCoopException(ExitCode code, string? name, string message, string hint, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What kind of failure it is.</summary>
    public ExitCode Code { get; } = code;

    /// <summary>Stable name of the failure.</summary>
    public string Name { get; } = name ?? code.Name();

    /// <summary>What the user can do about it.</summary>
    public string Hint { get; } = hint;
}
