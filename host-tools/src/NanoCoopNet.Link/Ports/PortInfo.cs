// A serial port as `nanocoop ports` shows it.
namespace NanoCoopNet.Link;

/// <summary>What a port is for.</summary>
public enum PortRole
{
    /// <summary>A USB serial adapter or a UART: may be the application's port.</summary>
    Candidate,

    /// <summary>The ST-LINK's virtual COM port: belongs to the debugger.</summary>
    Debugger,

    /// <summary>A virtual board of this tool that is running now.</summary>
    VirtualBoard,
}

/// <summary>One port.</summary>
/// <param name="Name">What <c>--port</c> takes.</param>
/// <param name="VidPid">USB ids as <c>0403:6001</c>, or null.</param>
/// <param name="Description">Product and maker, as far as known.</param>
/// <param name="SerialNumber">Of the USB device, or null.</param>
/// <param name="Role">What it is for.</param>
public sealed record PortInfo(string Name, string? VidPid, string Description, string? SerialNumber, PortRole Role)
{
    /// <summary>Said of the ST-LINK's port wherever it appears.</summary>
    public const string DebuggerAdvice =
        "belongs to the debugger (nanoFramework's Wire Protocol); the application's port is a 3.3 V USB-UART adapter on D0/D1";

    private const string StVendor = "0483";
    private static readonly string[] StLinkProducts = ["374b", "374e", "3752", "3753", "3754"];

    /// <summary>The role that USB ids imply.</summary>
    public static PortRole RoleOf(string? vidPid)
    {
        string[] parts = vidPid?.ToLowerInvariant().Split(':') ?? [];
        return parts.Length == 2 && parts[0] == StVendor && StLinkProducts.Contains(parts[1])
            ? PortRole.Debugger
            : PortRole.Candidate;
    }
}
