// A serial line between a test and the device, with a receive buffer that overflows silently and faults on request.
namespace NanoCoopNet.Device.Tests;

internal sealed class FakeLink : IByteLink
{
    private readonly Queue<byte> toDevice = new();
    private readonly List<byte> toTool = [];

    public int ReceiveBufferBytes { get; init; } = 4096;

    public int Baud { get; private set; } = Protocol.StartBaud;

    /// <summary>The rate the tool's side runs at; with another rate bytes are garbage to the other.</summary>
    public int ToolBaud { get; set; } = Protocol.StartBaud;

    public bool RefusesBaud { get; set; }

    /// <summary>Most bytes a Read returns; the pieces the device sees.</summary>
    public Func<int> ReadPortion { get; set; } = () => int.MaxValue;

    /// <summary>What becomes of a byte on its way to the device, and to the tool.</summary>
    public Func<byte, byte[]>? FaultToDevice { get; set; }

    /// <summary>What becomes of a byte on its way to the tool.</summary>
    public Func<byte, byte[]>? FaultToTool { get; set; }

    /// <summary>False: what the device sends is thrown away (for tests that count allocations).</summary>
    public bool KeepsOutput { get; set; } = true;

    /// <summary>Reads and writes so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Bytes lost because the device's buffer was full.</summary>
    public int Overflowed { get; private set; }

    public int Read(byte[] buffer, int start, int count)
    {
        Calls++;
        int taken = 0;
        int portion = Math.Min(count, ReadPortion());
        while (taken < portion && toDevice.Count > 0)
        {
            buffer[start + taken] = toDevice.Dequeue();
            taken++;
        }

        return taken;
    }

    public void Write(byte[] buffer, int start, int count)
    {
        Calls++;
        for (int i = 0; KeepsOutput && i < count; i++)
        {
            toTool.AddRange(Pass(buffer[start + i], FaultToTool));
        }
    }

    public bool SetBaud(int baud)
    {
        if (RefusesBaud)
        {
            return false;
        }

        Baud = baud;
        return true;
    }

    /// <summary>The tool sends.</summary>
    public void ToolWrite(ReadOnlySpan<byte> bytes)
    {
        foreach (byte sent in bytes)
        {
            foreach (byte b in Pass(sent, FaultToDevice))
            {
                if (toDevice.Count < ReceiveBufferBytes)
                {
                    toDevice.Enqueue(b);
                }
                else
                {
                    Overflowed++;
                }
            }
        }
    }

    /// <summary>The tool takes everything that has arrived.</summary>
    public byte[] ToolRead()
    {
        byte[] all = [.. toTool];
        toTool.Clear();
        return all;
    }

    private byte[] Pass(byte b, Func<byte, byte[]>? fault)
    {
        byte heard = Baud == ToolBaud ? b : (byte)(b ^ 0x55);
        return fault is null ? [heard] : fault(heard);
    }
}
