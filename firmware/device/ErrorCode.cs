// Error codes of an error reply; the table in firmware/PROTOCOL.md.
namespace NanoCoopNet.Device
{
    /// <summary>First byte of an error reply's payload.</summary>
    public enum ErrorCode : byte
    {
        None = 0,

        /// <summary>A frame failed its check (CRC, length, COBS, version).</summary>
        BadFrame = 1,

        /// <summary>No such request type.</summary>
        UnknownRequest = 2,

        /// <summary>Length or a value out of range.</summary>
        BadPayload = 3,

        /// <summary>No model is open; status and detail are those of the last ModelOpen.</summary>
        NoModel = 4,

        /// <summary>Mode int8 where the model's INT8 network has no answer of its own.</summary>
        WrongMode = 5,

        /// <summary>Bytes or steps out of order; detail 0 is the one wanted.</summary>
        WrongOffset = 6,

        /// <summary>Nothing to go on with: no transfer open, erases outstanding, sample incomplete.</summary>
        NotReady = 7,

        /// <summary>The blob is larger than the store.</summary>
        StoreFull = 8,

        /// <summary>Flash did not take an erase or a word.</summary>
        FlashFailed = 9,

        /// <summary>The engine refuses the blob; detail: rule, net, layer.</summary>
        BlobRefused = 10,

        /// <summary>Any other native status.</summary>
        Native = 11,
    }
}
