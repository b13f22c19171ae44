// Requests that read and write the model store. PROTOCOL.md, "Push with credit".
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>storeInfo, storeBegin, storeErase, storeData, storeCommit, storeRemove, storeUse, storeSignature.</summary>
    public sealed class StoreRequests
    {
        private readonly INative native;
        private readonly DeviceState state;
        private readonly ModelTransfer transfer;
        private readonly int[] info = new int[SlotField.Ints];
        private readonly byte[] identity = new byte[Protocol.IdentityBytes];
        private readonly byte[] signature = new byte[Protocol.SignatureBytes];

        public StoreRequests(INative native, DeviceState state)
        {
            this.native = native;
            this.state = state;
            transfer = state.Transfer;
        }

        /// <summary>State of a slot or of the whole store.</summary>
        public void Info(byte[] payload, int count, Reply reply)
        {
            if (count != 1)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            System.Array.Clear(info, 0, info.Length);
            int status = native.StoreInfo(Payload.GetI8(payload, 0), info);
            if (status < 0)
            {
                reply.FailNative(status);
                return;
            }

            for (int i = 0; i < info.Length; i++)
            {
                reply.I32(info[i]);
            }
        }

        /// <summary>Checks the signature of the blob that storeBegin names next; on a board with a key.</summary>
        public void Signature(byte[] payload, int count, Reply reply)
        {
            if (count != signature.Length)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            System.Array.Copy(payload, 0, signature, 0, count);
            ErrorCode error = transfer.Sign(signature);
            if (error != ErrorCode.None)
            {
                Fail(error, reply);
                return;
            }

            reply.I32(transfer.Version);
        }

        /// <summary>Opens a transfer.</summary>
        public void Begin(byte[] payload, int count, Reply reply)
        {
            if (count != 4 + Protocol.IdentityBytes)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            System.Array.Copy(payload, 4, identity, 0, identity.Length);
            ErrorCode error = transfer.Begin(Payload.GetI32(payload, 0), identity);
            if (error != ErrorCode.None)
            {
                Fail(error, reply);
                return;
            }

            reply.U8(transfer.Result);
            reply.U8(transfer.Slot);
            reply.I32(transfer.Next);
            reply.U8(transfer.Steps);
            reply.U16(transfer.Credit);
        }

        /// <summary>Erases a sector.</summary>
        public void Erase(byte[] payload, int count, Reply reply)
        {
            if (count != 1)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            ErrorCode error = transfer.Erase(payload[0]);
            if (error != ErrorCode.None)
            {
                Fail(error, reply);
                return;
            }

            reply.U8(payload[0]);
        }

        /// <summary>Takes a piece of the blob; answers only when the tool has to know something.</summary>
        public void Data(byte[] payload, int count, Reply reply)
        {
            if (count < Protocol.StoreDataHeaderBytes)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            bool answerNow;
            ErrorCode error = transfer.Take(
                Payload.GetI32(payload, 0),
                payload,
                Protocol.StoreDataHeaderBytes,
                count - Protocol.StoreDataHeaderBytes,
                out answerNow
            );
            if (error != ErrorCode.None)
            {
                Fail(error, reply);
            }
            else if (answerNow)
            {
                reply.I32(transfer.Next);
                reply.U16(transfer.Credit);
            }
            else
            {
                reply.Silence();
            }
        }

        /// <summary>Makes the blob the model and opens it.</summary>
        public void Commit(int count, Reply reply)
        {
            if (count != 0)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            ErrorCode error = transfer.Commit();
            if (error != ErrorCode.None)
            {
                Fail(error, reply);
                return;
            }

            AnswerOpened(state.OpenPushedModel(), reply);
        }

        /// <summary>Puts the model of a slot in force and opens it, with the CT that was set for it, else its own.</summary>
        public void Use(byte[] payload, int count, Reply reply)
        {
            if (count != 1)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            ErrorCode error = transfer.Use(Payload.GetI8(payload, 0));
            if (error != ErrorCode.None)
            {
                Fail(error, reply);
                return;
            }

            AnswerOpened(state.OpenNewestModel(), reply);
        }

        /// <summary>Withdraws models; the newest of those left is opened.</summary>
        public void Remove(byte[] payload, int count, Reply reply)
        {
            if (count != 1)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            ErrorCode error = transfer.Remove(Payload.GetI8(payload, 0));
            if (!state.Model.IsOpen)
            {
                state.OpenNewestModel();
            }

            if (error != ErrorCode.None)
            {
                Fail(error, reply);
            }
        }

        private void AnswerOpened(int status, Reply reply)
        {
            if (status < 0)
            {
                OpenError last = state.Model.LastError;
                string text = ErrorText.Of(ErrorCode.BlobRefused);
                reply.Fail(ErrorCode.BlobRefused, last.Status, last.Rule, last.Net, last.Layer, text);
                return;
            }

            reply.U8(transfer.Slot);
        }

        private void Fail(ErrorCode error, Reply reply)
        {
            reply.Fail(error, transfer.Status, transfer.Detail, transfer.DetailNet, transfer.DetailLayer, ErrorText.Of(error));
        }
    }
}
