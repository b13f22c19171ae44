// The verb ct auto: sets or shows the target of the automatic CT.
namespace NanoCoopNet.Device
{
    /// <summary>Executes <c>ct auto [latency MS | energy MJ BNN-MW INT8-MW | full F | off]</c>.</summary>
    public sealed class AutoCommand
    {
        private const int What = 2;
        private const int Value = 3;
        private const int BnnPower = 4;
        private const int Int8Power = 5;
        private const int LargestPower = 0xFFFF;

        private readonly DeviceState state;
        private readonly ConsoleOutput output;
        private readonly ConsoleReport report;

        public AutoCommand(DeviceState state, ConsoleOutput output, ConsoleReport report)
        {
            this.state = state;
            this.output = output;
            this.report = report;
        }

        /// <summary>Executes a line whose first two words are ct auto.</summary>
        public void Execute(Words words)
        {
            if (!state.Model.IsOpen)
            {
                report.NoModel();
                return;
            }

            int status = 0;
            if (words.Count == What + 1 && words.Is(What, "off"))
            {
                status = state.Classifier.TurnThreshold(state.Settings.Threshold);
            }
            else if (words.Count > What && !TryStart(words))
            {
                output.Line.Add(
                    "error: type ct auto latency MS, ct auto full F with F in 0 ... 1, ct auto energy MJ BNN-MW INT8-MW, or ct "
                        + "auto off"
                );
                output.Send();
                return;
            }

            if (status < 0)
            {
                report.NotStored(status);
                return;
            }

            report.Auto();
        }

        private bool TryStart(Words words)
        {
            bool full = words.Is(What, "full") && words.Count == Value + 1;
            bool latency = words.Is(What, "latency") && words.Count == Value + 1;
            bool energy = words.Is(What, "energy") && words.Count == Int8Power + 1;
            if (!full && !latency && !energy)
            {
                return false;
            }

            AutoKind kind =
                full ? AutoKind.FullFraction
                : latency ? AutoKind.Latency
                : AutoKind.Energy;
            int value = words.ParseThousandths(Value);
            int bnn = energy ? words.ParseCount(BnnPower) : 1;
            int int8 = energy ? words.ParseCount(Int8Power) : 1;
            if (value < 0 || value > AutoTarget.LargestValue || bnn > LargestPower || int8 > LargestPower)
            {
                return false;
            }

            // thousandths of a fraction to 2^-16; of a millisecond or millijoule they are the unit already
            value = full ? (int)(((long)value * ThresholdTracker.One + 500) / 1000) : value;
            if (!AutoTarget.IsValid(kind, value, bnn, int8))
            {
                return false;
            }

            state.Auto.Start(kind, value, bnn, int8);
            return true;
        }
    }
}
