// The words of a command line.
namespace NanoCoopNet.Device
{
    /// <summary>A verb and its arguments, as places in the line; letters compare without case.</summary>
    public sealed class Words
    {
        private const int Room = 7;

        private readonly int[] starts = new int[Room];
        private readonly int[] lengths = new int[Room];
        private byte[] text;

        /// <summary>Words found; one more than a command can have at most.</summary>
        public int Count { get; private set; }

        /// <summary>Finds the words of a line.</summary>
        public void Split(byte[] line, int length)
        {
            text = line;
            Count = 0;
            int at = 0;
            while (at < length && Count < Room)
            {
                while (at < length && line[at] == ' ')
                {
                    at++;
                }

                int start = at;
                while (at < length && line[at] != ' ')
                {
                    at++;
                }

                if (at > start)
                {
                    starts[Count] = start;
                    lengths[Count] = at - start;
                    Count++;
                }
            }
        }

        /// <summary>True if a word is this one, written in small letters.</summary>
        public bool Is(int word, string other)
        {
            if (lengths[word] != other.Length)
            {
                return false;
            }

            for (int i = 0; i < other.Length; i++)
            {
                byte character = text[starts[word] + i];
                if (character >= 'A' && character <= 'Z')
                {
                    character += 'a' - 'A';
                }

                if (character != other[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Appends a word to a line.</summary>
        public void CopyTo(int word, TextLine line)
        {
            line.Add(text, starts[word], lengths[word]);
        }

        /// <summary>A word as CT; see <see cref="ThresholdText.Parse"/>.</summary>
        public int ParseThreshold(int word)
        {
            return ThresholdText.Parse(text, starts[word], lengths[word]);
        }

        /// <summary>A word as a decimal of at most six digits and three places, in thousandths; -1 where it is none.</summary>
        public int ParseThousandths(int word)
        {
            const int maxWhole = 999999;
            int value = 0;
            int places = -1;
            int digits = 0;
            for (int i = 0; i < lengths[word]; i++)
            {
                byte character = text[starts[word] + i];
                if (character == '.' && places < 0)
                {
                    places = 0;
                    continue;
                }

                if (character < '0' || character > '9' || places == 3 || (places < 0 && value > maxWhole / 10))
                {
                    return -1;
                }

                value = value * 10 + (character - '0');
                digits++;
                places += places < 0 ? 0 : 1;
            }

            for (int i = places < 0 ? 0 : places; i < 3; i++)
            {
                value *= 10;
            }

            return digits == 0 ? -1 : value;
        }

        /// <summary>A word as a number 1 ... 999,999,999, else -1.</summary>
        public int ParseCount(int word)
        {
            int value = ParseNumber(word);
            return value == 0 ? -1 : value;
        }

        /// <summary>A word as a number 0 ... 999,999,999, else -1.</summary>
        public int ParseNumber(int word)
        {
            const int maxDigits = 9;
            if (lengths[word] > maxDigits)
            {
                return -1;
            }

            int value = 0;
            for (int i = 0; i < lengths[word]; i++)
            {
                byte character = text[starts[word] + i];
                if (character < '0' || character > '9')
                {
                    return -1;
                }

                value = value * 10 + (character - '0');
            }

            return value;
        }

        /// <summary>A word of pairs of hex digits as bytes, as many as it has; destination takes them all.</summary>
        /// <returns>Bytes, or -1 where it is something else.</returns>
        public int ParseHex(int word, byte[] destination)
        {
            if (lengths[word] % 2 != 0)
            {
                return -1;
            }

            for (int i = 0; i < lengths[word]; i += 2)
            {
                int high = HexDigit(text[starts[word] + i]);
                int low = HexDigit(text[starts[word] + i + 1]);
                if (high < 0 || low < 0)
                {
                    return -1;
                }

                destination[i / 2] = (byte)(high << 4 | low);
            }

            return lengths[word] / 2;
        }

        private static int HexDigit(byte character)
        {
            if (character >= '0' && character <= '9')
            {
                return character - '0';
            }

            int letter = character | 0x20; // a small one
            return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
        }
    }
}
