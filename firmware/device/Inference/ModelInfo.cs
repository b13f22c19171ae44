// What ModelOpen says of a model, with names; nf-interop/native/NATIVE.md, ModelOpen.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>View of the ints ModelOpen fills. Meaningless but for the violation while no model is open.</summary>
    public sealed class ModelInfo
    {
        /// <summary>The ints themselves; ModelOpen writes them.</summary>
        public readonly int[] Values = new int[ModelField.Ints];

        /// <summary>1 CoopNet, 2 BC-Net on logits, 3 BC-Net on features.</summary>
        public int Form
        {
            get { return Values[ModelField.Form]; }
        }

        /// <summary>The blob's flags.</summary>
        public int Flags
        {
            get { return Values[ModelField.Flags]; }
        }

        /// <summary>True if the INT8 network has an answer of its own; eq. (15).</summary>
        public bool HasInt8Answer
        {
            get { return (Values[ModelField.Flags] & 1) != 0; }
        }

        /// <summary>2 ... 255.</summary>
        public int Classes
        {
            get { return Values[ModelField.Classes]; }
        }

        /// <summary>Bytes of a sample, 1 ... 65536.</summary>
        public int InputBytes
        {
            get { return Values[ModelField.InputBytes]; }
        }

        /// <summary>Height of the input.</summary>
        public int InputHeight
        {
            get { return Values[ModelField.Height]; }
        }

        /// <summary>Width of the input.</summary>
        public int InputWidth
        {
            get { return Values[ModelField.Width]; }
        }

        /// <summary>Channels of the input.</summary>
        public int InputChannels
        {
            get { return Values[ModelField.Channels]; }
        }

        /// <summary>Bytes of arena the engine's plan needs.</summary>
        public int ArenaBytes
        {
            get { return Values[ModelField.ArenaBytes]; }
        }

        /// <summary>The blob's own confidence threshold in 1/256.</summary>
        public int DefaultThreshold
        {
            get { return Values[ModelField.DefaultThreshold]; }
        }

        /// <summary>CRC-32 of the blob, as bits.</summary>
        public int Crc32
        {
            get { return Values[ModelField.Crc32]; }
        }

        /// <summary>Length of the blob.</summary>
        public int BlobBytes
        {
            get { return Values[ModelField.BlobBytes]; }
        }

        /// <summary>Bits behind the point of a network's logits, -8 ... 30; 0 where it gives none.</summary>
        public int LogitRadix(int net)
        {
            return Values[ModelField.LogitRadix + net];
        }

        /// <summary>Temperature of a network's softmax, 16 bits behind the point; eq. (13).</summary>
        public int Temperature(int net)
        {
            return Values[ModelField.Temperature + net];
        }

        /// <summary>Slot of the store the model lies in.</summary>
        public int Slot
        {
            get { return Values[ModelField.Slot]; }
        }

        /// <summary>What makes an input; MODEL-FORMAT.md, "preprocessing".</summary>
        public int Preprocessing
        {
            get { return Values[ModelField.Preprocessing]; }
        }

        /// <summary>The rule a refused blob breaks, 0 none.</summary>
        public int ViolatedRule
        {
            get { return Values[ModelField.Rule]; }
        }

        /// <summary>Network of the violation.</summary>
        public int ViolatedNet
        {
            get { return Values[ModelField.RuleNet]; }
        }

        /// <summary>Layer of the violation, -1 the header.</summary>
        public int ViolatedLayer
        {
            get { return Values[ModelField.RuleLayer]; }
        }

        /// <summary>First four bytes of the blob's SHA-256, little-endian.</summary>
        public int IdentityWord
        {
            get { return Values[ModelField.Identity]; }
        }

        /// <summary>Layers of the BNN that the INT8 network goes on from; 0: it begins with the input.</summary>
        public int StemLayers
        {
            get { return Values[ModelField.StemLayers]; }
        }

        /// <summary>Layers of a network, 0 where it is absent.</summary>
        public int Layers(int net)
        {
            return Values[ModelField.Layers + net];
        }
    }
}
