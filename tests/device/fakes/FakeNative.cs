// The native interface with a scripted model and a store in memory. It keeps the rules of NATIVE.md (order of layers, ranges), so
// that an orchestrator which breaks one fails here as it would on the board.
using System.Text;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

internal sealed class FakeNative : INative
{
    private const int Order = -5;
    private const int HopBytes = 320;

    private readonly FrameCodec decoder = new(Protocol.LargestRequest);
    private readonly List<byte> decodedText = [];
    private readonly byte[][] banks =
    [
        [],
        [],
    ];
    private readonly int[] done = new int[3];
    private int counter;
    private int heard;
    private bool opened;

    public FakeModel Model { get; set; } = new();

    public FakeStore Store { get; init; } = new();

    public Dictionary<int, int> Settings { get; init; } = [];

    /// <summary>Calls that matter to a test, in order; only while <see cref="KeepsLog"/>.</summary>
    public List<string> Log { get; } = [];

    public bool KeepsLog { get; set; } = true;

    /// <summary>Called by every native function of a timed region.</summary>
    public Action? InTimedRegion { get; set; }

    public int Kind { get; set; } = TimeKind.DwtCycles;

    /// <summary>Status ModelOpen fails with although a blob is committed; 0 opens it.</summary>
    public int RefuseOpen { get; set; }

    /// <summary>SettingWrite fails.</summary>
    public bool FailSettings { get; set; }

    /// <summary>LayerRun of this network and layer fails; -1 none.</summary>
    public int FailLayerOfBnn { get; set; } = -1;

    /// <summary>Abi says that flash is set aside for models.</summary>
    public bool HasStorage { get; init; } = true;

    /// <summary>Abi's flag.</summary>
    public bool IsDebugBuild { get; init; }

    public int InterfaceVersion { get; set; } = NativeInterface.Version;

    public byte[] Bank(int bank) => banks[bank];

    public int Abi(int[] v)
    {
        (v[AbiField.InterfaceVersion], v[AbiField.KernelAbi], v[AbiField.BlobAbi], v[AbiField.BuildHash]) = (
            InterfaceVersion,
            1,
            1,
            0x12345678
        );
        (v[AbiField.ArenaBytes], v[AbiField.Contexts]) = (98304, 1);
        (v[AbiField.Flags], v[AbiField.StoreBytes]) = (IsDebugBuild ? 1 : 0, HasStorage ? 786432 : 0);
        return 0;
    }

    public int ModelOpen(int ctx, int slot, int[] info)
    {
        int newest = Store.NewestSlot;
        if (newest < 0)
        {
            return NativeStatus.NoModel;
        }

        if (RefuseOpen != 0)
        {
            (info[ModelField.Rule], info[ModelField.RuleNet], info[ModelField.RuleLayer]) = (41, 1, 2);
            return RefuseOpen;
        }

        FakeModel m = Model;
        (info[ModelField.Form], info[ModelField.Flags], info[ModelField.Classes]) = (m.Form, m.Flags, m.Classes);
        info[ModelField.InputBytes] = m.InputBytes;
        (info[ModelField.Height], info[ModelField.Width], info[ModelField.Channels]) = (m.Input[0], m.Input[1], m.Input[2]);
        for (int net = 0; net < Networks.Count; net++)
        {
            info[ModelField.Layers + net] = m.Costs[net].Length;
            info[ModelField.Temperature + net] = 1 << 16;
        }

        info[ModelField.StemLayers] = m.StemLayers;
        (info[ModelField.ArenaBytes], info[ModelField.DefaultThreshold], info[ModelField.Crc32]) = (5000, m.DefaultThreshold, -2);
        (info[ModelField.BlobBytes], info[ModelField.Slot]) = (Store.Blob(newest).Length, newest);
        info[ModelField.Identity] = BitConverter.ToInt32(Identity(newest));
        banks[0] = new byte[m.InputBytes];
        banks[1] = new byte[m.InputBytes];
        opened = true;
        Record($"open {newest}");
        return 0;
    }

