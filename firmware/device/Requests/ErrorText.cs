// One line of advice for each error code; ASCII.
namespace NanoCoopNet.Device
{
    /// <summary>Texts of error replies.</summary>
    public static class ErrorText
    {
        /// <summary>What went wrong and what to do.</summary>
        public static string Of(ErrorCode code)
        {
            switch (code)
            {
                case ErrorCode.BadFrame:
                    return "a frame was damaged; send it again";
                case ErrorCode.UnknownRequest:
                    return "unknown request; update the firmware or the tool";
                case ErrorCode.BadPayload:
                    return "length or value out of range";
                case ErrorCode.NoModel:
                    return "no model is open; push one";
                case ErrorCode.WrongMode:
                    return "this model's INT8 network has no answer of its own; use auto, light or full";
                case ErrorCode.WrongOffset:
                    return "out of order; go on at the offset or step given";
                case ErrorCode.NotReady:
                    return "nothing to go on with; begin again";
                case ErrorCode.StoreFull:
                    return "the blob is larger than the model store";
                case ErrorCode.FlashFailed:
                    return "flash did not take the data; push again";
                case ErrorCode.BlobRefused:
                    return "the engine refuses this model";
                default:
                    return "a native function failed";
            }
        }
    }
}
