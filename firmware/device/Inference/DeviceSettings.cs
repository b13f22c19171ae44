// Mode and confidence threshold: in force now, and kept over a reset; nf-interop/native/NATIVE.md, SettingRead.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>What a person can turn. A change is stored before it takes effect; where storing fails nothing changes.</summary>
    public sealed class DeviceSettings
    {
        private const int ThresholdKey = 0;
        private const int ModeKey = 1;
        private const int IdentityBits = 0x7FFFFF00;

        private readonly INative native;
        private readonly CooperativeModel model;

        public DeviceSettings(INative native, CooperativeModel model)
        {
            this.native = native;
            this.model = model;
        }

        /// <summary>The mode in force.</summary>
        public CoopMode Mode { get; private set; }

        /// <summary>CT in 1/256, eq. (14); 0 without a model.</summary>
        public int Threshold { get; private set; }

        /// <summary>LEDs and console echo are off. Not kept over a reset.</summary>
        public bool Quiet { get; set; }

        /// <summary>
        /// Takes what was kept, as far as it fits the model open now; else the model's default CT and mode auto.
        /// </summary>
        public void Restore()
        {
            int mode = native.SettingRead(ModeKey);
            Mode = mode >= 0 && mode <= (int)CoopMode.Int8 ? (CoopMode)mode : CoopMode.Auto;
            Threshold = 0;
            if (!model.IsOpen)
            {
                return;
            }

            if (Mode == CoopMode.Int8 && !model.Info.HasInt8Answer)
            {
                Mode = CoopMode.Auto;
            }

            int kept = native.SettingRead(ThresholdKey);
            bool ofThisModel = kept >= 0 && (kept & IdentityBits) == (model.Info.IdentityWord & IdentityBits);
            Threshold = ofThisModel ? kept & 0xFF : model.Info.DefaultThreshold;
        }

        /// <summary>Sets CT for the open model.</summary>
        /// <returns>0 or the status of the write.</returns>
        public int SetThreshold(int threshold)
        {
            int status = native.SettingWrite(ThresholdKey, (model.Info.IdentityWord & IdentityBits) | threshold);
            if (status < 0)
            {
                return status;
            }

            Threshold = threshold;
            return 0;
        }

        /// <summary>Turns CT in memory only, as the automatic CT does at every inference; what is kept over a reset
        /// stays.</summary>
        public void MoveThreshold(int threshold)
        {
            Threshold = threshold;
        }

        /// <summary>Sets the mode; int8 only where the open model allows it.</summary>
        /// <returns>0 or the status of the write.</returns>
        public int SetMode(CoopMode mode)
        {
            int status = native.SettingWrite(ModeKey, (int)mode);
            if (status < 0)
            {
                return status;
            }

            Mode = mode;
            return 0;
        }

        /// <summary>False for int8 where an open model's INT8 network has no answer of its own; eq. (15).</summary>
        public bool Allows(CoopMode mode)
        {
            return mode != CoopMode.Int8 || !model.IsOpen || model.Info.HasInt8Answer;
        }
    }
}