    public int ModelClose(int ctx)
    {
        opened = false;
        Record("close");
        return 0;
    }

    public int ModelText(int ctx, int index, byte[] utf8) =>
        opened
            ? Encoding.UTF8.GetBytes(
                index == -2 ? Model.BenchmarkId
                    : index == -1 ? Model.Name
                    : $"class{index}",
                utf8
            )
            : NativeStatus.Context;

    public int LayerInfo(int ctx, int net, int layer, int[] v)
    {
        for (int i = 0; i < 16; i++)
        {
            v[i] = net * 10000 + layer * 100 + i;
        }

        return 0;
    }

    public int InputWrite(int ctx, int bank, byte[] data, int start, int count, int at)
    {
        if (!opened)
        {
            return NativeStatus.Context;
        }

        if (at < 0 || count < 0 || at + count > banks[bank].Length || start + count > data.Length)
        {
            return NativeStatus.Argument;
        }

        Array.Copy(data, start, banks[bank], at, count);
        return 0;
    }

    public int InputSelect(int ctx, int bank)
    {
        Array.Clear(done);
        Record("select", bank);
        return opened ? 0 : NativeStatus.Context;
    }

    public int LayerRun(int ctx, int net, int layer, int markerMask)
    {
        InTimedRegion?.Invoke();
        if (!opened)
        {
            return NativeStatus.Context;
        }

        if (layer < 0)
        {
            Record("markers", markerMask);
            return NativeStatus.Argument;
        }

        if (layer == 0)
        {
            done[net] = 0;
        }

        bool glueTooEarly = net == 2 && (done[0] != Model.Costs[0].Length || done[1] != Model.Costs[1].Length);
        bool stemMissing = net == 1 && layer == 0 && done[0] < Model.StemLayers;
        if (layer != done[net] || layer >= Model.Costs[net].Length || glueTooEarly || stemMissing)
        {
            return Order;
        }

        if (net == 0 && layer == FailLayerOfBnn)
        {
            return -50;
        }

        done[net]++;
        Record("run", net, layer, markerMask);
        counter += Model.Costs[net][layer] + 7;
        return Model.Costs[net][layer];
    }

    public int NetRun(int ctx, int net, int first, int markerMask, int most, int[] v)
    {
        int layers = Model.Costs[net].Length;
        v[NetField.Sum] = first == 0 ? 0 : v[NetField.Sum];
        for (int layer = first; layer < layers; layer++)
        {
            int raise = layer == first ? markerMask & 0xFFFF : 0;
            int cost = LayerRun(ctx, net, layer, raise | (layer == layers - 1 ? markerMask & ~0xFFFF : 0));
            if (cost < 0)
            {
                return cost;
            }

            v[NetField.Layer + layer] = cost;
            v[NetField.Sum] = (int)Math.Min(int.MaxValue, (long)v[NetField.Sum] + cost);
            most = Math.Max(0, most - cost);
            if (most == 0)
            {
                return layer + 1;
            }
        }

        return layers;
    }

    public int Top(int ctx, int net)
    {
        if (HasNoLogits(net))
        {
            return NativeStatus.NoLogits;
        }

        int top = 0;
        for (int i = 1; i < Model.Classes; i++)
        {
            top = Model.Logits[net][i] > Model.Logits[net][top] ? i : top;
        }

        return top;
    }

    public int Logits(int ctx, int net, int[] dst)
    {
        if (HasNoLogits(net))
        {
            return NativeStatus.NoLogits;
        }

        Model.Logits[net].CopyTo(dst, 0);
        return Model.Classes;
    }

    public int Confidence(int ctx, int net, int[] v)
    {
        Record("confidence", net);
        Model.Confidence.CopyTo(v, 0);
        counter += Model.ConfidenceCost + 7;
        return done[net] == Model.Costs[net].Length ? Model.ConfidenceCost : Order;
    }

    public int TimeInfo(int[] v)
    {
        InTimedRegion?.Invoke();
        counter += 3;
        (v[TimeField.Kind], v[TimeField.CountsPerSecond], v[TimeField.Now]) = (Kind, 216000000, counter & 0x7FFFFFFF);
        return 0;
    }

