// The modes a person or a program can choose; firmware/PROTOCOL.md.
namespace NanoCoopNet.Device
{
    /// <summary>How the board decides between the two networks (CoopNet section III-A).</summary>
    public enum CoopMode : byte
    {
        /// <summary>Light where the confidence score reaches the confidence threshold, else full; numerics eq. (14).</summary>
        Auto = 0,

        /// <summary>Always the binary network alone.</summary>
        Light = 1,

        /// <summary>Always both networks.</summary>
        Full = 2,

        /// <summary>The INT8 network alone.</summary>
        Int8 = 3,
    }
}
