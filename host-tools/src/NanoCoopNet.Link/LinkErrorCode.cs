// Why a link failed, as numbers: they are also the exit codes of the command line tool (README, "Exit codes").
namespace NanoCoopNet.Link;

/// <summary>Numbered causes of a <see cref="LinkException"/>. Numbers are never reused.</summary>
public enum LinkErrorCode
{
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

    /// <summary>The board refused the model: its blob breaks a rule.</summary>
    ModelRefused = 24,

    /// <summary>The link loses or changes bytes and repeating did not help.</summary>
    LinkUnreliable = 25,
}
