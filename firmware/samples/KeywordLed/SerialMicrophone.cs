// Sound from a UART, 16 kHz, int16: from a microphone with a controller of its own. nanoFramework has no I2S on STM32.
using System.IO.Ports;
using System.Threading;
using NanoCoopNet.Device;

namespace KeywordLed
{
    /// <summary>Reads what has arrived; a second without any byte is the end.</summary>
    internal sealed class SerialMicrophone : IAudioSource
    {
        private const int Baud = 460800;
        private const int SilentMs = 1000;

        private readonly SerialPort port;

        public SerialMicrophone(string name)
        {
            port = new SerialPort(name, Baud);
            port.ReadBufferSize = 4096;
            port.Open();
        }

        /// <inheritdoc/>
        public int Read(byte[] pcm)
        {
            for (int waited = 0; waited < SilentMs; waited++)
            {
                int arrived = port.BytesToRead & ~1;
                if (arrived > 0)
                {
                    return port.Read(pcm, 0, arrived < pcm.Length ? arrived : pcm.Length);
                }

                Thread.Sleep(1);
            }

            return 0;
        }
    }
}
