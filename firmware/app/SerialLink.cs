// The application's serial port on nanoFramework. The driver receives by interrupt into a ring that drops what does not fit,
// and sends by DMA out of the caller's array; so nothing here touches single bytes.
using System;
using System.IO.Ports;
using System.Threading;
using NanoCoopNet.Device;

namespace NanoCoopNet.App
{
    /// <summary>COM6 of the NUCLEO-F767ZI (D0/D1).</summary>
    internal sealed class SerialLink : IByteLink
    {
        // Write returns when DMA has handed over the last byte: two are still in the transmitter, 2.1 ms at 9,600 baud.
        private const int LastBytesLeaveMs = 5;

        private readonly SerialPort port;

        /// <summary>Opens the port at <see cref="Protocol.StartBaud"/>, 8N1.</summary>
        public SerialLink(string name, int receiveBufferBytes)
        {
            port = new SerialPort(name, Protocol.StartBaud, Parity.None, 8, StopBits.One);
            port.ReadBufferSize = receiveBufferBytes; // taken by Open only
            port.Open();
        }

        /// <inheritdoc/>
        public int ReceiveBufferBytes
        {
            get { return port.ReadBufferSize; }
        }

        /// <inheritdoc/>
        public int Baud
        {
            get { return port.BaudRate; }
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer, int start, int count)
        {
            int arrived = port.BytesToRead;
            if (arrived == 0)
            {
                return 0;
            }

            // Never more than has arrived: the driver's Read waits for all it is asked for.
            return port.Read(buffer, start, arrived < count ? arrived : count);
        }

        /// <inheritdoc/>
        public void Write(byte[] buffer, int start, int count)
        {
            if (count > 0)
            {
                port.Write(buffer, start, count);
            }
        }

        /// <inheritdoc/>
        public bool SetBaud(int baud)
        {
            int before = port.BaudRate;
            Thread.Sleep(LastBytesLeaveMs);
            try
            {
                port.BaudRate = baud;
                return true;
            }
            catch (Exception)
            {
                port.BaudRate = before;
                return false;
            }
        }
    }
}
