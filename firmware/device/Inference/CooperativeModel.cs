// The open model: its life and its sample banks. CooperativeInference runs it.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>
    /// The model in context 1, the only one of a board. No method throws on a native failure; they return its status.
    /// </summary>
    public sealed class CooperativeModel
    {
        /// <summary>The native context of the board.</summary>
        public const int Context = 1;

        private const int NewestSlot = -1;
        private const int BenchmarkIdIndex = -2;

        private readonly INative native;
        private readonly byte[] name = new byte[256];
        private readonly int[] bankBytes = new int[Protocol.Banks];
        private int nameLength;
        private int lastBank;

        public CooperativeModel(INative native)
        {
            this.native = native;
            Info = new ModelInfo();
            LastError = new OpenError();
            lastBank = -1;
        }

        /// <summary>True between a good <see cref="OpenNewest"/> and <see cref="Close"/>.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>What the engine says of the model.</summary>
        public ModelInfo Info { get; private set; }

        /// <summary>Why the last attempt to open failed; zeros after a good one.</summary>
        public OpenError LastError { get; private set; }

        /// <summary>UTF-8 of the model's name.</summary>
        public byte[] Name
        {
            get { return name; }
        }

        /// <summary>Bytes of <see cref="Name"/> in use.</summary>
        public int NameLength
        {
            get { return nameLength; }
        }

        /// <summary>Copies the id by which a benchmark's runner knows the open model, ASCII.</summary>
        /// <returns>Its length; 0 where there is none.</returns>
        public int BenchmarkId(byte[] text)
        {
            int length = IsOpen ? native.ModelText(Context, BenchmarkIdIndex, text) : 0;
            return length > 0 ? length : 0;
        }

        /// <summary>The bank completed last, -1 none.</summary>
        public int LastCompleteBank
        {
            get { return lastBank; }
        }

        /// <summary>Opens the newest committed model and empties the banks.</summary>
        /// <returns>0, or the status for which no model is open now.</returns>
        public int OpenNewest()
        {
            Close();
            int[] info = Info.Values;
            System.Array.Clear(info, 0, info.Length);
            int status = native.ModelOpen(Context, NewestSlot, info);
            if (status < 0)
            {
                LastError.Set(status, Info);
                return status;
            }

            LastError.Clear();
            int length = native.ModelText(Context, -1, name);
            nameLength = length > 0 ? length : 0;
            IsOpen = true;
            return 0;
        }

        /// <summary>Forgets the model; the store is not touched.</summary>
        public void Close()
        {
            if (IsOpen)
            {
                native.ModelClose(Context);
            }

            IsOpen = false;
            nameLength = 0;
            lastBank = -1;
            System.Array.Clear(bankBytes, 0, bankBytes.Length);
        }

        /// <summary>Bytes in order at the start of a bank.</summary>
        public int BytesInBank(int bank)
        {
            return bankBytes[bank];
        }

        /// <summary>True if a bank holds a whole sample.</summary>
        public bool IsBankComplete(int bank)
        {
            return IsOpen && bankBytes[bank] == Info.InputBytes;
        }

        /// <summary>
        /// Takes bytes of a sample at an offset no larger than <see cref="BytesInBank"/>; offset 0 starts a new sample.
        /// </summary>
        /// <returns>0 or a native status.</returns>
        public int WriteSample(int bank, int at, byte[] data, int start, int count)
        {
            int status = native.InputWrite(Context, bank, data, start, count, at);
            if (status < 0)
            {
                return status;
            }

            int end = at + count;
            if (at == 0 || end > bankBytes[bank])
            {
                bankBytes[bank] = end;
            }

            if (bankBytes[bank] == Info.InputBytes)
            {
                lastBank = bank;
            }

            return 0;
        }
    }
}
