// Why a serial port could not be taken, in the words that every system gets.
namespace NanoCoopNet.Link.Serial;

/// <summary>Failures to open a port.</summary>
internal static class PortFailure
{
    private const string ListsPorts = "`nanocoop ports` lists what is there";

    /// <summary>Another program holds it.</summary>
    public static LinkException Busy(string name, Exception? inner = null) =>
        new(
            ExitCode.PortBusy,
            $"{name} is in use by another program",
            "close the terminal or the other nanocoop that holds it",
            inner
        );

    /// <summary>No such port.</summary>
    public static LinkException NotThere(string name, Exception? inner = null) =>
        new(ExitCode.PortNotFound, $"there is no port {name}", ListsPorts + "; `nanocoop vboard` starts a virtual board", inner);

    /// <summary>The name is a file's or a folder's.</summary>
    public static LinkException NotSerial(string name) => new(ExitCode.PortNotFound, $"{name} is not a serial port", ListsPorts);

    /// <summary>The system refused.</summary>
    public static LinkException Denied(string name) =>
        new(
            ExitCode.PortDenied,
            $"no permission to open {name}",
            "add yourself to its group (Debian: `sudo adduser $USER dialout`) and log in again"
        );

    /// <summary>Any other error of the system.</summary>
    public static LinkException Other(string name, int errno) =>
        new(ExitCode.PortNotFound, $"{name} cannot be opened (errno {errno})", ListsPorts);
}
