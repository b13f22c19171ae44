// Where the fields of an infer reply lie; firmware/PROTOCOL.md, "Result". Shared by device and tool.
namespace NanoCoopNet.Device
{
    /// <summary>Byte offsets in the payload of a reply to infer.</summary>
    public static class ResultLayout
    {
        public const int Tag = 0;
        public const int ModeTaken = 2;
        public const int Answer = 3;
        public const int BnnTop1 = 4;
        public const int BnnTop2 = 5;
        public const int Int8Top1 = 6;
        public const int GlueTop1 = 7;
        public const int Confidence256 = 8;
        public const int Confidence65536 = 10;
        public const int CountsBnn = 14;
        public const int CountsConfidence = 18;
        public const int CountsInt8 = 22;
        public const int CountsGlue = 26;
        public const int CountsEndToEnd = 30;
        public const int TimeKind = 34;

        /// <summary>Length of the payload.</summary>
        public const int Bytes = 35;
    }
}
