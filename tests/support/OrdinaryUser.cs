// Runs programs as an ordinary user: as root, nothing is read-only, denied or held by another, and faults of that kind hide.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Tests;

/// <summary>The user that tests play: nobody where the tests run as root, else who runs them.</summary>
public static class OrdinaryUser
{
    private const string Nobody = "65534";

    /// <summary>True where the tests run as root.</summary>
    public static bool IsPlayed => Environment.IsPrivilegedProcess;

    /// <summary>Skips the test where no ordinary user can be played.</summary>
    public static void Require()
    {
        if (OperatingSystem.IsWindows() || (IsPlayed && ToolProcess.Run("setpriv", ["--version"], null).ExitCode != 0))
        {
            throw new AssertInconclusiveException("an ordinary user is played with setpriv (util-linux), which is not here");
        }
    }

    /// <summary>Gives a folder and all in it to the user.</summary>
    public static void Own(string folder)
    {
        if (IsPlayed)
        {
            Subprocess.Succeed(null, "chown", "-R", $"{Nobody}:{Nobody}", folder);
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="environment">Variables that differ from this process's; null: the variable is unset.</param>
    /// <param name="program">Looked up on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessOutcome Run(
        IReadOnlyDictionary<string, string?>? environment,
        string program,
        params string[] arguments
    ) =>
        IsPlayed
            ? Subprocess.Run(
                environment,
                "setpriv",
                [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", program, .. arguments]
            )
            : Subprocess.Run(environment, program, arguments);

    /// <summary>Runs it, expects exit code 0 and returns its standard output.</summary>
    public static string Succeed(IReadOnlyDictionary<string, string?>? environment, string program, params string[] arguments) =>
        Run(environment, program, arguments).Expect(0, program, arguments);
}
