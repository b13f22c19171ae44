// What a program can ask of a board: one method a request of firmware/PROTOCOL.md.
using System.Buffers.Binary;
using System.Text;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>Client of one board. Methods throw <see cref="LinkException"/>; not thread safe.</summary>
public sealed class BoardClient : IDisposable
{
    /// <summary>Longer than any inference of the board takes, so that a repeat never falls into a timed region; an emulated core
    /// on a busy PC may
    /// take several of these, and answers the repeats afterwards without working again.</summary>
    private const int InferTimeoutMs = 4000;

    private const int InferTries = 8;

    private readonly BoardChannel _channel;
    private bool _raised;

    private BoardClient(BoardChannel channel, BoardHello hello)
    {
        _channel = channel;
        Hello = hello;
    }

    /// <summary>What the board said of itself when the link was opened.</summary>
    public BoardHello Hello { get; private set; }

    /// <summary>The port's name.</summary>
    public string PortName => _channel.Transport.Name;

    /// <summary>Rate in force; means nothing where there is none (TCP).</summary>
    public int Baud { get; private set; } = Transports.StartBaud;

    /// <summary>True where the link has a rate.</summary>
    public bool HasBaud => _channel.Transport.HasBaud;

    /// <summary>Request layer, for the push and for tests.</summary>
    public BoardChannel Channel => _channel;

    /// <summary>Opens a port and greets the board; a board left at a higher rate is found there.</summary>
    /// <param name="port">Name as for <see cref="Transports.Open"/>.</param>
    public static BoardClient Open(string port)
    {
        try
        {
            return Greet(Transports.Open(port));
        }
        catch (LinkException e) when (e is not BoardErrorException)
        {
            throw PortAdvice.Complete(e, port, PortList.All());
        }
    }

    /// <summary>Greets the board behind an open transport, which is owned from now on.</summary>
    public static BoardClient Greet(IByteTransport transport, byte? firstSequence = null)
    {
        BoardChannel channel = new(transport, firstSequence);
        try
        {
            int[] rates = transport.HasBaud ? [Transports.StartBaud, BaudNegotiation.HighBaud, Transports.StartBaud]
                : [Transports.StartBaud];
            foreach (int rate in rates)
            {
                if (transport.HasBaud)
                {
                    transport.SetBaud(rate);
                }

                // a half-typed console line must not be executed by the first frame's delimiter
                transport.Write([Protocol.KillLine]);
                if (TryHello(channel) is { } hello)
                {
                    return new BoardClient(channel, hello) { Baud = rate, _raised = rate != Transports.StartBaud };
                }
            }

            throw channel.Silent("hello");
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <summary>Mode, threshold and model.</summary>
    public BoardStatus Status() => BoardStatus.Parse(_channel.Request("status", RequestType.Status, []));

    /// <summary>What runs the firmware; null where it is too old to say.</summary>
    public BoardRuntime? Runtime()
    {
        try
        {
            return BoardRuntime.Parse(_channel.Request("runtime", RequestType.Runtime, []));
        }
        catch (BoardErrorException e) when (e.BoardCode == ErrorCode.UnknownRequest)
        {
            return null;
        }
    }

    /// <summary>The model store as a whole.</summary>
    public BoardStore Store() => BoardStore.Parse(_channel.Request("storeInfo", RequestType.StoreInfo, [unchecked((byte)-1)]));

    /// <summary>Layers of a network (0 BNN, 1 INT8, 2 glue).</summary>
    public IReadOnlyList<BoardLayer> Layers(int net)
    {
        List<BoardLayer> all = [];
        while (true)
        {
            BoardLayer[] some = BoardLayer.ParseAll(_channel.Request("layers", RequestType.Layers, [(byte)net, (byte)all.Count]));
            if (some.Length == 0)
            {
                return all;
            }

            all.AddRange(some);
        }
    }

    /// <summary>Name of a class; null index: of the model.</summary>
    public string ClassName(int? index) =>
        Encoding.UTF8.GetString(_channel.Request("class name", RequestType.ClassName,
            [(byte)(index ?? Protocol.ModelNameIndex)]));

    /// <summary>Sends bytes and gets them back.</summary>
    public byte[] Echo(ReadOnlySpan<byte> bytes, int timeoutMs = 1000, int tries = 4) =>
        _channel.Request("echo", RequestType.Echo, bytes, timeoutMs, tries);

    /// <summary>Raises the rate if the line bears it; falls back by itself and says so.</summary>
    /// <param name="target">Rate to try; nothing happens on TCP.</param>
    /// <param name="say">Gets one line a step.</param>
    public void RaiseBaud(int target, Action<string> say)
    {
        if (_channel.Transport.HasBaud && target != Baud)
        {
            Baud = BaudNegotiation.Change(this, _channel, Baud, target, say);
            _raised = Baud != Transports.StartBaud;
        }
    }

    /// <summary>Uploads a model; resumes, and skips when the board has it already.</summary>
    public PushResult Push(byte[] blob, IProgress<PushProgress>? progress = null, CancellationToken cancel = default) =>
        new ModelPush(_channel, Hello.MaxPayloadBytes, progress, cancel).Run(blob);

    /// <summary>Uploads a sample into one of the two banks.</summary>
    public void UploadSample(int bank, ReadOnlySpan<byte> image)
    {
        int chunk = Hello.MaxPayloadBytes - Protocol.SampleHeaderBytes;
        byte[] payload = new byte[Protocol.SampleHeaderBytes + chunk];
        payload[0] = (byte)bank;
        for (int at = 0; at < image.Length;)
        {
            int count = Math.Min(chunk, image.Length - at);
            BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(1), (ushort)at);
            image.Slice(at, count).CopyTo(payload.AsSpan(Protocol.SampleHeaderBytes));
            _channel.Request("the sample", RequestType.Sample, payload.AsSpan(0, Protocol.SampleHeaderBytes + count));
            at += count;
        }
    }

    /// <summary>Classifies the sample in a bank. Nothing is sent while the board computes.</summary>
    public InferResult Infer(int bank, InferWhat what = InferWhat.AsModeSays, ushort tag = 0)
    {
        byte[] payload = [(byte)bank, (byte)what, (byte)tag, (byte)(tag >> 8)];
        return InferResult.Parse(_channel.Request("infer", RequestType.Infer, payload, InferTimeoutMs, InferTries));
    }

    /// <summary>Cost of each layer of a network in the last inference, in counts.</summary>
    public int[] LayerCounts(int net)
    {
        PayloadReader r = new("layer counts", _channel.Request("layer counts", RequestType.LayerCounts, [(byte)net]));
        int[] counts = new int[r.U8()];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = r.I32();
        }

        return counts;
    }

