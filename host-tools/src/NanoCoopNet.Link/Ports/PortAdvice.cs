// Two ports look alike on a desk: the ST-LINK's and the application's. Every failure to connect says which is which.
namespace NanoCoopNet.Link;

/// <summary>Adds to a failure what the list of ports knows.</summary>
public static class PortAdvice
{
    /// <summary>The failure with its hint completed; others than failures to connect come back as they are.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="port">The port that was to be opened.</param>
    /// <param name="all">The ports of this machine.</param>
    public static LinkException Complete(LinkException failure, string port, IReadOnlyList<PortInfo> all)
    {
        bool connects = failure.Code is ExitCode.PortNotFound or ExitCode.PortBusy or ExitCode.PortDenied or ExitCode.BoardSilent;
        return connects ? new LinkException(failure.Code, failure.Message, Hint(failure.Hint, port, all), failure) : failure;
    }

    private static string Hint(string hint, string port, IReadOnlyList<PortInfo> all)
    {
        string candidates = Names(all.Where(p => p.Role != PortRole.Debugger && p.VidPid is not null && p.Name != port));
        if (all.Any(p => p.Role == PortRole.Debugger && p.Name == port))
        {
            return $"{port} is the ST-LINK's port and {PortInfo.DebuggerAdvice}"
                + (candidates.Length > 0 ? $"; that may be {candidates}" : "");
        }

        string debuggers = Names(all.Where(p => p.Role == PortRole.Debugger));
        return hint
            + (debuggers.Length > 0 ? $"; {debuggers} is the ST-LINK's port, not the application's" : "")
            + (candidates.Length > 0 ? $"; the application's may be {candidates}" : "");
    }

    private static string Names(IEnumerable<PortInfo> ports) => string.Join(" or ", ports.Select(p => p.Name));
}
