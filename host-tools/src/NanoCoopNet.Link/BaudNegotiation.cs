// Raising the serial rate: check the line, change both ends, check again, and come back by itself (firmware/PROTOCOL.md, baud).
using System.Buffers.Binary;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>Rate changes.</summary>
public static class BaudNegotiation
{
    /// <summary>Rate the tool asks for by itself where much is sent.</summary>
    public const int HighBaud = 921600;

    /// <summary>Rates that may be asked for. A board that a killed program left at one of them is found there.</summary>
    public static readonly IReadOnlyList<int> Rates =
    [
        9600,
        19200,
        38400,
        57600,
        Transports.StartBaud,
        230400,
        460800,
        HighBaud,
        1000000,
        1843200,
        2000000,
    ];

    /// <summary>By then the board has returned to its old rate by itself.</summary>
    private const int BoardReturnsMs = Protocol.BaudConfirmTimeoutMs + 300;

    private const int SettleMs = 30;

    /// <summary>Changes the rate.</summary>
    /// <returns>The rate in force afterwards.</returns>
    internal static int Change(BoardClient client, BoardChannel channel, int old, int target, Action<string> say)
    {
        if (!EchoAll(client, 1000, 3))
        {
            throw new LinkException(
                ExitCode.LinkUnreliable,
                $"{channel.Transport.Name} changes bytes at {old} baud",
                "check ground, cable length and the adapter's voltage (3.3 V)"
            );
        }

        if (!TrySet(channel, target))
        {
            say($"the board stays at {old} baud (it refused {target})");
            return old;
        }

        channel.Transport.SetBaud(target);
        Thread.Sleep(SettleMs);
        if (EchoAll(client, 300, 4))
        {
            return target;
        }

        channel.Transport.SetBaud(old);
        channel.Drain(BoardReturnsMs);
        if (!EchoAll(client, 1000, 3))
        {
            throw channel.Silent($"echo after falling back to {old} baud");
        }

        say($"{target} baud does not get through; falling back to {old} baud");
        return old;
    }

    /// <summary>Back to the rate at which boards start.</summary>
    internal static void Return(BoardChannel channel)
    {
        if (TrySet(channel, Transports.StartBaud, 300, 3))
        {
            channel.Transport.SetBaud(Transports.StartBaud);
            Thread.Sleep(SettleMs);
            channel.Request("echo", RequestType.Echo, [0x55], 300, 4);
        }
    }

    private static bool TrySet(BoardChannel channel, int baud, int timeoutMs = 1000, int tries = 4)
    {
        byte[] payload = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(payload, baud);
        try
        {
            byte[] reply = channel.Request("baud", RequestType.Baud, payload, timeoutMs, tries);
            return reply.Length == 4 && BinaryPrimitives.ReadInt32LittleEndian(reply) == baud;
        }
        catch (BoardErrorException)
        {
            return false;
        }
    }

    /// <summary>Sends all 256 byte values, as many at a time as the board takes, and compares.</summary>
    private static bool EchoAll(BoardClient client, int timeoutMs, int tries)
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        try
        {
            return all.Chunk(client.Hello.MaxPayloadBytes)
                .All(some => client.Echo(some, timeoutMs, tries).AsSpan().SequenceEqual(some));
        }
        catch (LinkException e) when (e.Code is ExitCode.BoardSilent or ExitCode.LinkUnreliable)
        {
            return false;
        }
    }
}
