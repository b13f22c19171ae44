// The exit codes of the tool: numbered, named, never reused. The table for people is host-tools/EXIT-CODES.md.
namespace NanoCoopNet;

/// <summary>What kind of failure it is; the number is the exit code of <c>nanocoop</c>.</summary>
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

    /// <summary>No such port, or nothing listens at the address.</summary>
    PortNotFound = 10,

    /// <summary>Another program holds the port.</summary>
    PortBusy = 11,

    /// <summary>The port went away while it was in use (cable, power, program ended).</summary>
    PortVanished = 12,

    /// <summary>The operating system refused access to the port.</summary>
    PortDenied = 13,

    /// <summary>No port was named and there is not exactly one candidate.</summary>
    PortAmbiguous = 14,

    /// <summary>The port is there but nothing answers the protocol.</summary>
    BoardSilent = 20,

    /// <summary>The board answered a request with an error.</summary>
    BoardRefused = 21,

    /// <summary>The board holds no model.</summary>
    NoModel = 22,

    /// <summary>The board speaks another protocol or interface version.</summary>
    BoardIncompatible = 23,

    /// <summary>The board refused the model: its blob breaks a rule, or it does not fit.</summary>
    ModelRefused = 24,

    /// <summary>The link loses or changes bytes and repeating did not help.</summary>
    LinkUnreliable = 25,

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

    /// <summary>A capture that cannot be read, shows no run, or is not of the record it is compared with.</summary>
    BadCapture = 36,

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

/// <summary>Names of exit codes.</summary>
public static class ExitCodes
{
    /// <summary>The code's name as it is printed, e.g. <c>fileNotFound</c>.</summary>
    public static string Name(this ExitCode code) => char.ToLowerInvariant(code.ToString()[0]) + code.ToString()[1..];
}
