// The exit codes of the tool: numbered, named, never reused; the table in README lists them.
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli;

/// <summary>Exit codes. Those of the link are <see cref="LinkErrorCode"/>'s numbers.</summary>
public enum ExitCode
{
    Success = 0,

    /// <summary>A mistake in the tool.</summary>
    InternalError = 1,

    /// <summary>The command line is wrong: verb, option or a value out of range.</summary>
    Usage = 2,

    /// <summary>A file that was named is not there or cannot be read.</summary>
    FileNotFound = 3,

    /// <summary>A result cannot be written.</summary>
    FileNotWritable = 4,

    PortNotFound = LinkErrorCode.PortNotFound,
    PortBusy = LinkErrorCode.PortBusy,
    PortVanished = LinkErrorCode.PortVanished,
    PortDenied = LinkErrorCode.PortDenied,
    PortAmbiguous = LinkErrorCode.PortAmbiguous,
    BoardSilent = LinkErrorCode.BoardSilent,
    BoardRefused = LinkErrorCode.BoardRefused,
    NoModel = LinkErrorCode.NoModel,
    BoardIncompatible = LinkErrorCode.BoardIncompatible,
    ModelRefused = LinkErrorCode.ModelRefused,
    LinkUnreliable = LinkErrorCode.LinkUnreliable,

    /// <summary>The file is no model blob of this version, or is damaged, or breaks a rule of the engine.</summary>
    BadModel = 30,

    /// <summary>Samples of the wrong shape, type or rate.</summary>
    BadData = 31,

    /// <summary>The folder is no bundle of neutral tensors.</summary>
    BadBundle = 32,

    /// <summary>The network cannot be expressed in the engine's integers.</summary>
    QuantiseFailed = 33,

    /// <summary>Records that are cut, edited, not of one run, or too small for the analysis asked for.</summary>
    BadRecord = 34,

    /// <summary>No confidence threshold reaches the target; the message names the nearest that one does.</summary>
    TargetUnreachable = 35,

    /// <summary>A compiler, CMake or the emulator is missing and may not be installed from here.</summary>
    ToolMissing = 40,

    /// <summary>Native code or the tool itself does not build.</summary>
    BuildFailed = 41,

    /// <summary>The .NET 10 SDK is missing (the launchers say it).</summary>
    SdkMissing = 42,

    /// <summary>The board holds another model than the one named.</summary>
    ModelMismatch = 50,

    /// <summary>The board runs a debug build or has a debugger attached: its times mean nothing.</summary>
    NotMeasurable = 51,

    /// <summary>The virtual board failed.</summary>
    VirtualBoardFailed = 60,

    /// <summary>The injected loss of power happened.</summary>
    PowerLost = 61,

    /// <summary><c>doctor</c> found something that needs mending.</summary>
    DoctorFoundProblems = 70,

    /// <summary>Ctrl+C.</summary>
    Interrupted = 130,
}
