// One end of a line: feeds bytes to FrameDecode in pieces and gathers what comes out.
using System.Text;

namespace NanoCoopNet.Interop.Tests;

internal sealed class FrameStream(INative native)
{
    private readonly byte[] _dst = new byte[1024];

    public int[] State { get; } = new int[FrameField.Ints];

    /// <summary>Frames, and text as strings, in order.</summary>
    public List<object> Received { get; } = [];

    /// <summary>Reasons of bad frames.</summary>
    public List<int> Bad { get; } = [];

    public static byte[] Encode(INative native, TestFrame frame)
    {
        byte[] tx = new byte[2048];
        int length = native.FrameEncode(frame.Payload, frame.Payload.Length, frame.Type, frame.Seq, tx);
        Assert.IsGreaterThan(0, length);
        return tx[..length];
    }

    /// <summary>Text between two frames as one string, since it may have come in pieces.</summary>
    public static string[] Joined(IEnumerable<object> items)
    {
        var joined = new List<string>();
        bool text = false;
        foreach (object item in items)
        {
            if (item is string piece && text)
            {
                joined[^1] += piece;
            }
            else
            {
                joined.Add(item.ToString()!);
            }

            text = item is string;
        }

        return [.. joined];
    }

    /// <summary>Feeds all bytes, in random pieces where a generator is given.</summary>
    public void Receive(byte[] bytes, Random? random = null)
    {
        for (int at = 0; at < bytes.Length; )
        {
            int piece = random is null
                ? bytes.Length - at
                : Math.Min(bytes.Length - at, random.Next(3) == 0 ? 1 : random.Next(1, 400));
            for (int end = at + piece; at < end; )
            {
                Take(native.FrameDecode(State, bytes, at, end - at, _dst), end - at);
                at += State[FrameField.Taken];
            }
        }
    }

    private void Take(int result, int offered)
    {
        Assert.IsTrue(State[FrameField.Taken] >= 0 && State[FrameField.Taken] <= offered);
        switch (result)
        {
            case 0:
                Assert.AreEqual(offered, State[FrameField.Taken]);
                break;
            case 1:
                Received.Add(
                    new TestFrame((byte)State[FrameField.Type], (byte)State[FrameField.Seq], _dst[..State[FrameField.Length]])
                );
                break;
            case 2:
                Received.Add(Encoding.Latin1.GetString(_dst, 0, State[FrameField.Length]));
                break;
            case 3:
                Bad.Add(State[FrameField.Reason]);
                break;
            default:
                Assert.Fail($"FrameDecode: {result}");
                break;
        }
    }
}
