// Sound as it comes, as log-mel images: host-tools/training/LOGMEL.md, "In integers"; nf-interop/native/NATIVE.md, "Sound".
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>The last second of sound. Its arrays are allocated once: 10 KiB.</summary>
    public sealed class Hearing
    {
        /// <summary>Samples a second.</summary>
        public const int SampleRate = 16000;

        /// <summary>Bytes of a hop, 10 ms: a row of the image is computed for each.</summary>
        public const int HopBytes = 320;

        /// <summary>Bytes of an image, 32 rows of 32.</summary>
        public const int ImageBytes = 1024;

        /// <summary>Preprocessing of a model that takes such images; MODEL-FORMAT.md.</summary>
        public const int Preprocessing = 3;

        /// <summary>Rows of a second: from here on an image holds sound only.</summary>
        public const int SecondRows = 94;

        private readonly INative native;
        private readonly int[] state = new int[SoundField.Ints];
        private readonly byte[] image = new byte[ImageBytes];

        public Hearing(INative native)
        {
            this.native = native;
        }

        /// <summary>The image that <see cref="TakeImage"/> made last.</summary>
        public byte[] Image
        {
            get { return image; }
        }

        /// <summary>Rows computed so far; after half a year it starts again at 96.</summary>
        public int Rows
        {
            get { return state[SoundField.Frames]; }
        }

        /// <summary>Cost of the last <see cref="Add"/> in counts of TimeInfo's source.</summary>
        public int Counts
        {
            get { return state[SoundField.Counts]; }
        }

        /// <summary>Forgets everything.</summary>
        /// <param name="noise">Amplitude of the even noise that is added to the sound, 0 ... 4095. Models are trained in noise;
        /// sound without any between the words is unknown to them.</param>
        public void Begin(int noise)
        {
            System.Array.Clear(state, 0, state.Length);
            state[SoundField.Noise] = noise;
        }

        /// <summary>Takes sound, as much as there is.</summary>
        /// <param name="pcm">int16 samples, little-endian.</param>
        /// <param name="start">Index of the first byte.</param>
        /// <param name="count">Bytes, an even number.</param>
        /// <returns>Rows that are new, or a native status.</returns>
        public int Add(byte[] pcm, int start, int count)
        {
            return native.SoundWrite(state, pcm, start, count);
        }

        /// <summary>Puts the last second into <see cref="Image"/>.</summary>
        /// <returns>0 or a native status.</returns>
        public int TakeImage()
        {
            return native.SoundImage(state, image);
        }
    }
}
