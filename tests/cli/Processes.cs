// The tool as a process of its own: for another user, another clone, another environment.
using System.Diagnostics;

namespace NanoCoopNet.Cli.Tests;

internal static class Processes
{
    private const string SetPriv = "/usr/bin/setpriv";

    /// <summary>The tool beside the tests.</summary>
    public static string Tool => Path.Combine(AppContext.BaseDirectory, "nanocoop.dll");

    /// <summary>Words before a command that run it as a user without rights; null where that cannot be done.</summary>
    public static string[]? AnotherUser =>
        Environment.IsPrivilegedProcess && File.Exists(SetPriv)
            ? [SetPriv, "--reuid=65534", "--regid=65534", "--clear-groups"]
            : null;

    /// <summary>Runs a command to its end; its exit code.</summary>
    /// <param name="environment">Variables that differ; null removes one.</param>
    public static int Run(string program, string[] arguments, string folder, Dictionary<string, string?>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string? value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Console.WriteLine($"{program} {string.Join(' ', arguments)}: {process.ExitCode}\n{output}{error.Result}");
        return process.ExitCode;
    }

    public static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
