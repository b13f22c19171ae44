// Puts a model that an application brings along into the store, as a push does: nf-interop/native/NATIVE.md, "Model store in
// flash".
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Makes a model the one in force, writing it only if the store does not have it.</summary>
    public sealed class ModelInstaller
    {
        private const int PieceBytes = 1024;
        private const int HeaderBytes = 256;
        private const int BlobBytesOffset = 8; // nf-interop/kernels/MODEL-FORMAT.md, header
        private const int IdentityOffset = 16; // the SHA-256

        private readonly INative native;
        private readonly ModelTransfer transfer;
        private bool isSigned;
        private int blobBytes;
        private readonly byte[] piece = new byte[PieceBytes];
        private readonly byte[] identity = new byte[Protocol.IdentityBytes];
        private readonly byte[] signature = new byte[Protocol.SignatureBytes];
        private readonly int[] slot = new int[SlotField.Ints];
        private readonly int[] store = new int[StoreField.Ints];

        /// <param name="native">The store.</param>
        /// <param name="model">The open model; closed when its flash is erased.</param>
        public ModelInstaller(INative native, CooperativeModel model)
        {
            this.native = native;
            transfer = new ModelTransfer(native, model, PieceBytes);
        }

        /// <summary>Native status of the last error, or 0.</summary>
        public int Status
        {
            get { return transfer.Status; }
        }

        /// <summary>True if the last <see cref="Install"/> wrote the model; false if the store had it.</summary>
        public bool WasWritten { get; private set; }

        /// <summary>Makes the model the one in force. An interrupted call goes on where it was when it is repeated.</summary>
        public ErrorCode Install(IModelSource source)
        {
            WasWritten = false;
            if (source.Length < HeaderBytes)
            {
                return ErrorCode.BlobRefused;
            }

            source.Read(0, piece, HeaderBytes);
            System.Array.Copy(piece, IdentityOffset, identity, 0, identity.Length);
            blobBytes = Payload.GetI32(piece, BlobBytesOffset);
            isSigned = blobBytes == source.Length - signature.Length;
            if (!isSigned)
            {
                blobBytes = source.Length;
            }

            int there = SlotWithIt();
            if (there >= 0 && there == store[StoreField.Newest])
            {
                return ErrorCode.None;
            }

            return there >= 0 && transfer.Use(there) == ErrorCode.None ? ErrorCode.None : Write(source);
        }

        private ErrorCode Write(IModelSource source)
        {
            ErrorCode error = isSigned ? Sign(source) : ErrorCode.None;
            if (error == ErrorCode.None)
            {
                error = transfer.Begin(blobBytes, identity);
            }

            if (error != ErrorCode.None || transfer.Result == BeginResult.HasIt)
            {
                return error;
            }

            for (int step = 0; step < transfer.Steps && error == ErrorCode.None; step++)
            {
                error = transfer.Erase(step);
            }

            while (error == ErrorCode.None && transfer.Next < blobBytes)
            {
                int at = transfer.Next;
                int count = blobBytes - at < PieceBytes ? blobBytes - at : PieceBytes;
                source.Read(at, piece, count);
                error = transfer.Take(at, piece, 0, count, out _);
            }

            if (error == ErrorCode.None)
            {
                error = transfer.Commit();
            }

            WasWritten = error == ErrorCode.None;
            return error;
        }

        /// <summary>Hands the board the block behind the blob; a board without a key asks for none.</summary>
        private ErrorCode Sign(IModelSource source)
        {
            source.Read(blobBytes, piece, signature.Length);
            System.Array.Copy(piece, 0, signature, 0, signature.Length);
            ErrorCode error = transfer.Sign(signature);
            return transfer.Status == NativeStatus.Port ? ErrorCode.None : error;
        }

        /// <summary>The committed slot that holds the model, -1 none.</summary>
        private int SlotWithIt()
        {
            if (native.StoreInfo(-1, store) < 0)
            {
                return -1;
            }

            for (int i = 0; i < store[StoreField.Slots]; i++)
            {
                if (native.StoreInfo(i, slot) >= 0 && slot[SlotField.State] == SlotState.Committed && HasIdentity())
                {
                    return i;
                }
            }

            return -1;
        }

        private bool HasIdentity()
        {
            for (int i = 0; i < identity.Length; i++)
            {
                if ((byte)(slot[SlotField.Identity + i / 4] >> (i % 4 * 8)) != identity[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
