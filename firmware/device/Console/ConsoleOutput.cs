// Lines of text to the port.
namespace NanoCoopNet.Device
{
    /// <summary>Sends one line at a time; every line ends on CR LF.</summary>
    public sealed class ConsoleOutput
    {
        private readonly IByteLink link;
        private readonly TextLine line = new TextLine();

        public ConsoleOutput(IByteLink link)
        {
            this.link = link;
        }

        /// <summary>The line to fill before <see cref="Send"/>.</summary>
        public TextLine Line
        {
            get { return line; }
        }

        /// <summary>Sends the line and empties it.</summary>
        public void Send()
        {
            link.Write(line.Bytes, 0, line.Length);
            line.Clear();
            line.Add("\r\n");
            link.Write(line.Bytes, 0, line.Length);
            line.Clear();
        }

        /// <summary>Sends bytes without an end of line.</summary>
        public void SendRaw(TextLine text)
        {
            link.Write(text.Bytes, 0, text.Length);
        }
    }
}
