// Parts what arrives into frames and text. The bytes themselves are looked at by native code (FrameDecode).
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Reads the port and hands complete frames to the server and text to the console.</summary>
    public sealed class PortReader : ICancellation
    {
        private const int ReadBytes = 512;

        private readonly INative native;
        private readonly IByteLink link;
        private readonly IBoard board;
        private readonly ProtocolServer server;
        private readonly TextConsole console;
        private readonly byte[] received = new byte[ReadBytes];
        private readonly byte[] early = new byte[ReadBytes];
        private readonly byte[] found = new byte[Protocol.LargestRequest + Protocol.BodyOverhead];
        private readonly int[] state = new int[FrameField.Ints];
        private int lastByteMs;
        private int earlyCount;
        private bool earlyInFrame;
        private bool earlyLineStart = true;

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
            int count = Receive();
            int now = board.UptimeMs;
            if (count <= 0)
            {
                if (state[FrameField.Open] != 0 && now - lastByteMs >= Protocol.OpenFrameTimeoutMs)
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

        /// <inheritdoc/>
        public bool IsAsked()
        {
            int from = earlyCount;
            int count = from < early.Length ? link.Read(early, from, early.Length - from) : 0;
            earlyCount += count > 0 ? count : 0;
            for (int i = from; i < earlyCount; i++)
            {
                if (Asks(early[i]))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Bytes that came while an inference ran are first.</summary>
        private int Receive()
        {
            if (earlyCount == 0)
            {
                return link.Read(received, 0, received.Length);
            }

            int count = earlyCount;
            System.Array.Copy(early, 0, received, 0, count);
            earlyCount = 0;
            earlyInFrame = false;
            earlyLineStart = true;
            return count;
        }

        /// <summary>A byte that came while an inference ran. Inside a frame (a request said again) it asks for nothing.</summary>
        private bool Asks(byte value)
        {
            bool wasLineStart = earlyLineStart;
            earlyLineStart = value == Protocol.Delimiter;
            if (earlyInFrame || (wasLineStart && value == Protocol.Marker))
            {
                earlyInFrame = value != Protocol.Delimiter;
                return false;
            }

            return value == Protocol.Interrupt || value == Protocol.KillLine;
        }

        private void Decode(int count)
        {
            int at = 0;
            while (at < count)
            {
                int what = native.FrameDecode(state, received, at, count - at, found);
                at += state[FrameField.Taken];
                switch (what)
                {
                    case FrameResult.Frame:
                        server.Take(state[FrameField.Type], state[FrameField.Seq], found, state[FrameField.Length]);
                        break;
                    case FrameResult.Text:
                        console.Take(found, state[FrameField.Length]);
                        break;
                    case FrameResult.Bad:
                        server.TakeBadFrame(state[FrameField.Reason]);
                        break;
                    default:
                        if (what < 0 || state[FrameField.Taken] <= 0)
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
