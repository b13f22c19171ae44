// Kinds of time source, as TimeInfo reports them; nf-interop/native/NATIVE.md.
namespace NanoCoopNet.Device
{
    /// <summary>Where counts come from.</summary>
    public static class TimeKind
    {
        /// <summary>The core's cycle counter.</summary>
        public const int DwtCycles = 1;

        /// <summary>Instructions of the emulated core; it stands still between kernels.</summary>
        public const int EmulatedInstructions = 2;

        /// <summary>The PC's clock.</summary>
        public const int HostClock = 3;

        /// <summary>What one count is called in a console line.</summary>
        public static string UnitName(int kind)
        {
            switch (kind)
            {
                case DwtCycles:
                    return "cycles";
                case EmulatedInstructions:
                    return "instructions";
                default:
                    return "clock counts";
            }
        }
    }
}
