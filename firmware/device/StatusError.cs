// From a status of the native interface to the error code a request is answered with.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Error codes of negative results of <see cref="INative"/>.</summary>
    public static class StatusError
    {
        /// <summary>The error code a status is reported under; PROTOCOL.md, "Error codes".</summary>
        public static ErrorCode Of(int status)
        {
            switch (status)
            {
                case NativeStatus.Argument:
                    return ErrorCode.BadPayload;
                case NativeStatus.Context:
                case NativeStatus.NoModel:
                    return ErrorCode.NoModel;
                case NativeStatus.Model:
                case NativeStatus.Arena:
                case NativeStatus.Work:
                case NativeStatus.StoreUnsigned:
                case NativeStatus.StoreSigner:
                case NativeStatus.StoreSignature:
                case NativeStatus.StoreOlder:
                    return ErrorCode.BlobRefused;
                case NativeStatus.NoLogits:
                    return ErrorCode.WrongMode;
                case NativeStatus.StoreState:
                    return ErrorCode.NotReady;
                case NativeStatus.StoreSpace:
                    return ErrorCode.StoreFull;
                case NativeStatus.StoreOffset:
                    return ErrorCode.WrongOffset;
                case NativeStatus.StoreErase:
                case NativeStatus.StoreProgram:
                case NativeStatus.StoreVerify:
                    return ErrorCode.FlashFailed;
                default:
                    return ErrorCode.Native;
            }
        }
    }
}
