// One line typed at the board's console by a program, and the answer to it (firmware/PROTOCOL.md, "Console").
using System.Diagnostics;
using System.Text;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>Text over the port that frames share.</summary>
internal static class BoardConsole
{
    private const int LateAnswerPollMs = 100;

    /// <summary>Types a line and collects the answer. An echo request after it marks the answer's end; only <c>run N</c> answers
    /// later.</summary>
    public static IReadOnlyList<string> Ask(BoardChannel channel, string line, int timeoutMs, int tries)
    {
        channel.Reader.TakeText();
        channel.Transport.Write(Encoding.UTF8.GetBytes(line + "\r"));
        byte[] end = channel.Request("echo", RequestType.Echo, "end"u8, timeoutMs, tries);
        if (!end.AsSpan().SequenceEqual("end"u8))
        {
            throw PayloadReader.Impossible("echo", "other bytes than were sent");
        }

        string text = channel.Reader.TakeText();
        bool answersLater = line.TrimStart().StartsWith("run", StringComparison.Ordinal);
        Stopwatch clock = Stopwatch.StartNew();
        while (answersLater && AnswerIn(text, line, isEchoed: true).Count == 0 && clock.ElapsedMilliseconds < timeoutMs * tries)
        {
            channel.WaitFor(_ => false, LateAnswerPollMs);
            text += channel.Reader.TakeText();
            text = text[Math.Max(0, text.Length - LinkReader.MaxText)..];
        }

        return AnswerIn(text, line, isEchoed: answersLater);
    }

    /// <summary>The lines after the echo of what was typed. A board told to be quiet does not echo, and may answer with the very
    /// same words.</summary>
    private static List<string> AnswerIn(string text, string line, bool isEchoed)
    {
        List<string> lines = [.. text.Split('\r', '\n').Select(l => BoardText.Clean(l).TrimEnd()).Where(l => l.Length > 0)];
        if (lines.Count > (isEchoed ? 0 : 1) && lines[0] == line)
        {
            lines.RemoveAt(0);
        }

        return lines;
    }
}
