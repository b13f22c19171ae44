// The native functions as a script, in the device's own language: these tests run on nanoFramework's CLR as well as here.
using NanoCoopNet.Device;
using NanoCoopNet.Interop;

namespace NanoCoopNet.OnDevice
{
    /// <summary>A model of 4 classes and 6 bytes; BNN of 2 layers, INT8 of 3. Every byte received is text.</summary>
    public sealed class ScriptedNative : INative
    {
        private const int HopBytes = 320;

        private readonly int[] settings = new int[16];
        private readonly int[] done = new int[3];
        private int counter;
        private int heard;

        public ScriptedNative()
        {
            for (int i = 0; i < settings.Length; i++)
            {
                settings[i] = NativeStatus.NotFound;
            }
        }

        /// <summary>What the BNN's confidence is, in 1/256.</summary>
        public int Confidence256 { get; set; }

        /// <summary>Layers run so far, all networks.</summary>
        public int LayersRun { get; private set; }

        /// <summary>Layers run out of order: a mistake of the orchestrator.</summary>
        public int OutOfOrder { get; private set; }

        /// <summary>Bytes of the sample, by bank.</summary>
        public byte[][] Banks { get; } = new byte[][] { new byte[6], new byte[6] };

        public int Abi(int[] v)
        {
            v[AbiField.InterfaceVersion] = NativeInterface.Version;
            v[AbiField.KernelAbi] = 1;
            v[AbiField.BlobAbi] = 1;
            v[AbiField.ArenaBytes] = 131072;
            v[AbiField.Contexts] = 1;
            return 0;
        }

        public int ModelOpen(int ctx, int slot, int[] info)
        {
            info[ModelField.Form] = 1;
            info[ModelField.Flags] = 1;
            info[ModelField.Classes] = 4;
            info[ModelField.InputBytes] = 6;
            info[ModelField.Height] = 2;
            info[ModelField.Width] = 3;
            info[ModelField.Channels] = 1;
            info[ModelField.Layers + Networks.Bnn] = 2;
            info[ModelField.Layers + Networks.Int8] = 3;
            info[ModelField.ArenaBytes] = 5000;
            info[ModelField.DefaultThreshold] = 77;
            info[ModelField.Crc32] = 0x12345678;
            info[ModelField.BlobBytes] = 4096;
            return 0;
        }

        public int ModelClose(int ctx)
        {
            return 0;
        }

        public int ModelText(int ctx, int index, byte[] utf8)
        {
            return index == -2 ? 0 : Payload.PutAscii(utf8, 0, index < 0 ? "scripted" : "class" + index.ToString());
        }

        public int LayerInfo(int ctx, int net, int layer, int[] v)
        {
            return 0;
        }

        public int InputWrite(int ctx, int bank, byte[] data, int start, int count, int at)
        {
            System.Array.Copy(data, start, Banks[bank], at, count);
            return 0;
        }

        public int InputSelect(int ctx, int bank)
        {
            System.Array.Clear(done, 0, done.Length);
            return 0;
        }

        public int LayerRun(int ctx, int net, int layer, int markerMask)
        {
            OutOfOrder += done[net] == layer ? 0 : 1;
            done[net]++;
            LayersRun++;
            counter += 1000;
            return 1000 + 10 * net + layer;
        }

        public int NetRun(int ctx, int net, int first, int markerMask, int most, int[] v)
        {
            v[NetField.Sum] = 0;
            int layers = net == Networks.Bnn ? 2 : 3;
            for (int layer = first; layer < layers; layer++)
            {
                v[NetField.Layer + layer] = LayerRun(ctx, net, layer, 0);
                v[NetField.Sum] += v[NetField.Layer + layer];
            }

            return layers;
        }

        public int Top(int ctx, int net)
        {
            return 1 + net;
        }

        public int Logits(int ctx, int net, int[] dst)
        {
            for (int i = 0; i < 4; i++)
            {
                dst[i] = i == 1 + net ? 100 : -i;
            }

            return 4;
        }

        public int Confidence(int ctx, int net, int[] v)
        {
            v[ConfidenceField.Top1] = 1;
            v[ConfidenceField.Top2] = 2;
            v[ConfidenceField.Score256] = Confidence256;
            v[ConfidenceField.Score65536] = Confidence256 * 256;
            return 30;
        }

        public int TimeInfo(int[] v)
        {
            v[TimeField.Kind] = TimeKind.DwtCycles;
            v[TimeField.CountsPerSecond] = 216000000;
            v[TimeField.Now] = counter;
            return 0;
        }

        public int SoundWrite(int[] state, byte[] pcm, int start, int count)
        {
            int before = heard / HopBytes;
            heard += count;
            return heard / HopBytes - before;
        }

        public int SoundImage(int[] state, byte[] image)
        {
            return 0;
        }

        public int MarkerBind(int marker, int pin)
        {
            return 0;
        }

        public int StoreInfo(int slot, int[] v)
        {
            return 0;
        }

        public int StoreBegin(byte[] identity, int blobBytes, int[] v)
        {
            return NativeStatus.StoreSpace;
        }

        public int StoreErase(int step)
        {
            return NativeStatus.StoreState;
        }

        public int StoreWrite(int at, byte[] data, int start, int count)
        {
            return NativeStatus.StoreState;
        }

        public int StoreCommit(int[] v)
        {
            return NativeStatus.StoreState;
        }

        public int StoreSignature(byte[] block)
        {
            return NativeStatus.Port;
        }

        public int StoreUse(int slot)
        {
            return NativeStatus.NoModel;
        }

        public int StoreRemove(int slot)
        {
            return 0;
        }

        public int FrameDecode(int[] state, byte[] rx, int start, int count, byte[] dst)
        {
            System.Array.Copy(rx, start, dst, 0, count);
            state[FrameField.Taken] = count;
            state[FrameField.Length] = count;
            return FrameResult.Text;
        }

        public int FrameEncode(byte[] payload, int count, int type, int seq, byte[] tx)
        {
            return 0;
        }

        public int SettingRead(int key)
        {
            return settings[key];
        }

        public int SettingWrite(int key, int value)
        {
            settings[key] = value;
            return 0;
        }
    }
}
