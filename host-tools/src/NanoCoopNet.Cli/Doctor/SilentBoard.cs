// A board that answers no request may still say why on its port, or its silence says it.
using System.Diagnostics;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Doctor;

/// <summary>Explains why nothing answers.</summary>
internal static class SilentBoard
{
    /// <summary>The application without its native code repeats one line every 5 s.</summary>
    private const int ListenMs = 6000;

    private const int LongestLine = 200;

    private const string Flash = "build nanoCLR with this clone's nf-interop and flash it: nf-interop/clr/README.md";

    /// <summary>Listens to the port, which answered no request.</summary>
    public static IEnumerable<Finding> Explain(
        LinkException silence,
        string port,
        CancellationToken cancel,
        int listenMs = ListenMs
    )
    {
        string[] lines = Hear(port, listenMs, cancel);
        if (lines.LastOrDefault(l => l.StartsWith("error:", StringComparison.Ordinal)) is { } error)
        {
            return [new("firmware", Severity.Problem, $"it says: {error}", Flash)];
        }

        if (lines.Length > 0)
        {
            return
            [
                new(
                    "firmware",
                    Severity.Problem,
                    $"no answer to requests, but text: {lines[^1]}",
                    "another program runs on the board: deploy NanoCoopNet.App (F5, configuration Device)"
                ),
            ];
        }

        return
        [
            new("board", Severity.Problem, silence.Message, silence.Hint),
            new(
                "interop",
                Severity.Note,
                "not known: a nanoCLR whose interop has another checksum than the application (here "
                    + $"0x{NativeInterface.Checksum:X8}) does not start it, and the port stays silent",
                "look for 'Invalid native checksum: NanoCoopNet.Interop' in Visual Studio's Device Explorer (output window); "
                    + "then "
                    + Flash
            ),
        ];
    }

    /// <summary>Whole lines, as long as a person would read; of a port that never falls silent the newest.</summary>
    private static string[] Hear(string port, int listenMs, CancellationToken cancel)
    {
        LinkReader reader = new();
        byte[] buffer = new byte[512];
        using IByteTransport transport = Transports.Open(port);
        for (Stopwatch clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < listenMs; )
        {
            cancel.ThrowIfCancellationRequested();
            reader.Feed(buffer.AsSpan(0, transport.Read(buffer, 100)));
        }

        return
        [
            .. reader
                .TakeText()
                .Split('\r', '\n')
                .Where(l => l.Length > 0)
                .Select(l => BoardText.Clean(l[..Math.Min(l.Length, LongestLine)])),
        ];
    }
}
