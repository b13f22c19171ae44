// What can go wrong with the virtual board itself (not with what it is asked over its port).
namespace NanoCoopNet.VirtualBoard;

/// <summary>An error of the virtual board.</summary>
/// <param name="code">VirtualBoardFailed, or what keeps it from starting: ToolMissing, FileNotWritable.</param>
/// <param name="name">E.g. <c>emulatorMissing</c>.</param>
/// <param name="hint">Advice in one line.</param>
public class VirtualBoardException(ExitCode code, string name, string message, string hint, Exception? inner = null)
    : NanoCoopException(code, name, message, hint, inner);

/// <summary>The injected power failure happened: nothing on this board runs any more. Its flash file is as it was at that
/// moment.</summary>
public sealed class PowerLostException()
    : VirtualBoardException(
        ExitCode.PowerLost,
        "powerLost",
        "the virtual board lost its power (injected)",
        "start it again with the same flash file: it must come up with the old model or none"
    );
