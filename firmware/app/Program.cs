// The board's program: opens the port, says what it is, runs the device library for ever. Whatever goes wrong is said on the
// port.
using System;
using System.Text;
using System.Threading;
using NanoCoopNet.Device;
using NanoCoopNet.Interop;
using nanoFramework.Runtime.Native;

namespace NanoCoopNet.App
{
    /// <summary>Entry point.</summary>
    public static class Program
    {
        private const int RepeatMs = 5000;
        private const int IdleMs = 1;

        /// <summary>Never returns.</summary>
        public static void Main()
        {
            SerialLink link = new SerialLink(BoardPins.ApplicationPort, BoardPins.ReceiveBufferBytes);
            InteropNative native = new InteropNative();
            NativeSide side = NativeSide.Look(native);
            while (side.Missing != null)
            {
                Say(link, "error: " + side.Missing + "; flash the nanoCLR of nf-interop/clr/README.md");
                Thread.Sleep(RepeatMs);
            }

            try
            {
                Run(native, link, new NucleoBoard(side.ClockHz));
            }
            catch (Exception e)
            {
                Say(link, "error: " + e.GetType().FullName + " " + e.Message + "; the board restarts, its model stays");
                Thread.Sleep(RepeatMs);
                Power.RebootDevice();
            }
        }

        private static void Run(InteropNative native, SerialLink link, NucleoBoard board)
        {
            Say(
                link,
                board.Runtime
                    + ", interop checksum 0x"
                    + NativeInterface.Checksum.ToString("X8")
                    + ", id "
                    + Hex(board.UniqueId)
                    + ", "
                    + (board.ClockHz / 1000000).ToString()
                    + " MHz"
            );
            DeviceApp app = new DeviceApp(native, link, board);
            app.Start();

            // The execution engine feeds the watchdog (10 s) between time slices; no native call lasts that long.
            while (true)
            {
                bool done = app.Poll();
                if (board.TakeButtonPress())
                {
                    app.NextMode();
                }

                if (!done)
                {
                    Thread.Sleep(IdleMs);
                }
            }
        }

        private static void Say(SerialLink link, string text)
        {
            byte[] line = Encoding.UTF8.GetBytes(text + "\r\n");
            link.Write(line, 0, line.Length);
        }

        private static string Hex(byte[] bytes)
        {
            StringBuilder text = new StringBuilder(2 * bytes.Length);
            for (int i = 0; i < bytes.Length; i++)
            {
                text.Append(bytes[i].ToString("X2"));
            }

            return text.ToString();
        }
    }
}
