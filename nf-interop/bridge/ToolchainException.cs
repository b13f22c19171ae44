// A tool that builds or runs native code is missing or failed: what, and the line to type.
namespace NanoCoopNet.Bridge;

/// <summary>An error of building or loading native code.</summary>
/// <param name="code">ToolMissing or BuildFailed.</param>
/// <param name="name">Finer, e.g. <c>libraryStale</c>; null: the code's own name.</param>
/// <param name="hint">What to do about it.</param>
public sealed class ToolchainException(ExitCode code, string? name, string message, string hint)
    : NanoCoopException(code, name, message, hint);
