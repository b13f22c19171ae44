// A board and its serial port without hardware.
using System.Text;
using NanoCoopNet.Device;

namespace NanoCoopNet.OnDevice
{
    /// <summary>Both seams in one: what the test types, what the device writes, LEDs and restarts.</summary>
    public sealed class ScriptedBoard : IBoard, IByteLink
    {
        private readonly byte[] written = new byte[4096];
        private byte[] typed = new byte[0];
        private int read;
        private int length;

        public string Name
        {
            get { return "SCRIPT"; }
        }

        public byte[] UniqueId { get; } = new byte[] { 1, 2, 3 };

        public int ClockHz
        {
            get { return 216000000; }
        }

        public string Runtime
        {
            get { return "scripted"; }
        }

        public string FirmwareVersion
        {
            get { return "9.8.7"; }
        }

        public bool IsVirtual
        {
            get { return true; }
        }

        public bool IsDebuggerAttached
        {
            get { return false; }
        }

        public bool IsDebugBuild
        {
            get { return false; }
        }

        public int UptimeMs { get; set; }

        public int TimedMs
        {
            get { return UptimeMs; }
        }

        public int[] MarkerPins { get; } = new int[] { 95, 77, -1, -1 };

        public int ReceiveBufferBytes
        {
            get { return 4096; }
        }

        public int Baud
        {
            get { return Protocol.StartBaud; }
        }

        /// <summary>The green LED.</summary>
        public bool IsLight { get; private set; }

        /// <summary>The blue LED.</summary>
        public bool IsFull { get; private set; }

        public void Wait(int timeMs)
        {
            UptimeMs += timeMs;
        }

        public int FreeHeapBytes()
        {
            return -1;
        }

        public void SetLeds(bool light, bool full)
        {
            IsLight = light;
            IsFull = full;
        }

        public void Restart() { }

        public int Read(byte[] buffer, int start, int count)
        {
            int left = typed.Length - read;
            int taken = left < count ? left : count;
            System.Array.Copy(typed, read, buffer, start, taken);
            read += taken;
            return taken;
        }

        public void Write(byte[] buffer, int start, int count)
        {
            System.Array.Copy(buffer, start, written, length, count);
            length += count;
        }

        public bool SetBaud(int baud)
        {
            return false;
        }

        /// <summary>Types a text, lets the application work until it rests, and returns what it wrote.</summary>
        public string Say(DeviceApp app, string text)
        {
            typed = Encoding.UTF8.GetBytes(text);
            read = 0;
            while (app.Poll()) { }

            string answer = Encoding.UTF8.GetString(written, 0, length);
            length = 0;
            return answer;
        }
    }
}
