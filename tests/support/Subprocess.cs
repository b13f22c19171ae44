// Programs that tests run, with their output kept.
using System.Diagnostics;

namespace NanoCoopNet.Tests;

/// <summary>How a program ended.</summary>
public sealed record ProcessOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>Fails the test on another exit code; returns the standard output.</summary>
    public string Expect(int exitCode, string program, params string[] arguments)
    {
        Assert.AreEqual(exitCode, ExitCode, $"{program} {string.Join(' ', arguments)}:\n{Output}{Error}");
        return Output;
    }
}

/// <summary>Runs programs.</summary>
public static class Subprocess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="environment">Variables that differ from this process's; null: the variable is unset.</param>
    /// <param name="program">Looked up on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static ProcessOutcome Run(IReadOnlyDictionary<string, string?>? environment, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Limit}");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs it, expects exit code 0 and returns its standard output.</summary>
    public static string Succeed(IReadOnlyDictionary<string, string?>? environment, string program, params string[] arguments) =>
        Run(environment, program, arguments).Expect(0, program, arguments);
}
