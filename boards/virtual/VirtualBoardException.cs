// What can go wrong with the virtual board itself (not with what it is asked over its port).
namespace NanoCoopNet.VirtualBoard;

/// <summary>An error of the virtual board: a stable code for programs, a message, and what to do.</summary>
/// <param name="code">E.g. <c>emulator-missing</c>.</param>
/// <param name="hint">Advice in one line.</param>
public class VirtualBoardException(string code, string message, string hint, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    public string Hint { get; } = hint;
}

/// <summary>The injected power failure happened: nothing on this board runs any more. Its flash file is as it was at that moment.</summary>
public sealed class PowerLostException() : VirtualBoardException(
    "powerLost", "the virtual board lost its power (injected)", "start it again with the same flash file: it must come up with the old model or none");
