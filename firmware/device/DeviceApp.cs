// The application: what the board's Program.cs starts and turns. PROTOCOL.md says what it answers.
namespace NanoCoopNet.Device
{
    /// <summary>Everything the firmware does, over three seams: native functions, serial port, board.</summary>
    public sealed class DeviceApp
    {
        /// <summary>Allocates all buffers; nothing is allocated later in the inference loop.</summary>
        public DeviceApp(INative native, IByteLink link, IBoard board)
        {
        }

        /// <summary>Binds the markers, opens the newest model, restores CT and mode, and sends the banner.</summary>
        public void Start()
        {
            throw new System.NotImplementedException();
        }

        /// <summary>One turn of the main loop; the board calls it again at once if true, after a short wait if false.</summary>
        /// <returns>True if something was done.</returns>
        public bool Poll()
        {
            throw new System.NotImplementedException();
        }
    }
}
