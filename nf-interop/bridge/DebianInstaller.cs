// Installs packages by apt-get where no question would be asked.
namespace NanoCoopNet.Bridge;

internal static class DebianInstaller
{
    private static readonly string[] Sudo = ["sudo", "-n"];
    private static readonly string[] Quietly = ["env", "DEBIAN_FRONTEND=noninteractive"];

    /// <summary>True as root, or with a sudo that needs no password, on a system with apt-get.</summary>
    public static bool IsUsable => OperatingSystem.IsLinux() && File.Exists("/usr/bin/apt-get") && (IsRoot || SudoWorks);

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    private static bool SudoWorks => File.Exists("/usr/bin/sudo") && ToolProcess.Run("sudo", ["-n", "true"], null).ExitCode == 0;

    /// <summary>Tries with the package lists as they are, then with new ones; what is missing afterwards is the caller's to
    /// see.</summary>
    public static void Install(IReadOnlyList<string> packages, Action<string>? log)
    {
        log?.Invoke($"installing Debian packages: {string.Join(' ', packages)}");
        string[] install = [.. Quietly, "apt-get", "install", "-y", "--no-install-recommends", .. packages];
        if (Run(install) != 0)
        {
            log?.Invoke("apt-get update");
            Run([.. Quietly, "apt-get", "update"]);
            Run(install);
        }
    }

    private static int Run(string[] command)
    {
        string[] line = IsRoot ? command : [.. Sudo, .. command];
        return ToolProcess.Run(line[0], line[1..], null).ExitCode;
    }
}
