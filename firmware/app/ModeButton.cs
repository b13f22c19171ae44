// The blue button goes on to the next mode. Polled between inferences: an interrupt would fall into timed regions.
using NanoCoopNet.Device;

namespace NanoCoopNet.App
{
    /// <summary>Turns presses of the button into mode changes, once each.</summary>
    internal sealed class ModeButton
    {
        private const int BounceMs = 30;

        private readonly NucleoBoard board;
        private readonly DeviceApp app;
        private bool wasDown;
        private int changedMs;

        public ModeButton(NucleoBoard board, DeviceApp app)
        {
            this.board = board;
            this.app = app;
        }

        /// <summary>Looks at the button; to be called from the main loop.</summary>
        public void Poll()
        {
            bool isDown = board.IsButtonDown;
            int now = board.UptimeMs;
            if (isDown == wasDown || now - changedMs < BounceMs)
            {
                return;
            }

            wasDown = isDown;
            changedMs = now;
            if (isDown)
            {
                app.NextMode();
            }
        }
    }
}
