// A push of a model, as far as the device is concerned: erase steps, the staging window, programming, commit.
// PROTOCOL.md, "Push with credit"; nf-interop/native/NATIVE.md, "Model store in flash".
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>
    /// The one transfer that may be open. Bytes are gathered in a window as large as the credit and programmed when it is full,
    /// so that none is under way while flash is busy. Methods return an error code; <see cref="Status"/> and <see cref="Detail"/>
    /// say more.
    /// </summary>
    public sealed class ModelTransfer
    {
        private readonly INative native;
        private readonly CooperativeModel model;
        private readonly byte[] window;
        private readonly int[] info = new int[StoreField.Ints];
        private readonly int[] begin = new int[BeginField.Ints];
        private readonly int[] commit = new int[CommitField.Ints];
        private bool isOpen;
        private int blobBytes;
        private int gathered;
        private int stepsDone;

        /// <param name="native">The store.</param>
        /// <param name="model">The open model; closed when its flash is erased.</param>
        /// <param name="creditBytes">Length of the window, a multiple of 32.</param>
        public ModelTransfer(INative native, CooperativeModel model, int creditBytes)
        {
            this.native = native;
            this.model = model;
            window = new byte[creditBytes];
        }

        /// <summary>Native status of the last error, or 0.</summary>
        public int Status { get; private set; }

        /// <summary>Detail of the last error: the offset or step wanted, or of a commit the violated rule.</summary>
        public int Detail { get; private set; }

        /// <summary>Network and layer of a refused commit.</summary>
        public int DetailNet { get; private set; }

        /// <summary>Network and layer of a refused commit.</summary>
        public int DetailLayer { get; private set; }

        /// <summary>storeBegin's result: 0 new, 1 resumes, 2 already there.</summary>
        public int Result { get; private set; }

        /// <summary>The slot the transfer goes to, or after a commit the slot of the model.</summary>
        public int Slot { get; private set; }

        /// <summary>The version that the last signature names.</summary>
        public int Version { get; private set; }

        /// <summary>Erase steps a new transfer needs.</summary>
        public int Steps { get; private set; }

        /// <summary>Offset in the blob up to which bytes are programmed.</summary>
        public int Programmed { get; private set; }

        /// <summary>The offset wanted next: everything before it is programmed or gathered.</summary>
        public int Next
        {
            get { return Programmed + gathered; }
        }

        /// <summary>Bytes the tool may send beyond <see cref="Next"/>.</summary>
        public int Credit
        {
            get { return window.Length - gathered; }
        }

        /// <summary>Takes the signature of the blob of the next transfer; a board without a key has no use for it.</summary>
        /// <param name="block">The signature block, <see cref="Protocol.SignatureBytes"/> long.</param>
        public ErrorCode Sign(byte[] block)
        {
            ClearError();
            int status = native.StoreSignature(block);
            if (status < 0)
            {
                return Fail(status);
            }

            Version = status;
            return ErrorCode.None;
        }

        /// <summary>Opens a transfer; one that was open is left for a later resume.</summary>
        public ErrorCode Begin(int bytes, byte[] identity)
        {
            ClearError();
            isOpen = false;
            gathered = 0;
            stepsDone = 0;
            int status = native.StoreInfo(-1, info);
            if (status < 0)
            {
                return Fail(status);
            }

            if (bytes <= 0)
            {
                return ErrorCode.BadPayload;
            }

            int largest = info[StoreField.LargestBlob];
            if (bytes > largest)
            {
                Detail = largest;
                return ErrorCode.StoreFull;
            }

            status = native.StoreBegin(identity, bytes, begin);
            if (status < 0)
            {
                return Fail(status);
            }

            Result = begin[BeginField.Result];
            Programmed = Result == BeginResult.HasIt ? bytes : begin[BeginField.Next];
            Slot = begin[BeginField.Slot];
            Steps = Result == BeginResult.New ? begin[BeginField.Steps] : 0;
            blobBytes = bytes;
            isOpen = Result != BeginResult.HasIt;
            return ErrorCode.None;
        }

        /// <summary>Does one erase step; the next in order.</summary>
        public ErrorCode Erase(int step)
        {
            ClearError();
            if (!isOpen)
            {
                return ErrorCode.NotReady;
            }

            if (step != stepsDone || step >= Steps)
            {
                Detail = stepsDone;
                return ErrorCode.WrongOffset;
            }

            int status = native.StoreErase(step);
            CloseModelIfWithdrawn();
            if (status < 0)
            {
                isOpen = false;
                return Fail(status);
            }

            stepsDone++;
            return ErrorCode.None;
        }

        /// <summary>Takes bytes of the blob; programs the window when it is full or the blob complete.</summary>
        /// <param name="offset">Offset in the blob of the first byte.</param>
        /// <param name="data">Array that holds the bytes.</param>
        /// <param name="start">Index of the first byte.</param>
        /// <param name="count">How many.</param>
        /// <param name="answerNow">True if the tool waits for <see cref="Next"/> and <see cref="Credit"/>.</param>
        public ErrorCode Take(int offset, byte[] data, int start, int count, out bool answerNow)
        {
            ClearError();
            answerNow = true;
            if (!isOpen || stepsDone < Steps)
            {
                return ErrorCode.NotReady;
            }

            if (offset != Next || count == 0)
            {
                return ErrorCode.None;
            }

            if (count > Credit || count > blobBytes - Next)
            {
                Detail = Next;
                return ErrorCode.BadPayload;
            }

            System.Array.Copy(data, start, window, gathered, count);
            gathered += count;
            if (gathered < window.Length && Next < blobBytes)
            {
                answerNow = false;
                return ErrorCode.None;
            }

            return Program();
        }

        /// <summary>Checks the whole blob and makes it the model; the transfer is closed.</summary>
        public ErrorCode Commit()
        {
            ClearError();
            if (!isOpen || stepsDone < Steps || Programmed < blobBytes)
            {
                Detail = isOpen ? Next : 0;
                return ErrorCode.NotReady;
            }

            isOpen = false;
            System.Array.Clear(commit, 0, commit.Length);
            int status = native.StoreCommit(commit);
            if (status < 0)
            {
                Fail(status);
                Detail = commit[CommitField.Rule];
                DetailNet = commit[CommitField.RuleNet];
                DetailLayer = commit[CommitField.RuleLayer];
                return StatusError.Of(status);
            }

            Slot = commit[CommitField.Slot];
            return ErrorCode.None;
        }

        /// <summary>Withdraws the commit of a slot, -1 of all. The open model is closed if it was one of them.</summary>
        public ErrorCode Remove(int slot)
        {
            ClearError();
            isOpen = false;
            int status = native.StoreRemove(slot);
            CloseModelIfWithdrawn();
            return status < 0 ? Fail(status) : ErrorCode.None;
        }

        /// <summary>Puts the model of a slot in force; it is not opened yet.</summary>
        public ErrorCode Use(int slot)
        {
            ClearError();
            int status = native.StoreUse(slot);
            if (status < 0)
            {
                return Fail(status);
            }

            isOpen = false;
            Slot = slot;
            return ErrorCode.None;
        }

        private ErrorCode Program()
        {
            int status = native.StoreWrite(Programmed, window, 0, gathered);
            if (status < 0)
            {
                isOpen = false;
                gathered = 0;
                return Fail(status);
            }

            Programmed = status;
            gathered = 0;
            return ErrorCode.None;
        }

        private void CloseModelIfWithdrawn()
        {
            if (!model.IsOpen)
            {
                return;
            }

            int status = native.StoreInfo(model.Info.Slot, info);
            if (status < 0 || info[SlotField.State] != SlotState.Committed)
            {
                model.Close();
            }
        }

        private ErrorCode Fail(int status)
        {
            Status = status;
            return StatusError.Of(status);
        }

        private void ClearError()
        {
            Status = 0;
            Detail = 0;
            DetailNet = 0;
            DetailLayer = 0;
        }
    }
}
