// nanoFramework's serial port (System.IO.Ports) for samples on the virtual board, as far as they use it. The bench says what lies
// at its other end.
using NanoCoopNet.Samples;

namespace System.IO.Ports;

/// <summary>A port of the board.</summary>
public sealed class SerialPort(string portName, int baudRate = 9600)
{
    private readonly Bench _bench = Bench.Current;

    /// <summary>Bits a second; here every port is as fast as the program.</summary>
    public int BaudRate { get; set; } = baudRate;

    /// <summary>Bytes that can be read without waiting: at most the receive buffer.</summary>
    public int BytesToRead => Math.Min(_bench.Waiting(portName), ReadBufferSize);

    /// <summary>Length of the receive buffer, 256 as the driver's.</summary>
    public int ReadBufferSize { get; set; } = 256;

    /// <summary>Nothing is to be done here.</summary>
    public void Open() { }

    /// <summary>Takes bytes that have arrived.</summary>
    public int Read(byte[] buffer, int offset, int count) => _bench.Take(portName, buffer.AsSpan(offset, count));

    /// <summary>Sends a line.</summary>
    public void WriteLine(string text) => _bench.Say(text);
}
