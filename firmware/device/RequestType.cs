// Frame types; the request table in firmware/PROTOCOL.md. A reply's type is the request's with bit 7 set.
namespace NanoCoopNet.Device
{
    /// <summary>Types of requests, 0x01 ... 0x7F.</summary>
    public static class RequestType
    {
        public const int Hello = 0x01;
        public const int Status = 0x02;
        public const int Layers = 0x03;
        public const int ClassName = 0x04;
        public const int Runtime = 0x05;
        public const int Echo = 0x08;
        public const int Baud = 0x09;
        public const int StoreInfo = 0x10;
        public const int StoreBegin = 0x11;
        public const int StoreErase = 0x12;
        public const int StoreData = 0x13;
        public const int StoreCommit = 0x14;
        public const int StoreRemove = 0x15;
        public const int StoreUse = 0x16;
        public const int StoreSignature = 0x17;
        public const int Sample = 0x20;
        public const int Infer = 0x21;
        public const int LayerCounts = 0x22;
        public const int Logits = 0x23;
        public const int Sound = 0x24;
        public const int Threshold = 0x30;
        public const int Mode = 0x31;
        public const int Statistics = 0x32;
        public const int Quiet = 0x33;
        public const int Auto = 0x34;
        public const int Reset = 0x3F;

        /// <summary>Added to a request's type in its reply.</summary>
        public const int ReplyBit = 0x80;

        /// <summary>Type of an error reply.</summary>
        public const int Error = 0xFF;
    }
}
