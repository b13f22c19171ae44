// A QEMU that ends when this process ends, however that happens.
using System.Diagnostics;
using System.Text;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Runs a command under a small shell that kills it when its standard input closes, which the kernel does when this
/// process dies.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        emulator=$!
        ( read _ <&3; kill -9 $emulator ) >/dev/null 2>&1 &
        watcher=$!
        exec 3<&-
        wait $emulator
        status=$?
        kill $watcher 2>/dev/null
        exit $status
        """;

    private const int KillTimeoutMs = 5000;
    private const int LastWordsMs = 1000;
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    /// <exception cref="System.ComponentModel.Win32Exception">There is no /bin/sh.</exception>
    public EmulatorProcess(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "virtual-board", command, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += Collect;
        _process.OutputDataReceived += Collect;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What the emulator wrote, for error messages; all of it where it is ending.</summary>
    public string Errors
    {
        get
        {
            if (_process.WaitForExit(LastWordsMs))
            {
                _process.WaitForExit();
            }

            lock (_errors)
            {
                return _errors.ToString().Trim();
            }
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    /// <summary>Ends the emulator.</summary>
    internal void Kill()
    {
        try
        {
            _process.StandardInput.Close();
            _process.WaitForExit(KillTimeoutMs);
        }
        catch (IOException)
        {
            // The guard has gone already.
        }
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (_errors)
        {
            if (_errors.Length < 4096)
            {
                _errors.AppendLine(line.Data);
            }
        }
    }
}
