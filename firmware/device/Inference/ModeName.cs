// The modes as people type and read them (an enum's ToString prints its number on the device).
namespace NanoCoopNet.Device
{
    /// <summary>Names of <see cref="CoopMode"/>.</summary>
    public static class ModeName
    {
        /// <summary>The name of a mode, in small letters.</summary>
        public static string Of(CoopMode mode)
        {
            switch (mode)
            {
                case CoopMode.Light:
                    return "light";
                case CoopMode.Full:
                    return "full";
                case CoopMode.Int8:
                    return "int8";
                default:
                    return "auto";
            }
        }
    }
}
