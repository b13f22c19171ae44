// Requests that read and turn what a person can turn as well. PROTOCOL.md.
namespace NanoCoopNet.Device
{
    /// <summary>ct, mode, quiet.</summary>
    public sealed class SettingRequests
    {
        private readonly DeviceState state;

        public SettingRequests(DeviceState state)
        {
            this.state = state;
        }

        /// <summary>Reads or sets the confidence threshold of the open model.</summary>
        public void Threshold(byte[] payload, int count, Reply reply)
        {
            if (count > 1)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            if (!state.Model.IsOpen)
            {
                reply.FailNoModel(state.Model);
                return;
            }

            int status = count == 1 ? state.Classifier.TurnThreshold(payload[0]) : 0;
            if (status < 0)
            {
                reply.FailNative(status);
                return;
            }

            reply.U8(state.Settings.Threshold);
        }

        /// <summary>Reads or sets the target of the automatic CT.</summary>
        public void Auto(byte[] payload, int count, Reply reply)
        {
            if (count != 0 && (count != Protocol.AutoRequestBytes || !IsTarget(payload)))
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            if (!state.Model.IsOpen)
            {
                reply.FailNoModel(state.Model);
                return;
            }

            if (count != 0)
            {
                int status = SetAuto(payload);
                if (status < 0)
                {
                    reply.FailNative(status);
                    return;
                }
            }

            reply.SetLength(state.Auto.Write(reply.Bytes));
        }

        /// <summary>Reads or sets the mode.</summary>
        public void Mode(byte[] payload, int count, Reply reply)
        {
            if (count > 1 || (count == 1 && payload[0] > (int)CoopMode.Int8))
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            if (count == 1)
            {
                CoopMode mode = (CoopMode)payload[0];
                if (!state.Settings.Allows(mode))
                {
                    reply.Fail(ErrorCode.WrongMode);
                    return;
                }

                int status = state.Settings.SetMode(mode);
                if (status < 0)
                {
                    reply.FailNative(status);
                    return;
                }
            }

            reply.U8((int)state.Settings.Mode);
        }

        /// <summary>LEDs and echo off or on.</summary>
        public void Quiet(byte[] payload, int count, Reply reply)
        {
            if (count != 1 || payload[0] > 1)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            state.SetQuiet(payload[0] == 1);
            reply.U8(payload[0]);
        }

        private int SetAuto(byte[] payload)
        {
            AutoKind kind = (AutoKind)payload[0];
            if (kind == AutoKind.Off)
            {
                return state.Classifier.TurnThreshold(state.Settings.Threshold);
            }

            state.Auto.Start(kind, Payload.GetI32(payload, 1), Payload.GetU16(payload, 5), Payload.GetU16(payload, 7));
            return 0;
        }

        private static bool IsTarget(byte[] payload)
        {
            return AutoTarget.IsValid(
                (AutoKind)payload[0],
                Payload.GetI32(payload, 1),
                Payload.GetU16(payload, 5),
                Payload.GetU16(payload, 7)
            );
        }
    }
}
