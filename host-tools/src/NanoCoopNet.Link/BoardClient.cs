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

    /// <summary>Bytes of a sample in a frame on a line where larger frames do not get through.</summary>
    private const int SmallSampleBytes = 500;

    /// <summary>Sound in a frame: 30 ms.</summary>
    private const int SoundPieceBytes = 960;

    private readonly BoardChannel _channel;
    private bool _raised;
    private BoardStatus? _model;
    private int _sampleBytes;
    private ushort _tag = (ushort)Random.Shared.Next(ushort.MaxValue);

    private BoardClient(BoardChannel channel, BoardHello hello)
    {
        _channel = channel;
        _sampleBytes = hello.MaxPayloadBytes - Protocol.SampleHeaderBytes;
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
    /// <param name="cancel">Ends every wait, now and later, with <see cref="OperationCanceledException"/>.</param>
    public static BoardClient Open(string port, CancellationToken cancel = default)
    {
        try
        {
            return Greet(Transports.Open(port), null, cancel);
        }
        catch (LinkException e) when (e is not BoardErrorException)
        {
            throw PortAdvice.Complete(e, port, PortList.All());
        }
    }

    /// <summary>Greets the board behind an open transport, which is owned from now on.</summary>
    public static BoardClient Greet(IByteTransport transport, byte? firstSequence = null, CancellationToken cancel = default)
    {
        BoardChannel channel = new(transport, firstSequence, cancel);
        try
        {
            foreach ((int rate, int tries) in RatesToTry(transport))
            {
                if (transport.HasBaud && !TrySetBaud(transport, rate))
                {
                    continue;
                }

                // a half-typed console line must not be executed by the first frame's delimiter
                transport.Write([Protocol.KillLine]);
                if (TryHello(channel, tries) is { } hello)
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
    public BoardStatus Status() => _model = BoardStatus.Parse(_channel.Request("status", RequestType.Status, []));

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

    /// <summary>What every slot of the store holds.</summary>
    public IReadOnlyList<StoredModel> StoredModels() =>
        [
            .. Enumerable
                .Range(0, Store().Slots)
                .Select(slot => StoredModel.Parse(slot, _channel.Request("storeInfo", RequestType.StoreInfo, [(byte)slot]))),
        ];

    /// <summary>Makes the model of a slot the board's, also after a power loss.</summary>
    /// <param name="slot">A slot with a model.</param>
    public void Use(int slot)
    {
        _model = null;
        try
        {
            PayloadReader r = new(
                "storeUse",
                _channel.Request($"slot {slot}", RequestType.StoreUse, [(byte)slot], ModelPush.CommitTimeoutMs)
            );
            r.I8("slot", slot, slot);
            r.End();
        }
        catch (BoardErrorException e) when (e.BoardCode == ErrorCode.StoreFull)
        {
            throw new LinkException(
                ExitCode.BoardRefused,
                $"slot {slot} has been chosen so often that its flash has no room to note it once more",
                "push the model again: nanocoop push MODEL.ncn"
            );
        }
    }

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
            if (all.Count > Networks.MaxLayers)
            {
                throw PayloadReader.Impossible("layers", $"more than {Networks.MaxLayers} layers");
            }
        }
    }

    /// <summary>Name of a class; null index: of the model.</summary>
    public string ClassName(int? index) =>
        BoardText.Clean(
            Encoding.UTF8.GetString(
                _channel.Request("class name", RequestType.ClassName, [(byte)(index ?? Protocol.ModelNameIndex)])
            )
        );

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
    public PushResult Push(
        byte[] blob,
        IProgress<PushProgress>? progress = null,
        ReadOnlyMemory<byte> signature = default,
        CancellationToken cancel = default
    )
    {
        _model = null;
        return new ModelPush(_channel, Hello, progress, cancel).Run(blob, signature.Span);
    }

    /// <summary>
    /// Uploads a sample into one of the two banks: in one frame where it fits, in small ones where the line loses large ones.
    /// </summary>
    public void UploadSample(int bank, ReadOnlySpan<byte> image)
    {
        for (int at = 0; at < image.Length; )
        {
            bool isLarge = _sampleBytes > SmallSampleBytes;
            int count = Math.Min(_sampleBytes, image.Length - at);
            try
            {
                SendSample(bank, at, image.Slice(at, count), image.Length, isLarge ? 2 : 4);
                at += count;
            }
            catch (LinkException e) when (isLarge && e.Code is ExitCode.BoardSilent or ExitCode.LinkUnreliable)
            {
                _sampleBytes = SmallSampleBytes;
            }
        }
    }

    /// <summary>Sends the sound of a clip; the board computes its log-mel image into a bank.</summary>
    /// <param name="clip">int16 at 16 kHz; the first second counts, a shorter clip goes on with zeros.</param>
    public void UploadSound(int bank, ReadOnlySpan<short> clip)
    {
        byte[] sound = new byte[2 * Hearing.SampleRate];
        for (int i = 0; i < Math.Min(clip.Length, Hearing.SampleRate); i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(sound.AsSpan(2 * i), clip[i]);
        }

        int most = Math.Min(Hello.MaxPayloadBytes - SoundRequests.HeaderBytes, SoundPieceBytes) & ~1;
        for (int at = 0; at < sound.Length; )
        {
            int count = Math.Min(most, sound.Length - at);
            byte[] payload = new byte[SoundRequests.HeaderBytes + count];
            payload[0] = (byte)bank;
            BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(2), at);
            sound.AsSpan(at, count).CopyTo(payload.AsSpan(SoundRequests.HeaderBytes));
            PayloadReader reply = new("sound", _channel.Request("sound", RequestType.Sound, payload));
            at = reply.I32("next offset", at + count, at + count);
        }
    }

    /// <summary>Classifies the sample in a bank. Nothing is sent while the board computes.</summary>
    public InferResult Infer(int bank, InferRequest? request = null)
    {
        InferRequest asked = request ?? InferRequest.AsBoardSays;
        int classes = (_model ?? Status()).Classes;
        ushort tag = _tag++;
        byte[] reply = _channel.Request("infer", RequestType.Infer, asked.ToPayload(bank, tag), InferTimeoutMs, InferTries);
        return InferResult.Parse(reply, asked, tag, classes);
    }

    /// <summary>
    /// Cost of each layer in the last inference, in counts, by network (0 BNN, 1 INT8, 2 glue); empty where it was not run. Of
    /// the BNN a shared stem alone may have run.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> LayerCounts()
    {
        BoardStatus model = _model ?? Status();
        PayloadReader r = new("layerCounts", _channel.Request("layer counts", RequestType.LayerCounts, [Protocol.AllNetworks]));
        int[][] all = new int[Networks.Count][];
        for (int net = 0; net < all.Length; net++)
        {
            int layers = r.U8(),
                most = model.LayerCounts[net];
            all[net] = new int[layers == 0 ? 0 : r.Require("count", layers, net == Networks.Bnn ? 1 : most, most)];
            for (int i = 0; i < layers; i++)
            {
                all[net][i] = r.I32("counts", 0, int.MaxValue);
            }
        }

        r.End();
        return all;
    }

    /// <summary>Logits of a network (0 BNN, 1 INT8, 2 glue) in the last inference.</summary>
    /// <returns>One a class; empty where the network was not run or has none; null where the firmware is too old to
    /// say.</returns>
    public int[]? Logits(int net)
    {
        try
        {
            PayloadReader r = new("logits", _channel.Request("logits", RequestType.Logits, [(byte)net]));
            int[] logits = new int[r.U8()];
            for (int i = 0; i < logits.Length; i++)
            {
                logits[i] = r.I32();
            }

            return logits;
        }
        catch (BoardErrorException e) when (e.BoardCode == ErrorCode.UnknownRequest)
        {
            return null;
        }
    }

    /// <summary>Sets (or with null reads) the confidence threshold; returns the one in force.</summary>
    public byte ConfidenceThreshold(byte? value = null) =>
        (byte)One("ct", _channel.Request("ct", RequestType.Threshold, value is { } v ? [v] : []), value, byte.MaxValue);

    /// <summary>Sets (or with null reads) the target of the automatic confidence threshold.</summary>
    public BoardAuto AutoThreshold(AutoTargetRequest? target = null) =>
        BoardAuto.Parse(_channel.Request("ct auto", RequestType.Auto, target?.ToPayload() ?? []));

    /// <summary>Sets (or with null reads) the mode; returns the one in force.</summary>
    public CoopMode Mode(CoopMode? value = null) =>
        (CoopMode)One(
            "mode",
            _channel.Request("mode", RequestType.Mode, value is { } v ? [(byte)v] : []),
            (byte?)value,
            (int)CoopMode.Int8
        );

    /// <summary>Statistics since the last reset of them.</summary>
    public BoardStats Stats(bool reset = false) =>
        BoardStats.Parse(_channel.Request("stats", RequestType.Statistics, reset ? [1] : []));

    /// <summary>LEDs and console output off during measured windows.</summary>
    public void Quiet(bool on)
    {
        byte wanted = on ? (byte)1 : (byte)0;
        One("quiet", _channel.Request("quiet", RequestType.Quiet, [wanted]), wanted, 1);
    }

    /// <summary>Restarts the board and greets it again.</summary>
    public void Reset()
    {
        _model = null;
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
                _channel.IgnoreCancel();
                BaudNegotiation.Return(_channel);
            }
        }
        catch (LinkException)
        {
            // The port is going away anyway; the board returns by itself at its next reset.
        }

        _channel.Dispose();
    }

    private void SendSample(int bank, int at, ReadOnlySpan<byte> bytes, int sampleBytes, int tries)
    {
        byte[] payload = new byte[Protocol.SampleHeaderBytes + bytes.Length];
        payload[0] = (byte)bank;
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(1), (ushort)at);
        bytes.CopyTo(payload.AsSpan(Protocol.SampleHeaderBytes));
        PayloadReader r = new("sample", _channel.Request("the sample", RequestType.Sample, payload, 1000, tries));
        int next = r.U16();
        r.End();
        r.Require("next", next == 0 ? ushort.MaxValue + 1 : next, at + bytes.Length, sampleBytes);
    }

    /// <summary>A reply of one byte: the value that was set, or one in 0 … <paramref name="largest"/>.</summary>
    private static int One(string what, ReadOnlySpan<byte> reply, byte? set, int largest)
    {
        PayloadReader r = new(what, reply);
        int value = r.U8("value", set ?? 0, set ?? largest);
        r.End();
        return value;
    }

    /// <summary>The rates at which boards are left in order, then, for one that a killed program left elsewhere, the
    /// others.</summary>
    private static IEnumerable<(int Baud, int Tries)> RatesToTry(IByteTransport transport)
    {
        const int start = Transports.StartBaud,
            high = BaudNegotiation.HighBaud;
        return transport.HasBaud
            ?
            [
                (start, 3),
                (high, 3),
                (start, 3),
                .. BaudNegotiation.Rates.Where(r => r is not (start or high)).Select(r => (r, 1)),
            ]
            : [(start, 3)];
    }

    /// <summary>False for a rate that the adapter does not have; the start rate it must have.</summary>
    private static bool TrySetBaud(IByteTransport transport, int rate)
    {
        try
        {
            transport.SetBaud(rate);
            return true;
        }
        catch (LinkException) when (rate != Transports.StartBaud)
        {
            return false;
        }
    }

    private static BoardHello? TryHello(BoardChannel channel, int tries)
    {
        try
        {
            return BoardHello.Parse(channel.Request("hello", RequestType.Hello, [Protocol.Version], 400, tries));
        }
        catch (LinkException e) when (e.Code == ExitCode.BoardSilent)
        {
            return null;
        }
    }
}
