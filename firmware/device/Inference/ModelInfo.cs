// What ModelOpen says of a model, with names; nf-interop/native/NATIVE.md, ModelOpen.
namespace NanoCoopNet.Device
{
    /// <summary>View of the 24 ints ModelOpen fills. Meaningless but for the violation while no model is open.</summary>
    public sealed class ModelInfo
    {
        /// <summary>The ints themselves; ModelOpen writes them.</summary>
        public readonly int[] Values = new int[24];

        /// <summary>1 CoopNet, 2 BC-Net on logits, 3 BC-Net on features.</summary>
        public int Form
        {
            get { return Values[0]; }
        }

        /// <summary>The blob's flags.</summary>
        public int Flags
        {
            get { return Values[1]; }
        }

        /// <summary>True if the INT8 network has an answer of its own; eq. (15).</summary>
        public bool HasInt8Answer
        {
            get { return (Values[1] & 1) != 0; }
        }

        /// <summary>2 ... 255.</summary>
        public int Classes
        {
            get { return Values[2]; }
        }

        /// <summary>Bytes of a sample, 1 ... 65536.</summary>
        public int InputBytes
        {
            get { return Values[3]; }
        }

        /// <summary>Height of the input.</summary>
        public int InputHeight
        {
            get { return Values[4]; }
        }

        /// <summary>Width of the input.</summary>
        public int InputWidth
        {
            get { return Values[5]; }
        }

        /// <summary>Channels of the input.</summary>
        public int InputChannels
        {
            get { return Values[6]; }
        }

        /// <summary>Bytes of arena the engine's plan needs.</summary>
        public int ArenaBytes
        {
            get { return Values[10]; }
        }

        /// <summary>The blob's own confidence threshold in 1/256.</summary>
        public int DefaultThreshold
        {
            get { return Values[11]; }
        }

        /// <summary>CRC-32 of the blob, as bits.</summary>
        public int Crc32
        {
            get { return Values[12]; }
        }

        /// <summary>Length of the blob.</summary>
        public int BlobBytes
        {
            get { return Values[13]; }
        }

        /// <summary>Slot of the store the model lies in.</summary>
        public int Slot
        {
            get { return Values[17]; }
        }

        /// <summary>The rule a refused blob breaks, 0 none.</summary>
        public int ViolatedRule
        {
            get { return Values[19]; }
        }

        /// <summary>Network of the violation.</summary>
        public int ViolatedNet
        {
            get { return Values[20]; }
        }

        /// <summary>Layer of the violation, -1 the header.</summary>
        public int ViolatedLayer
        {
            get { return Values[21]; }
        }

        /// <summary>First four bytes of the blob's SHA-256, little-endian.</summary>
        public int IdentityWord
        {
            get { return Values[22]; }
        }

        /// <summary>Layers of a network, 0 where it is absent.</summary>
        public int Layers(int net)
        {
            return Values[7 + net];
        }
    }
}
