// Runs a program to its end and keeps what it wrote.
using System.Diagnostics;
using System.Text;

namespace NanoCoopNet.Bridge;

/// <summary>How a program ended.</summary>
/// <param name="Output">Standard output and error, in the order of arrival.</param>
public sealed record ToolResult(int ExitCode, string Output);

/// <summary>Runs programs.</summary>
public static class ToolProcess
{
    private const int NotStarted = 127;

    /// <summary>Exit code 127 where the program cannot be started.</summary>
    /// <param name="cancel">Ends the program and all that it started.</param>
    /// <exception cref="OperationCanceledException">It was ended so.</exception>
    public static ToolResult Run(
        string program,
        IReadOnlyList<string> arguments,
        string? folder,
        CancellationToken cancel = default
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };

        var output = new StringBuilder();
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        }

        try
        {
            using var process = new Process { StartInfo = start };
            process.OutputDataReceived += Keep;
            process.ErrorDataReceived += Keep;
            process.Start();
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            using (cancel.Register(() => process.Kill(entireProcessTree: true)))
            {
                process.WaitForExit();
            }

            cancel.ThrowIfCancellationRequested();
            return new ToolResult(process.ExitCode, output.ToString());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new ToolResult(NotStarted, e.Message);
        }
    }
}
