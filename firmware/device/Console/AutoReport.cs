// The automatic CT in words. PROTOCOL.md, "Console".
namespace NanoCoopNet.Device
{
    /// <summary>Appends target, running mean and state to a line.</summary>
    public sealed class AutoReport
    {
        private readonly AutoThreshold auto;

        public AutoReport(AutoThreshold auto)
        {
            this.auto = auto;
        }

        /// <summary>E.g. <c>auto latency 10.000 ms est.: mean 9.912, full 44.8 %, settled</c>.</summary>
        public void AddTo(TextLine line)
        {
            AutoTarget target = auto.Target;
            line.Add("auto ").Add(KindName(target.Kind));
            if (!auto.IsOn)
            {
                return;
            }

            line.Add((byte)' ');
            AddValue(line, target.Value);
            if (target.Kind == AutoKind.Latency)
            {
                line.Add(" ").Add(TimeKind.MillisecondName(auto.TimeSource));
            }
            else if (target.Kind == AutoKind.Energy)
            {
                line.Add(" mJ (model: ").AddNumber(target.BnnMilliwatts).Add(" and ").AddNumber(target.Int8Milliwatts);
                line.Add(" mW x ").Add(TimeKind.MillisecondName(auto.TimeSource)).Add(")");
            }

            int mean = auto.RunningValue();
            if (mean >= 0)
            {
                line.Add(": mean ");
                AddValue(line, mean);
                line.Add(", full ").AddDecimal(auto.RunningFraction, ThresholdTracker.One);
            }

            line.Add(", ").Add(StateName(auto.State));
        }

        private void AddValue(TextLine line, int value)
        {
            line.AddDecimal(value, auto.Target.Kind == AutoKind.FullFraction ? ThresholdTracker.One : 1000);
        }

        private static string KindName(AutoKind kind)
        {
            switch (kind)
            {
                case AutoKind.FullFraction:
                    return "full";
                case AutoKind.Latency:
                    return "latency";
                case AutoKind.Energy:
                    return "energy";
                default:
                    return "off";
            }
        }

        private static string StateName(AutoState state)
        {
            switch (state)
            {
                case AutoState.Settled:
                    return "settled";
                case AutoState.BelowLight:
                    return "less than light mode costs";
                case AutoState.AboveFull:
                    return "more than full mode costs";
                default:
                    return "settling";
            }
        }
    }
}
