// The application's serial port with the device's limits: a receive ring that overflows silently, a receive interrupt that does
// not run while flash is erased or programmed, and on request the speed of the wire. VIRTUAL-BOARD.md, "Serial port".
using System.Diagnostics;
using NanoCoopNet.Device;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Moves bytes between a transport and <see cref="DeviceApp"/>; a thread plays the receive interrupt.</summary>
public sealed class SerialPortModel : IByteLink, IDisposable
{
    private const int BitsPerByte = 10;
    private const int PollMs = 20;
    private const int PacedBytes = 64;

    private readonly IBoardTransport _transport;
    private readonly PowerSupply _power;
    private readonly ReceiveRing _ring;
    private readonly bool _pace;
    private readonly Thread _receiver;
    private readonly AutoResetEvent _arrived = new(false);
    private volatile bool _stalled;
    private volatile bool _stopped;
    private volatile int _baud;
    private long _droppedInStall;

    /// <param name="pace">Bytes take their time on the wire: baud/10 a second, both ways.</param>
    public SerialPortModel(IBoardTransport transport, PowerSupply power, int receiveBufferBytes, int baud, bool pace = false)
    {
        _transport = transport;
        _power = power;
        _ring = new ReceiveRing(receiveBufferBytes);
        _baud = baud;
        _pace = pace;
        _receiver = new Thread(Receive) { IsBackground = true, Name = "virtual board receive interrupt" };
        _receiver.Start();
    }

    /// <inheritdoc/>
    public int ReceiveBufferBytes => _ring.CapacityBytes;

    /// <inheritdoc/>
    public int Baud => _baud;

    /// <summary>Bytes lost because the ring was full. The device has no such counter: for tests and for people who
    /// wonder.</summary>
    public long Overflowed => _ring.Overflowed;

    /// <summary>Bytes lost because they arrived while flash was erased or programmed.</summary>
    public long DroppedInStall => Interlocked.Read(ref _droppedInStall);

    /// <inheritdoc/>
    public int Read(byte[] buffer, int start, int count)
    {
        _power.ThrowIfLost();
        return _ring.Take(buffer.AsSpan(start, count));
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int start, int count)
    {
        _power.ThrowIfLost();
        _transport.Write(buffer.AsSpan(start, count));
        if (_pace)
        {
            Thread.Sleep(WireTime(count));
        }
    }

    /// <inheritdoc/>
    public bool SetBaud(int baud)
    {
        _baud = baud;
        return true;
    }

    /// <summary>The board was reset: what was received and not read is gone, the rate is the start rate again.</summary>
    public void Reset(int baud)
    {
        _ring.Take(new byte[_ring.CapacityBytes]);
        _baud = baud;
    }

    /// <summary>Waits until bytes are in the ring, at most this long.</summary>
    public void AwaitBytes(int timeoutMs) => _arrived.WaitOne(timeoutMs);

    /// <summary>Flash is busy, or no longer: the core fetches no instruction meanwhile, so what arrives is lost.</summary>
    public void Stall(bool begins)
    {
        if (begins)
        {
            _stalled = true;
            return;
        }

        Span<byte> lost = stackalloc byte[256];
        for (int bytes; !_pace && (bytes = _transport.Read(lost, 0)) > 0; )
        {
            Interlocked.Add(ref _droppedInStall, bytes);
        }

        _stalled = false;
    }

    public void Dispose()
    {
        _stopped = true;
        _receiver.Join();
        _arrived.Dispose();
    }

    private TimeSpan WireTime(int bytes) => TimeSpan.FromSeconds((double)bytes * BitsPerByte / _baud);

    private void Receive()
    {
        byte[] buffer = new byte[512];
        var clock = Stopwatch.StartNew();
        TimeSpan lineFree = TimeSpan.Zero;
        while (!_stopped)
        {
            int bytes = _transport.Read(_pace ? buffer.AsSpan(0, PacedBytes) : buffer, PollMs);
            if (bytes == 0)
            {
                continue;
            }

            if (_pace)
            {
                lineFree = (lineFree > clock.Elapsed ? lineFree : clock.Elapsed) + WireTime(bytes);
                Thread.Sleep(lineFree > clock.Elapsed ? lineFree - clock.Elapsed : TimeSpan.Zero);
            }

            Deliver(buffer.AsSpan(0, bytes));
        }
    }

    private void Deliver(ReadOnlySpan<byte> data)
    {
        if (_stalled)
        {
            Interlocked.Add(ref _droppedInStall, data.Length);
            return;
        }

        _ring.Put(data);
        _arrived.Set();
    }
}