    /// <summary>Sets (or with null reads) the confidence threshold; returns the one in force.</summary>
    public byte ConfidenceThreshold(byte? value = null) =>
        new PayloadReader("ct", _channel.Request("ct", RequestType.Threshold, value is { } v ? [v] : [])).U8();

    /// <summary>Sets (or with null reads) the target of the automatic confidence threshold.</summary>
    public BoardAuto AutoThreshold(AutoTargetRequest? target = null) =>
        BoardAuto.Parse(_channel.Request("ct auto", RequestType.Auto, target?.ToPayload() ?? []));

    /// <summary>Sets (or with null reads) the mode; returns the one in force.</summary>
    public CoopMode Mode(CoopMode? value = null) =>
        (CoopMode)new PayloadReader("mode", _channel.Request("mode", RequestType.Mode, value is { } v ? [(byte)v] : [])).U8();

    /// <summary>Statistics since the last reset of them.</summary>
    public BoardStats Stats(bool reset = false) => BoardStats.Parse(_channel.Request("stats", RequestType.Statistics,
        reset ? [1] : []));

    /// <summary>LEDs and console output off during measured windows.</summary>
    public void Quiet(bool on) => _channel.Request("quiet", RequestType.Quiet, [on ? (byte)1 : (byte)0]);

    /// <summary>Restarts the board and greets it again.</summary>
    public void Reset()
    {
        _channel.Request("reset", RequestType.Reset, []);
        Baud = Transports.StartBaud;
        _raised = false;
        _channel.Transport.SetBaud(Baud);
        Hello = TryHello(_channel, 20) ?? throw _channel.Silent("hello after the reset");
    }

    /// <summary>Types one line at the console and returns the answer's lines.</summary>
    /// <remarks>An echo request after it marks the answer's end. Only <c>run N</c> answers later: it is waited for.</remarks>
    public IReadOnlyList<string> Console(string line) => BoardConsole.Ask(_channel, line, InferTimeoutMs, InferTries);

    /// <summary>Returns the board to the start rate, so that a terminal finds it there, and closes the port.</summary>
    public void Dispose()
    {
        try
        {
            if (_raised)
            {
                BaudNegotiation.Return(_channel);
            }
        }
        catch (LinkException)
        {
            // The port is going away anyway; the board returns by itself at its next reset.
        }

        _channel.Dispose();
    }

    private static BoardHello? TryHello(BoardChannel channel, int tries = 3)
    {
        try
        {
            BoardHello hello = BoardHello.Parse(channel.Request("hello", RequestType.Hello, [Protocol.Version], 400, tries));
            return hello.Protocol == Protocol.Version
                ? hello
                : throw new LinkException(ExitCode.BoardIncompatible,
                    $"the board speaks protocol {hello.Protocol}, this tool {Protocol.Version}",
                    "update the older side; `nanocoop doctor` says which");
        }
        catch (LinkException e) when (e.Code == ExitCode.BoardSilent)
        {
            return null;
        }
    }
}
