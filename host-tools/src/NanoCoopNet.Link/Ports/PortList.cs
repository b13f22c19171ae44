// Lists the ports of this machine, and chooses one when the user named none.
namespace NanoCoopNet.Link;

/// <summary>Port enumeration.</summary>
public static class PortList
{
    /// <summary>All ports, virtual boards first.</summary>
    public static IReadOnlyList<PortInfo> All()
    {
        IEnumerable<PortInfo> real =
            OperatingSystem.IsWindows() ? WindowsPorts.List()
            : OperatingSystem.IsMacOS()
                ? Directory.GetFiles("/dev", "cu.*").Select(f => new PortInfo(f, null, "serial port", null, PortRole.Candidate))
            : LinuxPorts.List();
        return [.. VirtualPorts.List(), .. real.OrderBy(p => p.Name, StringComparer.Ordinal)];
    }

    /// <summary>The port to use when none was named: the only candidate.</summary>
    /// <exception cref="LinkException">PortNotFound or PortAmbiguous.</exception>
    public static PortInfo OnlyCandidate() => OnlyCandidate(All());

    /// <summary>The only candidate of a list. A bare UART (no USB ids) counts only where nothing else is there: PCs have idle
    /// ones.</summary>
    public static PortInfo OnlyCandidate(IReadOnlyList<PortInfo> all)
    {
        PortInfo[] candidates = [.. all.Where(p => p.Role != PortRole.Debugger)];
        PortInfo[] likely = [.. candidates.Where(p => p.VidPid is not null || p.Role == PortRole.VirtualBoard)];
        candidates = likely.Length > 0 ? likely : candidates;
        bool debugger = all.Any(p => p.Role == PortRole.Debugger);
        return candidates.Length switch
        {
            1 => candidates[0],
            0 => throw new LinkException(
                ExitCode.PortNotFound,
                debugger ? "the only serial port is the ST-LINK's, which " + PortInfo.DebuggerAdvice : "no serial port found",
                "connect the USB-UART adapter, or start a virtual board in another terminal: `nanocoop vboard`"
            ),
            _ => throw new LinkException(
                ExitCode.PortAmbiguous,
                $"{candidates.Length} ports could be the board's: {string.Join(", ", candidates.Select(p => p.Name))}",
                "name one with --port"
            ),
        };
    }
}
