// The statuses of nf-interop/kernels/include/ncn_status.def that the device's C# acts on; a test compares the numbers.
namespace NanoCoopNet.Device
{
    /// <summary>Negative results of <see cref="INative"/>.</summary>
    public static class NativeStatus
    {
        public const int Argument = -1;
        public const int Context = -2;
        public const int Model = -3;
        public const int Arena = -4;
        public const int NoLogits = -8;
        public const int NoModel = -9;
        public const int NotFound = -10;
        public const int StoreState = -20;
        public const int StoreSpace = -21;
        public const int StoreOffset = -22;
        public const int StoreErase = -23;
        public const int StoreProgram = -24;
        public const int StoreVerify = -25;

        /// <summary>The error code a status is reported under; PROTOCOL.md, "Error codes".</summary>
        public static ErrorCode ToErrorCode(int status)
        {
            switch (status)
            {
                case Argument:
                    return ErrorCode.BadPayload;
                case Context:
                case NoModel:
                    return ErrorCode.NoModel;
                case Model:
                case Arena:
                    return ErrorCode.BlobRefused;
                case NoLogits:
                    return ErrorCode.WrongMode;
                case StoreState:
                    return ErrorCode.NotReady;
                case StoreSpace:
                    return ErrorCode.StoreFull;
                case StoreOffset:
                    return ErrorCode.WrongOffset;
                case StoreErase:
                case StoreProgram:
                case StoreVerify:
                    return ErrorCode.FlashFailed;
                default:
                    return ErrorCode.Native;
            }
        }
    }
}
