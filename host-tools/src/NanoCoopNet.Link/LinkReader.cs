// Splits what a board sends into frames and console text, which share the port (firmware/PROTOCOL.md).
using System.Text;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>Stream parser of the tool's side. Feed bytes; take frames and text. What nobody takes is bounded: the newest is
/// kept.</summary>
public sealed class LinkReader
{
    /// <summary>Frames kept at most.</summary>
    public const int MaxFrames = 256;

    /// <summary>Characters of text kept at most.</summary>
    public const int MaxText = 64 * 1024;

    private readonly List<byte> _frame = [];
    private readonly StringBuilder _text = new();
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private State _state = State.LineStart;

    private enum State
    {
        LineStart,
        Text,
        Frame,
    }

    /// <summary>Frames received whole and not yet taken.</summary>
    public Queue<Frame> Frames { get; } = new();

    /// <summary>Frames dropped because a check failed.</summary>
    public int BadFrames { get; private set; }

    /// <summary>True between a marker and its delimiter.</summary>
    public bool InFrame => _state == State.Frame;

    /// <summary>Takes received bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            Feed(b);
        }
    }

    /// <summary>Text received since the last call, line ends as sent.</summary>
    public string TakeText()
    {
        string text = _text.ToString();
        _text.Clear();
        return text;
    }

    /// <summary>Forgets a frame that never ended; back to text.</summary>
    public void Abandon()
    {
        if (InFrame)
        {
            BadFrames++;
            _frame.Clear();
            _state = State.LineStart;
        }
    }

    private void Feed(byte b)
    {
        if (_state == State.Frame)
        {
            FeedFrame(b);
        }
        else if (_state == State.LineStart && b == Protocol.Marker)
        {
            _frame.Clear();
            _state = State.Frame;
        }
        else
        {
            AppendText(b);
            _state = b == Protocol.Delimiter ? State.LineStart : State.Text;
        }
    }

    private void FeedFrame(byte b)
    {
        if (b != Protocol.Delimiter)
        {
            _frame.Add(b);
            if (_frame.Count > Protocol.LargestFrame)
            {
                Abandon();
            }

            return;
        }

        Frame? frame = FrameCodec.TryDecode(_frame.ToArray());
        _frame.Clear();
        _state = State.LineStart;
        if (frame is null)
        {
            BadFrames++;
        }
        else
        {
            if (Frames.Count == MaxFrames)
            {
                Frames.Dequeue();
            }

            Frames.Enqueue(frame);
        }
    }

    private void AppendText(byte b)
    {
        Span<char> chars = stackalloc char[2];
        int count = _utf8.GetChars([b], chars, flush: false);
        _text.Append(chars[..count]);
        if (_text.Length > MaxText)
        {
            _text.Remove(0, MaxText / 2);
        }
    }
}
