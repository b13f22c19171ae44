// Parts what arrives into frames and text. The bytes themselves are looked at by native code (FrameDecode).
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Reads the port and hands complete frames to the server and text to the console.</summary>
    public sealed class PortReader
    {
        private const int StateOpen = 0;
        private const int StateTaken = 8;
        private const int StateType = 9;
        private const int StateSeq = 10;
        private const int StateLength = 11;
        private const int StateReason = 12;
        private const int ReadBytes = 512;

        private const int FoundFrame = 1;
        private const int FoundText = 2;
        private const int FoundBadFrame = 3;

        private readonly INative native;
        private readonly IByteLink link;
        private readonly IBoard board;
        private readonly ProtocolServer server;
        private readonly TextConsole console;
        private readonly byte[] received = new byte[ReadBytes];
        private readonly byte[] found = new byte[Protocol.LargestRequest + Protocol.BodyOverhead];
        private readonly int[] state = new int[16];
        private int lastByteMs;

        public PortReader(INative native, IByteLink link, IBoard board, ProtocolServer server, TextConsole console)
        {
            this.native = native;
            this.link = link;
            this.board = board;
            this.server = server;
            this.console = console;
        }

        /// <summary>Deals with what has arrived.</summary>
        /// <returns>False if nothing had.</returns>
        public bool Poll()
        {
            int count = link.Read(received, 0, received.Length);
            int now = board.UptimeMs;
            if (count <= 0)
            {
                if (state[StateOpen] != 0 && now - lastByteMs >= Protocol.OpenFrameTimeoutMs)
                {
                    Abandon();
                }

                return false;
            }

            lastByteMs = now;
            Decode(count);
            return true;
        }

        /// <summary>Forgets an open frame; the port is in line mode.</summary>
        public void Abandon()
        {
            System.Array.Clear(state, 0, state.Length);
        }

        private void Decode(int count)
        {
            int at = 0;
            while (at < count)
            {
                int what = native.FrameDecode(state, received, at, count - at, found);
                at += state[StateTaken];
                switch (what)
                {
                    case FoundFrame:
                        server.Take(state[StateType], state[StateSeq], found, state[StateLength]);
                        break;
                    case FoundText:
                        console.Take(found, state[StateLength]);
                        break;
                    case FoundBadFrame:
                        server.TakeBadFrame(state[StateReason]);
                        break;
                    default:
                        if (what < 0 || state[StateTaken] <= 0)
                        {
                            Abandon();
                            return;
                        }

                        break;
                }
            }
        }
    }
}
