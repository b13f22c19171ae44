// Where sound comes from.
namespace NanoCoopNet.Device
{
    /// <summary>A stream of int16 samples, little-endian, 16 kHz, one channel: a microphone, or a recording.</summary>
    public interface IAudioSource
    {
        /// <summary>Waits until there is sound and takes it.</summary>
        /// <param name="pcm">Filled from index 0 on; its length is even.</param>
        /// <returns>Bytes taken, an even number; 0: the sound has ended.</returns>
        int Read(byte[] pcm);
    }
}
