// The serial driver's receive buffer: a ring that loses what does not fit, without telling anybody but this model's counter.
namespace NanoCoopNet.VirtualBoard;

/// <summary>Fixed-size byte queue between the receive interrupt and the application.</summary>
public sealed class ReceiveRing(int capacityBytes)
{
    private readonly byte[] _bytes = new byte[capacityBytes];
    private readonly Lock _gate = new();
    private int _first;
    private int _count;

    public int CapacityBytes => _bytes.Length;

    /// <summary>Bytes lost so far because the ring was full.</summary>
    public long Overflowed { get; private set; }

    /// <summary>Puts in what fits; the rest is lost.</summary>
    public void Put(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            int fits = Math.Min(data.Length, _bytes.Length - _count);
            for (int i = 0; i < fits; i++)
            {
                _bytes[(_first + _count + i) % _bytes.Length] = data[i];
            }

            _count += fits;
            Overflowed += data.Length - fits;
        }
    }

    /// <summary>Takes up to the span's length.</summary>
    public int Take(Span<byte> destination)
    {
        lock (_gate)
        {
            int taken = Math.Min(destination.Length, _count);
            for (int i = 0; i < taken; i++)
            {
                destination[i] = _bytes[(_first + i) % _bytes.Length];
            }

            _first = (_first + taken) % _bytes.Length;
            _count -= taken;
            return taken;
        }
    }
}
