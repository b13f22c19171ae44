// A line that damages what it carries, in both directions, by a seeded generator: drops, doubles, flips, splits, or goes away.
namespace NanoCoopNet.Link.Tests;

/// <summary>Faults per byte, 0…1, and the number of written bytes after which the port vanishes.</summary>
internal sealed record Faults(double Drop = 0, double Double = 0, double Flip = 0, int? VanishAfter = null, int? OnlyBaud = null);

internal sealed class FaultyTransport(IByteTransport inner, Faults faults, Random random) : IByteTransport
{
    private int _written;
    private int _baud = Transports.StartBaud;

    public string Name => inner.Name;

    public bool HasBaud => inner.HasBaud;

    /// <summary>Set false to let everything through.</summary>
    public bool Active { get; set; } = true;

    public int Read(Span<byte> buffer, int timeoutMs)
    {
        Span<byte> part = buffer[..Math.Max(1, Math.Min(buffer.Length / 2, 1 + random.Next(200)))];
        int count = inner.Read(part, timeoutMs);
        byte[] damaged = Damage(part[..count]);
        damaged.CopyTo(buffer);
        return damaged.Length;
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        if (faults.VanishAfter is { } limit && _written + data.Length > limit)
        {
            inner.Write(data[..Math.Max(0, limit - _written)]);
            throw new LinkException(ExitCode.PortVanished, $"{Name} went away", "plug it in again");
        }

        _written += data.Length;
        byte[] damaged = Damage(data);
        for (int at = 0; at < damaged.Length; )
        {
            int count = Math.Min(1 + random.Next(300), damaged.Length - at);
            inner.Write(damaged.AsSpan(at, count));
            at += count;
        }
    }

    public void SetBaud(int baud)
    {
        _baud = baud;
        inner.SetBaud(baud);
    }

    public void Dispose() => inner.Dispose();

    private byte[] Damage(ReadOnlySpan<byte> data)
    {
        if (!Active)
        {
            return data.ToArray();
        }

        if (faults.OnlyBaud is { } only && _baud != only)
        {
            return [];
        }

        List<byte> result = new(data.Length * 2);
        foreach (byte b in data)
        {
            double dice = random.NextDouble();
            if (dice < faults.Drop)
            {
                continue;
            }

            bool flip = random.NextDouble() < faults.Flip;
            result.Add(flip ? (byte)(b ^ (1 << random.Next(8))) : b);
            if (random.NextDouble() < faults.Double)
            {
                result.Add(b);
            }
        }

        return [.. result];
    }
}