    public int SoundWrite(int[] state, byte[] pcm, int start, int count)
    {
        int before = heard / HopBytes;
        heard += count;
        return (heard / HopBytes) - before;
    }

    public int SoundImage(int[] state, byte[] image)
    {
        Array.Fill(image, (byte)(heard / HopBytes));
        return 0;
    }

    public int MarkerBind(int marker, int pin)
    {
        Record("bind", marker, pin);
        return 0;
    }

    public int StoreInfo(int slot, int[] v) => Store.Info(slot, v);

    public int StoreBegin(byte[] identity, int blobBytes, int[] v) => Store.Begin(identity, blobBytes, v);

    public int StoreErase(int step) => Store.Erase(step);

    public int StoreWrite(int at, byte[] data, int start, int count) => Store.Write(at, data, start, count);

    public int StoreCommit(int[] v) => Store.Commit(v);

    public int StoreSignature(byte[] block) => Store.Sign(block);

    public int StoreUse(int slot) => Store.Use(slot);

    public int StoreRemove(int slot) => Store.Remove(slot);

    public int FrameDecode(int[] state, byte[] rx, int start, int count, byte[] dst)
    {
        if (state[FrameField.Open] == 0 && decoder.IsOpen)
        {
            decoder.Abandon();
        }

        decodedText.Clear();
        int taken = 0;
        Found found = Found.Nothing;
        while (taken < count && found == Found.Nothing)
        {
            Found one = decoder.Take(rx[start + taken]);
            taken++;
            if (one == Found.Text)
            {
                decodedText.Add(rx[start + taken - 1]);
            }
            else
            {
                found = one;
            }

            // Text before a frame is handed out when its marker opens it.
            if (decodedText.Count > 0 && (decoder.IsOpen || taken == count || decodedText.Count == dst.Length))
            {
                found = Found.Text;
            }
        }

        state[FrameField.Open] = decoder.IsOpen ? 1 : 0;
        state[FrameField.Taken] = taken;
        byte[] bytes = found == Found.Text ? [.. decodedText] : decoder.Payload;
        (state[FrameField.Type], state[FrameField.Seq]) = (decoder.Type, decoder.Seq);
        (state[FrameField.Length], state[FrameField.Reason]) = (bytes.Length, decoder.Reason);
        bytes.CopyTo(dst, 0);
        return (int)found;
    }

    public int FrameEncode(byte[] payload, int count, int type, int seq, byte[] tx)
    {
        byte[] frame = FrameCodec.Encode(type, seq, payload.AsSpan(0, count));
        frame.CopyTo(tx, 0);
        return frame.Length;
    }

    public int SettingRead(int key) => Settings.TryGetValue(key, out int value) ? value : NativeStatus.NotFound;

    public int SettingWrite(int key, int value)
    {
        if (FailSettings)
        {
            return NativeStatus.StoreProgram;
        }

        Settings[key] = value;
        return 0;
    }

    private bool HasNoLogits(int net) => done[net] != Model.Costs[net].Length || (net == 1 && (Model.Flags & 1) == 0);

    private byte[] Identity(int slot)
    {
        int[] v = new int[SlotField.Ints];
        Store.Info(slot, v);
        return BitConverter.GetBytes(v[SlotField.Identity]);
    }

    private void Record(string call)
    {
        if (KeepsLog)
        {
            Log.Add(call);
        }
    }

    private void Record(string call, int a)
    {
        if (KeepsLog)
        {
            Log.Add($"{call} {a}");
        }
    }

    private void Record(string call, int a, int b)
    {
        if (KeepsLog)
        {
            Log.Add($"{call} {a} {b}");
        }
    }

    private void Record(string call, int net, int layer, int mask)
    {
        if (KeepsLog)
        {
            string up = (mask & 0xFFFF) == 0 ? "" : $" up{mask & 0xFFFF}";
            string down = mask >> 16 == 0 ? "" : $" down{mask >> 16}";
            Log.Add($"{call} {net}.{layer}{up}{down}");
        }
    }
}
