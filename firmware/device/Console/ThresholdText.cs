// The confidence threshold as a person writes it, with integers only; numerics eq. (14). Shared by device and tool.
namespace NanoCoopNet.Device
{
    /// <summary>Decimal text to CT in 1/256.</summary>
    public static class ThresholdText
    {
        /// <summary>Returned for text that is not a decimal number of at most 9 places.</summary>
        public const int NotANumber = -1;

        /// <summary>Returned for a number outside 0 ... 0.996.</summary>
        public const int OutOfRange = -2;

        private const int MaxPlaces = 9;
        private const int LargestThousandths = 996;

        /// <summary>Reads digits with at most one point, e.g. <c>0.3</c> or <c>.25</c>.</summary>
        /// <returns>The nearest 1/256, halves up: 0 ... 255; or one of the two errors.</returns>
        public static int Parse(byte[] text, int start, int count)
        {
            int end = start + count;
            int digits = 0;
            bool wholeIsZero = true;
            int at = start;
            while (at < end && IsDigit(text[at]))
            {
                wholeIsZero &= text[at] == '0';
                digits++;
                at++;
            }

            long fraction = 0;
            long one = 1;
            if (at < end && text[at] == '.')
            {
                at++;
                int places = 0;
                while (at < end && IsDigit(text[at]) && places < MaxPlaces)
                {
                    fraction = fraction * 10 + (text[at] - '0');
                    one *= 10;
                    places++;
                    digits++;
                    at++;
                }
            }

            if (at != end || digits == 0)
            {
                return NotANumber;
            }

            if (!wholeIsZero || fraction * 1000 > LargestThousandths * one)
            {
                return OutOfRange;
            }

            return (int)((fraction * 512 + one) / (2 * one));
        }

        private static bool IsDigit(byte character)
        {
            return character >= '0' && character <= '9';
        }
    }
}
