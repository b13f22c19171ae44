// Builds a line of text in a buffer that is allocated once: no strings are made, so nothing is left for the collector.
namespace NanoCoopNet.Device
{
    /// <summary>A line under construction; what does not fit is cut off.</summary>
    public sealed class TextLine
    {
        private readonly byte[] bytes = new byte[256];
        private readonly byte[] digits = new byte[20];

        /// <summary>The line; <see cref="Length"/> bytes of it are valid.</summary>
        public byte[] Bytes
        {
            get { return bytes; }
        }

        /// <summary>Bytes so far.</summary>
        public int Length { get; private set; }

        /// <summary>Starts an empty line.</summary>
        public void Clear()
        {
            Length = 0;
        }

        /// <summary>Appends one byte.</summary>
        public TextLine Add(byte value)
        {
            if (Length < bytes.Length)
            {
                bytes[Length] = value;
                Length++;
            }

            return this;
        }

        /// <summary>Appends ASCII characters.</summary>
        public TextLine Add(string ascii)
        {
            for (int i = 0; i < ascii.Length; i++)
            {
                Add((byte)ascii[i]);
            }

            return this;
        }

        /// <summary>Appends bytes as they are.</summary>
        public TextLine Add(byte[] source, int start, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Add(source[start + i]);
            }

            return this;
        }

        /// <summary>Appends an integer in decimal.</summary>
        public TextLine AddNumber(long value)
        {
            if (value < 0)
            {
                Add((byte)'-');
            }

            int count = 0;
            do
            {
                int digit = (int)(value % 10);
                digits[count] = (byte)('0' + (digit < 0 ? -digit : digit));
                count++;
                value /= 10;
            } while (value != 0);

            while (count > 0)
            {
                count--;
                Add(digits[count]);
            }

            return this;
        }

        /// <summary>Appends value/one as a decimal with three places, halves up; value and one are not negative.</summary>
        public TextLine AddDecimal(int value, int one)
        {
            long thousandths = ((long)value * 1000 + one / 2) / one;
            AddNumber(thousandths / 1000);
            Add((byte)'.');
            int fraction = (int)(thousandths % 1000);
            Add((byte)('0' + fraction / 100));
            Add((byte)('0' + fraction / 10 % 10));
            return Add((byte)('0' + fraction % 10));
        }
    }
}
