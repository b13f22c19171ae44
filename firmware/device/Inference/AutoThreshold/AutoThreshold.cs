// Automatic CT: holds a mean latency, energy or fraction of full mode by turning CT. None of the papers has it;
// AUTO-THRESHOLD.md.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>How far the automatic CT is.</summary>
    public enum AutoState : byte
    {
        /// <summary>No target.</summary>
        Off = 0,

        /// <summary>CT still follows the first inferences, or those since the inputs changed.</summary>
        Settling = 1,

        /// <summary><see cref="ThresholdTracker.SettledCount"/> inferences without a change.</summary>
        Settled = 2,

        /// <summary>Even light mode alone costs more than the target; CT is the lowest confidence seen.</summary>
        BelowLight = 3,

        /// <summary>Even full mode alone costs less than the target; CT is above the highest confidence seen, at most
        /// 255.</summary>
        AboveFull = 4,
    }

    /// <summary>Turns CT after each inference in mode auto, outside the timed region. CT moves in memory only: the one kept over
    /// a reset stays.</summary>
    public sealed class AutoThreshold
    {
        /// <summary>Bytes of the reply to ctAuto.</summary>
        public const int PayloadBytes = 36;

        private const int NewestOf = 1024;

        private readonly INative native;
        private readonly int clockHz;
        private readonly DeviceSettings settings;
        private readonly AutoTarget target = new AutoTarget();
        private readonly ThresholdTracker tracker = new ThresholdTracker();
        private readonly int[] time = new int[TimeField.Ints];
        private int wanted;
        private int taken;
        private int takenFull;

        /// <param name="native">The time source.</param>
        /// <param name="clockHz">CPU clock: a second of an emulated core.</param>
        /// <param name="settings">Where CT is turned.</param>
        public AutoThreshold(INative native, int clockHz, DeviceSettings settings)
        {
            this.native = native;
            this.clockHz = clockHz;
            this.settings = settings;
        }

        /// <summary>The target.</summary>
        public AutoTarget Target
        {
            get { return target; }
        }

        /// <summary>CT and what it is worked out from.</summary>
        public ThresholdTracker Tracker
        {
            get { return tracker; }
        }

        /// <summary>True while there is a target.</summary>
        public bool IsOn
        {
            get { return target.Kind != AutoKind.Off; }
        }

        /// <summary>Kind of time source, as TimeInfo has it.</summary>
        public int TimeSource
        {
            get { return time[TimeField.Kind]; }
        }

        /// <summary>Fraction of full mode among the newest inferences, 512 to 1,023 of them or all so far, in 2^-16.</summary>
        public int RunningFraction
        {
            get { return taken == 0 ? 0 : (takenFull << 16) / taken; }
        }

        /// <summary>How far it is.</summary>
        public AutoState State
        {
            get
            {
                if (!IsOn)
                {
                    return AutoState.Off;
                }

                return wanted < 0 ? AutoState.BelowLight
                    : wanted > ThresholdTracker.One ? AutoState.AboveFull
                    : tracker.Since < ThresholdTracker.SettledCount ? AutoState.Settling
                    : AutoState.Settled;
            }
        }

        /// <summary>Sets a target of a kind that is not off; a model is open. See <see cref="AutoTarget.Set"/>.</summary>
        public void Start(AutoKind kind, int value, int bnnMilliwatts, int int8Milliwatts)
        {
            native.TimeInfo(time);
            target.Set(
                kind,
                value,
                bnnMilliwatts,
                int8Milliwatts,
                TimeKind.CountsPerSecond(time[TimeField.CountsPerSecond], clockHz)
            );
            taken = 0;
            takenFull = 0;
            wanted = target.IsCostKnown ? target.WantedFraction() : ThresholdTracker.One;

            // what INT8 costs is learned from a first inference in full mode, which CT 255 brings about soonest
            tracker.Begin(target.IsCostKnown ? settings.Threshold : ConfidenceHistogram.Largest);
            settings.MoveThreshold(tracker.Threshold);
        }

        /// <summary>No target from now on; CT stays where it is.</summary>
        public void Stop()
        {
            target.Set(AutoKind.Off, 0, 0, 0, 1);
        }

        /// <summary>Takes the outcome of an inference and moves CT. In other modes than auto nothing is learned.</summary>
        public void Take(ClassifierResult result)
        {
            if (!IsOn || settings.Mode != CoopMode.Auto || result.Confidence256 < 0)
            {
                return;
            }

            CountMode(result.ModeTaken == CoopMode.Full);
            target.Take(result);
            wanted = target.IsCostKnown ? target.WantedFraction() : ThresholdTracker.One;
            tracker.Take(
                result.Confidence256,
                wanted < 0 ? 0
                    : wanted > ThresholdTracker.One ? ThresholdTracker.One
                    : wanted
            );
            settings.MoveThreshold(tracker.Threshold);
        }

        /// <summary>Writes the reply to ctAuto and returns its length; PROTOCOL.md.</summary>
        public int Write(byte[] payload)
        {
            int at = Payload.PutU8(payload, 0, (int)target.Kind);
            at = Payload.PutU8(payload, at, (int)State);
            at = Payload.PutU8(payload, at, TimeSource);
            at = Payload.PutU8(payload, at, settings.Threshold);
            at = Payload.PutI32(payload, at, target.Value);
            at = Payload.PutU16(payload, at, target.BnnMilliwatts);
            at = Payload.PutU16(payload, at, target.Int8Milliwatts);
            at = Payload.PutI32(payload, at, wanted);
            at = Payload.PutI32(payload, at, tracker.FullFraction);
            at = Payload.PutI32(payload, at, RunningFraction);
            at = Payload.PutI32(payload, at, RunningValue());
            at = Payload.PutI32(payload, at, tracker.Since);
            return Payload.PutI32(payload, at, tracker.Changes);
        }

        /// <summary>The running mean in the unit of the target; -1 while it is not known.</summary>
        public int RunningValue()
        {
            return IsOn && taken > 0 && target.IsCostKnown ? target.ValueAt(RunningFraction) : -1;
        }

        private void CountMode(bool full)
        {
            if (taken >= NewestOf - 1)
            {
                taken /= 2;
                takenFull /= 2;
            }

            taken++;
            takenFull += full ? 1 : 0;
        }
    }
}
