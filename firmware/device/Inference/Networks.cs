// The three networks of a cooperative model, by the numbers of the native interface.
namespace NanoCoopNet.Device
{
    /// <summary>Values of the native interface's <c>net</c> argument.</summary>
    public static class Networks
    {
        /// <summary>The binary network.</summary>
        public const int Bnn = 0;

        /// <summary>The INT8 network.</summary>
        public const int Int8 = 1;

        /// <summary>BC-Net's glue; absent in a CoopNet.</summary>
        public const int Glue = 2;

        /// <summary>How many there can be.</summary>
        public const int Count = 3;

        /// <summary>Layers a network has at most; MODEL-FORMAT.md.</summary>
        public const int MaxLayers = 64;

        /// <summary>Classes a model has at most; MODEL-FORMAT.md.</summary>
        public const int MaxClasses = 255;

        /// <summary>Bytes of a name at most; MODEL-FORMAT.md.</summary>
        public const int MaxNameBytes = 63;
    }
}
