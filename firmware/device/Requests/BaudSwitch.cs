// Changing the rate of the port without losing the device when the tool does not follow. PROTOCOL.md, request 0x09.
namespace NanoCoopNet.Device
{
    /// <summary>A rate on probation: an echo confirms it, else the old one comes back.</summary>
    public sealed class BaudSwitch
    {
        private readonly IByteLink link;
        private readonly IBoard board;
        private bool onProbation;
        private int oldBaud;
        private int sinceMs;

        public BaudSwitch(IByteLink link, IBoard board)
        {
            this.link = link;
            this.board = board;
        }

        /// <summary>
        /// Changes the rate, after the reply was written. A port that cannot do it stays; the tool finds out by its echo.
        /// </summary>
        public void Begin(int baud)
        {
            if (baud == link.Baud)
            {
                return;
            }

            if (!onProbation)
            {
                oldBaud = link.Baud;
            }

            onProbation = link.SetBaud(baud) && baud != oldBaud;
            sinceMs = board.UptimeMs;
        }

        /// <summary>An echo has arrived: the tool hears and is heard.</summary>
        public void Confirm()
        {
            onProbation = false;
        }

        /// <summary>Returns to the old rate when time is up.</summary>
        /// <returns>True if it did; an open frame is garbage then.</returns>
        public bool Poll()
        {
            if (!onProbation || board.UptimeMs - sinceMs < Protocol.BaudConfirmTimeoutMs)
            {
                return false;
            }

            onProbation = false;
            link.SetBaud(oldBaud);
            return true;
        }
    }
}
