// The serial port as the device's C# sees it: nanoFramework's SerialPort on the board, a pty or a TCP socket on the virtual
// board.
namespace NanoCoopNet.Device
{
    /// <summary>A byte stream without flow control. Only the main loop uses it; no call is made inside a timed region.</summary>
    public interface IByteLink
    {
        /// <summary>Bytes the receive buffer holds; what arrives beyond that is lost without notice.</summary>
        int ReceiveBufferBytes { get; }

        /// <summary>Bits a second in force.</summary>
        int Baud { get; }

        /// <summary>Takes up to count bytes that have arrived. Never waits.</summary>
        /// <returns>Bytes taken, 0 where none were there.</returns>
        int Read(byte[] buffer, int start, int count);

        /// <summary>Sends bytes; returns when all are handed to the port, which may be before they have left.</summary>
        void Write(byte[] buffer, int start, int count);

        /// <summary>Waits until everything written has left, then changes the rate.</summary>
        /// <returns>False, with nothing changed, where the port cannot do it.</returns>
        bool SetBaud(int baud);
    }
}
