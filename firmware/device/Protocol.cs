// Constants of firmware/PROTOCOL.md, shared by the device and the tool's link.
namespace NanoCoopNet.Device
{
    /// <summary>Sizes, times and fixed values of the wire protocol.</summary>
    public static class Protocol
    {
        /// <summary>Version in hello and in every frame's body.</summary>
        public const int Version = 1;

        /// <summary>Begins and ends a frame; COBS data are XORed with it so that it occurs nowhere else.</summary>
        public const byte Delimiter = 0x0A;

        /// <summary>Follows the delimiter that begins a frame.</summary>
        public const byte Marker = 0xF5;

        /// <summary>Ctrl+U: forgets a half-typed console line. A program sends it first, for a frame's delimiter would execute
        /// that line.</summary>
        public const byte KillLine = 0x15;

        /// <summary>Ctrl+C: ends an inference that takes longer than a second; so does <see cref="KillLine"/>.</summary>
        public const byte Interrupt = 0x03;

        /// <summary>Bytes of a body besides its payload: version, type, seq, length u16, crc16 u16.</summary>
        public const int BodyOverhead = 7;

        /// <summary>Largest payload of a reply, and of a storeData request.</summary>
        public const int LargestPayload = 1024;

        /// <summary>
        /// Largest payload of a request on a device whose receive buffer is large enough: a sample of 32 x 32 x 3 in one frame.
        /// </summary>
        public const int LargestRequest = 3200;

        /// <summary>Smallest payload that every device takes: that of storeBegin.</summary>
        public const int SmallestMaxPayload = 4 + IdentityBytes;

        /// <summary>
        /// Longest frame that carries <see cref="LargestPayload"/>: COBS adds a byte every 254 and one; marker and two
        /// delimiters.
        /// </summary>
        public const int LargestFrame = LargestPayload + BodyOverhead + (LargestPayload + BodyOverhead) / 254 + 1 + 3;

        /// <summary>Bits a second after a reset.</summary>
        public const int StartBaud = 115200;

        /// <summary>Rates a baud request may ask for.</summary>
        public const int SmallestBaud = 9600;

        /// <summary>Rates a baud request may ask for.</summary>
        public const int LargestBaud = 4000000;

        /// <summary>A frame that stays open longer is abandoned.</summary>
        public const int OpenFrameTimeoutMs = 200;

        /// <summary>Without an echo in this time after a baud request the device returns to the old rate.</summary>
        public const int BaudConfirmTimeoutMs = 2000;

        /// <summary>Bytes of a blob's identity, its SHA-256.</summary>
        public const int IdentityBytes = 32;

        /// <summary>Bytes of a public key.</summary>
        public const int KeyBytes = 32;

        /// <summary>Bytes of the signature block of a model.</summary>
        public const int SignatureBytes = 160;

        /// <summary>Data a window of storeData programs is a multiple of this.</summary>
        public const int ProgramUnitBytes = 32;

        /// <summary>Bytes of storeData's payload before the data: offset u32.</summary>
        public const int StoreDataHeaderBytes = 4;

        /// <summary>Bytes of sample's payload before the data: bank u8, offset u16.</summary>
        public const int SampleHeaderBytes = 3;

        /// <summary>Input banks: one is filled while the other is used.</summary>
        public const int Banks = 2;

        /// <summary>infer's what: as the mode says.</summary>
        public const int InferAsMode = 0;

        /// <summary>infer's what: every network, whatever the confidence.</summary>
        public const int InferBoth = 1;

        /// <summary>infer's what in a measurement: this and the number of a mode, which is taken in place of the
        /// board's.</summary>
        public const int InferMode = 2;

        /// <summary>Added to infer's what: a measurement, which leaves the board as it was.</summary>
        public const int InferMeasures = 0x80;

        /// <summary>Added to infer's what in a measurement: markers 2 and 3 show each layer.</summary>
        public const int InferMarksLayers = 0x40;

        /// <summary>Bytes of an infer request: bank u8, what u8, tag u16. In a measurement CT u8 may follow.</summary>
        public const int InferBytes = 4;

        /// <summary>layerCounts' network: all of them.</summary>
        public const int AllNetworks = 0xFF;

        /// <summary>className's index of the model's own name.</summary>
        public const int ModelNameIndex = 0xFF;

        /// <summary>Bytes of a layer in a reply to layers.</summary>
        public const int LayerRecordBytes = 30;

        /// <summary>Bytes of an error payload before its text: code u8, status i32, detail i32 x3.</summary>
        public const int ErrorHeaderBytes = 17;

        /// <summary>Bytes of a ctAuto request that sets: kind u8, value i32, two powers u16.</summary>
        public const int AutoRequestBytes = 9;

        /// <summary>An answer that was not computed.</summary>
        public const int NotRun = 0xFF;

        /// <summary>hello flags.</summary>
        public const int FlagDebugBuild = 1;

        /// <summary>hello flags.</summary>
        public const int FlagModelOpen = 2;

        /// <summary>hello flags.</summary>
        public const int FlagVirtual = 4;

        /// <summary>hello flags.</summary>
        public const int FlagDebugger = 8;

        /// <summary>Largest request payload on a device with this receive buffer: a frame takes at most seven eighths of
        /// it.</summary>
        public static int MaxPayload(int receiveBufferBytes)
        {
            int room = receiveBufferBytes - receiveBufferBytes / 8;
            int payload = room - BodyOverhead - room / 254 - 1 - 3;
            return payload > LargestRequest ? LargestRequest : payload;
        }

        /// <summary>Bytes of storeData that may be under way at once: with their frames they fit the receive buffer.</summary>
        public static int Credit(int receiveBufferBytes)
        {
            return (receiveBufferBytes * 3 / 4 - ProgramUnitBytes) / ProgramUnitBytes * ProgramUnitBytes;
        }
    }
}
