// What lets the tool repeat a request whose reply was lost. PROTOCOL.md, "Frames".
namespace NanoCoopNet.Device
{
    /// <summary>The last request, where it changed the state, and its reply. After another one a repeat is a new
    /// request.</summary>
    public sealed class ReplyMemory
    {
        private readonly byte[] request = new byte[4 + Protocol.IdentityBytes];
        private readonly byte[] reply = new byte[256];
        private int type;
        private int seq;
        private int requestLength;
        private int replyLength;
        private bool replyIsError;

        public ReplyMemory()
        {
            Forget();
        }

        /// <summary>Bytes of the reply kept.</summary>
        public byte[] Bytes
        {
            get { return reply; }
        }

        /// <summary>How many they are.</summary>
        public int Length
        {
            get { return replyLength; }
        }

        /// <summary>True if the reply kept is an error.</summary>
        public bool IsError
        {
            get { return replyIsError; }
        }

        /// <summary>True for requests that must not be done twice.</summary>
        public static bool Covers(int type)
        {
            switch (type)
            {
                case RequestType.StoreBegin:
                case RequestType.StoreErase:
                case RequestType.StoreCommit:
                case RequestType.StoreRemove:
                case RequestType.StoreUse:
                case RequestType.Infer:
                case RequestType.Threshold:
                case RequestType.Mode:
                case RequestType.Statistics:
                case RequestType.Quiet:
                case RequestType.Auto:
                    return true;
                default:
                    return false;
            }
        }

        /// <summary>Nothing is a repeat of anything from now on.</summary>
        public void Forget()
        {
            type = -1;
        }

        /// <summary>True if this is the request kept, to the byte.</summary>
        public bool IsRepeat(int otherType, int otherSeq, byte[] payload, int count)
        {
            if (otherType != type || otherSeq != seq || count != requestLength)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (payload[i] != request[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Keeps a request that was done, and its reply. What is too long to be a covered request is not kept.</summary>
        public void Keep(int doneType, int doneSeq, byte[] payload, int count, Reply done)
        {
            Forget();
            if (count > request.Length || done.Length > reply.Length)
            {
                return;
            }

            type = doneType;
            seq = doneSeq;
            requestLength = count;
            replyLength = done.Length;
            replyIsError = done.IsError;
            System.Array.Copy(payload, 0, request, 0, count);
            System.Array.Copy(done.Bytes, 0, reply, 0, done.Length);
        }
    }
}
