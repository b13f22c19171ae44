// Fixed places in the clone that this tool was built in.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Cli;

/// <summary>Paths inside the clone.</summary>
internal static class Repository
{
    /// <summary>host-tools/models.</summary>
    public static string Models => Path.Combine(RepositoryRoot.Find(), "host-tools", "models");

    /// <summary>nf-interop/kernels/clock.json, the factor of the clock.</summary>
    public static string Clock => Path.Combine(RepositoryRoot.Find(), "nf-interop", "kernels", "clock.json");
}
