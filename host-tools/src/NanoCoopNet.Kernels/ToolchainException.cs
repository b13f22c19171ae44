// A tool that builds or runs native code is missing or failed: what, and the line to type.
namespace NanoCoopNet.Kernels;

/// <summary>Carries the three parts every error of the tools has: a code, a message, and advice.</summary>
/// <param name="code">Stable name for programs, e.g. <c>toolchain-missing</c>.</param>
/// <param name="hint">What to do about it.</param>
public sealed class ToolchainException(string code, string message, string hint) : Exception(message)
{
    public string Code { get; } = code;

    public string Hint { get; } = hint;
}
