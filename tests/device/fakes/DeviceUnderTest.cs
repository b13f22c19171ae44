// The application on a fake board, and a test's end of its serial port.
using System.Text;

namespace NanoCoopNet.Device.Tests;

/// <summary>A frame the device sent.</summary>
internal sealed record DeviceFrame(int Type, int Seq, byte[] Payload)
{
    public ErrorCode Error => Type == RequestType.Error ? (ErrorCode)Payload[0] : ErrorCode.None;

    public int Status => Device.Payload.GetI32(Payload, 1);

    public int Detail(int index) => Device.Payload.GetI32(Payload, 5 + 4 * index);

    public string ErrorText =>
        Encoding.UTF8.GetString(Payload, Protocol.ErrorHeaderBytes, Payload.Length - Protocol.ErrorHeaderBytes);
}

internal sealed class DeviceUnderTest
{
    /// <summary>A blob for tests in which its content does not matter.</summary>
    public static readonly byte[] SomeBlob = [.. Enumerable.Range(0, 256).Select(i => (byte)(i * 7))];

    private readonly FrameCodec decoder = new(Protocol.LargestPayload);
    private readonly List<byte> text = [];
    private int seq;

    public DeviceUnderTest(FakeModel? model = null, FakeLink? link = null, FakeNative? native = null)
    {
        Native = native ?? new FakeNative();
        Link = link ?? new FakeLink();
        if (model is not null)
        {
            Native.Model = model;
            Native.Store.Put(SomeBlob);
        }

        App = new DeviceApp(Native, Link, Board);
        App.Start();
        Banner = ReadText();
        Native.Log.Clear();
    }

    public FakeNative Native { get; }

    public FakeLink Link { get; }

    public FakeBoard Board { get; } = new();

    public DeviceApp App { get; }

    public string Banner { get; }

    /// <summary>The same flash and settings after a reset.</summary>
    public DeviceUnderTest AfterReset()
    {
        Native.Store.LosePower();
        return new DeviceUnderTest(
            native: new FakeNative
            {
                Store = Native.Store,
                Settings = Native.Settings,
                Model = Native.Model,
            }
        );
    }

    /// <summary>Turns the main loop until there is nothing to do.</summary>
    public void Run()
    {
        while (App.Poll()) { }
    }

    /// <summary>Sends a request and returns its one reply.</summary>
    public DeviceFrame Ask(int type, params byte[] payload) => AskAs(++seq & 0xFF, type, payload);

    /// <summary>The same with a given seq.</summary>
    public DeviceFrame AskAs(int withSeq, int type, params byte[] payload)
    {
        Link.ToolWrite(FrameCodec.Encode(type, withSeq, payload));
        Run();
        List<DeviceFrame> frames = ReadFrames();
        Assert.HasCount(1, frames, $"replies to request 0x{type:X2}");
        Assert.AreEqual(withSeq, frames[0].Seq);
        if (frames[0].Type != RequestType.Error)
        {
            Assert.AreEqual(type | RequestType.ReplyBit, frames[0].Type);
        }

        return frames[0];
    }

    /// <summary>Sends a request that must fail with this code.</summary>
    public DeviceFrame AskFails(ErrorCode code, int type, params byte[] payload)
    {
        DeviceFrame reply = Ask(type, payload);
        Assert.AreEqual(RequestType.Error, reply.Type, $"request 0x{type:X2} is refused");
        Assert.AreEqual(code, reply.Error);
        Assert.IsGreaterThan(5, reply.ErrorText.Length);
        return reply;
    }

    /// <summary>Everything framed that the device has sent; text goes to <see cref="ReadText"/>.</summary>
    public List<DeviceFrame> ReadFrames()
    {
        var frames = new List<DeviceFrame>();
        foreach (byte b in Link.ToolRead())
        {
            switch (decoder.Take(b))
            {
                case Found.Frame:
                    frames.Add(new DeviceFrame(decoder.Type, decoder.Seq, decoder.Payload));
                    break;
                case Found.Text:
                    text.Add(b);
                    break;
                default:
                    DropDelimiter();
                    break;
            }
        }

        return frames;
    }

    /// <summary>Text the device has sent since the last call.</summary>
    public string ReadText()
    {
        ReadFrames();
        string all = Encoding.ASCII.GetString([.. text]);
        text.Clear();
        return all;
    }

    /// <summary>Types a line and returns the lines of its answer, echo left out.</summary>
    public string[] Type(string line)
    {
        Link.ToolWrite(Encoding.ASCII.GetBytes(line + "\r"));
        Run();
        string answer = ReadText();
        string echo = line + "\r\n";
        Assert.StartsWith(echo, answer);
        string rest = answer[echo.Length..];
        Assert.IsTrue(rest.Length == 0 || rest.EndsWith("\r\n", StringComparison.Ordinal), "an answer ends its line");
        return rest.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Fills a bank with a whole sample.</summary>
    public void Upload(int bank)
    {
        int bytes = Native.Model.InputBytes;
        for (int at = 0; at < bytes; )
        {
            int count = Math.Min(bytes - at, Protocol.LargestPayload - Protocol.SampleHeaderBytes);
            byte[] payload =
            [
                (byte)bank,
                (byte)at,
                (byte)(at >> 8),
                .. Enumerable.Range(at, count).Select(i => (byte)(i * 3 + bank)),
            ];
            at = Device.Payload.GetU16(Ask(RequestType.Sample, payload).Payload, 0);
        }
    }

    /// <summary>The line feed before a frame's marker is a delimiter, not text.</summary>
    private void DropDelimiter()
    {
        if (decoder.IsAtStart && text.Count > 0 && text[^1] == '\n')
        {
            text.RemoveAt(text.Count - 1);
        }
    }
}
