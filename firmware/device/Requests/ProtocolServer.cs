// Frames in, frames out: finds the handler of a request, answers repeats, sends the reply. PROTOCOL.md, "Frames".
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>The program's side of the port. Bytes are decoded by <see cref="PortReader"/>.</summary>
    public sealed class ProtocolServer
    {
        private readonly INative native;
        private readonly IByteLink link;
        private readonly IBoard board;
        private readonly DeviceRequests device;
        private readonly StoreRequests store;
        private readonly InferenceRequests inference;
        private readonly SettingRequests settings;
        private readonly SoundRequests sound;
        private readonly BaudSwitch baud;
        private readonly ReplyMemory memory = new ReplyMemory();
        private readonly Reply reply = new Reply();
        private readonly byte[] frame = new byte[Protocol.LargestFrame];
        private readonly int maxPayload;
        private int baudWanted;
        private bool resetWanted;

        public ProtocolServer(INative native, IByteLink link, IBoard board, DeviceState state, BaudSwitch baud)
        {
            this.native = native;
            this.link = link;
            this.board = board;
            this.baud = baud;
            device = new DeviceRequests(native, link, board, state);
            store = new StoreRequests(native, state);
            inference = new InferenceRequests(state);
            settings = new SettingRequests(state);
            sound = new SoundRequests(state);
            maxPayload = Protocol.MaxPayload(link.ReceiveBufferBytes);
        }

        /// <summary>Does a request and sends its reply.</summary>
        public void Take(int type, int seq, byte[] payload, int count)
        {
            if (memory.IsRepeat(type, seq, payload, count))
            {
                Send(memory.IsError ? RequestType.Error : type | RequestType.ReplyBit, seq, memory.Bytes, memory.Length);
                return;
            }

            memory.Forget();
            baudWanted = 0;
            resetWanted = false;
            reply.Begin();
            Dispatch(type, payload, count);
            if (ReplyMemory.Covers(type))
            {
                memory.Keep(type, seq, payload, count, reply);
            }

            if (!reply.IsSilent)
            {
                Send(reply.IsError ? RequestType.Error : type | RequestType.ReplyBit, seq, reply.Bytes, reply.Length);
            }

            AfterReply();
        }

        /// <summary>Says that a frame was dropped.</summary>
        /// <param name="reason">FrameDecode's: 1 CRC, 2 length, 3 too long, 4 COBS, 5 version.</param>
        public void TakeBadFrame(int reason)
        {
            reply.Begin();
            reply.Fail(ErrorCode.BadFrame, 0, reason);
            Send(RequestType.Error, 0, reply.Bytes, reply.Length);
        }

        private void Dispatch(int type, byte[] payload, int count)
        {
            if (count > maxPayload)
            {
                reply.Fail(ErrorCode.BadPayload, 0, maxPayload);
                return;
            }

            switch (type)
            {
                case RequestType.Hello:
                    device.Hello(count, reply);
                    break;
                case RequestType.Status:
                    device.Status(count, reply);
                    break;
                case RequestType.Layers:
                    device.Layers(payload, count, reply);
                    break;
                case RequestType.ClassName:
                    device.ClassName(payload, count, reply);
                    break;
                case RequestType.Runtime:
                    device.Runtime(count, reply);
                    break;
                case RequestType.Echo:
                    Echo(payload, count);
                    break;
                case RequestType.Baud:
                    Baud(payload, count);
                    break;
                case RequestType.StoreInfo:
                    store.Info(payload, count, reply);
                    break;
                case RequestType.StoreBegin:
                    store.Begin(payload, count, reply);
                    break;
                case RequestType.StoreErase:
                    store.Erase(payload, count, reply);
                    break;
                case RequestType.StoreData:
                    store.Data(payload, count, reply);
                    break;
                case RequestType.StoreCommit:
                    store.Commit(count, reply);
                    break;
                case RequestType.StoreRemove:
                    store.Remove(payload, count, reply);
                    break;
                case RequestType.StoreSignature:
                    store.Signature(payload, count, reply);
                    break;
                case RequestType.StoreUse:
                    store.Use(payload, count, reply);
                    break;
                case RequestType.Sample:
                    inference.Sample(payload, count, reply);
                    break;
                case RequestType.Infer:
                    inference.Infer(payload, count, reply);
                    break;
                case RequestType.LayerCounts:
                    inference.LayerCounts(payload, count, reply);
                    break;
                case RequestType.Logits:
                    inference.Logits(payload, count, reply);
                    break;
                case RequestType.Statistics:
                    inference.Statistics(payload, count, reply);
                    break;
                case RequestType.Sound:
                    sound.Sound(payload, count, reply);
                    break;
                case RequestType.Threshold:
                    settings.Threshold(payload, count, reply);
                    break;
                case RequestType.Auto:
                    settings.Auto(payload, count, reply);
                    break;
                case RequestType.Mode:
                    settings.Mode(payload, count, reply);
                    break;
                case RequestType.Quiet:
                    settings.Quiet(payload, count, reply);
                    break;
                case RequestType.Reset:
                    Reset(count);
                    break;
                default:
                    reply.Fail(ErrorCode.UnknownRequest, 0, type);
                    break;
            }
        }

        private void Echo(byte[] payload, int count)
        {
            if (count > Protocol.LargestPayload)
            {
                reply.Fail(ErrorCode.BadPayload, 0, Protocol.LargestPayload);
                return;
            }

            baud.Confirm();
            reply.Append(payload, count);
        }

        private void Baud(byte[] payload, int count)
        {
            int wanted = count == 4 ? Payload.GetI32(payload, 0) : 0;
            if (wanted < Protocol.SmallestBaud || wanted > Protocol.LargestBaud)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            baudWanted = wanted;
            reply.I32(wanted);
        }

        private void Reset(int count)
        {
            if (count != 0)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            resetWanted = true;
        }

        private void AfterReply()
        {
            if (baudWanted != 0)
            {
                baud.Begin(baudWanted);
            }

            if (resetWanted)
            {
                BoardRestart.Do(board);
            }
        }

        private void Send(int type, int seq, byte[] payload, int count)
        {
            int length = native.FrameEncode(payload, count, type, seq, frame);
            if (length > 0)
            {
                link.Write(frame, 0, length);
            }
        }
    }
}
