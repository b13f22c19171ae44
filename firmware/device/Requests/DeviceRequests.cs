// Requests about the device and its model: hello, status, layers, className, runtime. PROTOCOL.md.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Answers that change nothing.</summary>
    public sealed class DeviceRequests
    {
        private const int AbiDebugFlag = 1;

        private readonly INative native;
        private readonly IByteLink link;
        private readonly IBoard board;
        private readonly DeviceState state;
        private readonly int[] abi = new int[AbiField.Ints];
        private readonly int[] time = new int[TimeField.Ints];
        private readonly int[] layer = new int[LayerField.Ints];
        private readonly int[] slot = new int[SlotField.Ints];
        private readonly byte[] text = new byte[256];

        public DeviceRequests(INative native, IByteLink link, IBoard board, DeviceState state)
        {
            this.native = native;
            this.link = link;
            this.board = board;
            this.state = state;
        }

        /// <summary>Who the device is and how much may be sent to it at once.</summary>
        public void Hello(int count, Reply reply)
        {
            if (count != 1)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            native.Abi(abi);
            native.TimeInfo(time);
            int receiveBuffer = link.ReceiveBufferBytes;
            byte[] id = board.UniqueId;
            reply.U8(Protocol.Version);
            reply.U8(Flags());
            reply.U16(receiveBuffer);
            reply.U16(Protocol.MaxPayload(receiveBuffer));
            reply.U16(Protocol.Credit(receiveBuffer));
            reply.I32(abi[AbiField.InterfaceVersion]);
            reply.I32(abi[AbiField.KernelAbi]);
            reply.I32(abi[AbiField.BlobAbi]);
            reply.I32(abi[AbiField.BuildHash]);
            reply.I32(abi[AbiField.ArenaBytes]);
            reply.I32(board.ClockHz);
            reply.U8(time[TimeField.Kind]);
            reply.U8(id.Length);
            reply.Append(id, id.Length);
            reply.LengthAndAscii(board.Name);
            reply.LengthAndAscii(board.FirmwareVersion);
        }

        /// <summary>Mode, CT and the open model, or why there is none.</summary>
        public void Status(int count, Reply reply)
        {
            if (count != 0)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            bool open = state.Model.IsOpen;
            ModelInfo info = state.Model.Info;
            reply.U8((int)state.Settings.Mode);
            reply.U8(state.Settings.Threshold);
            reply.U8(open ? info.Slot : -1);
            reply.U8(open ? info.Form : 0);
            reply.U8(open ? info.Flags : 0);
            reply.U8(open ? info.Classes : 0);
            reply.U16(open ? info.InputBytes : 0);
            reply.U16(open ? info.InputHeight : 0);
            reply.U16(open ? info.InputWidth : 0);
            reply.U16(open ? info.InputChannels : 0);
            for (int net = 0; net < Networks.Count; net++)
            {
                reply.U8(open ? info.Layers(net) : 0);
            }

            reply.I32(open ? info.ArenaBytes : 0);
            reply.I32(open ? info.Crc32 : 0);
            reply.I32(open ? info.BlobBytes : 0);
            AppendIdentity(open, info.Slot, reply);
            reply.U8(state.Model.NameLength);
            reply.Append(state.Model.Name, state.Model.NameLength);
            OpenError error = state.Model.LastError;
            reply.I32(error.Status);
            reply.I32(error.Rule);
            reply.I32(error.Net);
            reply.I32(error.Layer);
        }

        /// <summary>Layers of a network from one on, as many as fit a reply.</summary>
        public void Layers(byte[] payload, int count, Reply reply)
        {
            if (count != 2 || payload[0] >= Networks.Count)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            if (!state.Model.IsOpen)
            {
                reply.FailNoModel(state.Model);
                return;
            }

            int net = payload[0];
            int first = payload[1];
            int room = (Protocol.LargestPayload - 1) / Protocol.LayerRecordBytes;
            int left = state.Model.Info.Layers(net) - first;
            int number =
                left < 0 ? 0
                : left > room ? room
                : left;
            reply.U8(number);
            for (int i = 0; i < number; i++)
            {
                int status = native.LayerInfo(CooperativeModel.Context, net, first + i, layer);
                if (status < 0)
                {
                    reply.FailNative(status);
                    return;
                }

                AppendLayer(reply);
            }
        }

        /// <summary>Name of a class or of the model.</summary>
        public void ClassName(byte[] payload, int count, Reply reply)
        {
            if (count != 1)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            if (!state.Model.IsOpen)
            {
                reply.FailNoModel(state.Model);
                return;
            }

            int index = payload[0];
            if (index != Protocol.ModelNameIndex && index >= state.Model.Info.Classes)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            int length = native.ModelText(CooperativeModel.Context, index == Protocol.ModelNameIndex ? -1 : index, text);
            if (length < 0)
            {
                reply.FailNative(length);
                return;
            }

            reply.Append(text, length);
        }

        /// <summary>What a doctor asks: which native code the managed code was built for, what runs it, how much heap is
        /// left.</summary>
        public void Runtime(int count, Reply reply)
        {
            if (count != 0)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            reply.I32(NativeInterface.Checksum);
            reply.I32(board.FreeHeapBytes());
            reply.LengthAndAscii(board.Runtime);
        }

        /// <summary>hello's flags; the native code of <see cref="Hello"/>'s Abi counts as well.</summary>
        private int Flags()
        {
            bool isDebug = board.IsDebugBuild || (abi[AbiField.Flags] & AbiDebugFlag) != 0;
            return (isDebug ? Protocol.FlagDebugBuild : 0)
                | (state.Model.IsOpen ? Protocol.FlagModelOpen : 0)
                | (board.IsVirtual ? Protocol.FlagVirtual : 0)
                | (board.IsDebuggerAttached ? Protocol.FlagDebugger : 0);
        }

        private void AppendIdentity(bool open, int modelSlot, Reply reply)
        {
            System.Array.Clear(slot, 0, slot.Length);
            if (open)
            {
                native.StoreInfo(modelSlot, slot);
            }

            for (int i = 0; i < Protocol.IdentityBytes / 4; i++)
            {
                reply.I32(slot[SlotField.Identity + i]);
            }
        }

        private void AppendLayer(Reply reply)
        {
            reply.U8(layer[LayerField.Op]);
            reply.U8(layer[LayerField.Layout]);
            for (int i = LayerField.InHeight; i <= LayerField.OutChannels; i++)
            {
                reply.U16(layer[i]);
            }

            for (int i = LayerField.Macs; i <= LayerField.ScratchBytes; i++)
            {
                reply.I32(layer[i]);
            }
        }
    }
}
