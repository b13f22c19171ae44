// From sums of signs back to int8: m_c, o_c and r of NUMERICS.md eq. (11).
namespace NanoCoopNet.Model;

/// <summary>q = sat8(rshr(Scale[c]·S + Offset[c], Shift)) stands for scale[c]·S + offset[c] at RadixOut.</summary>
/// <param name="Scale">m_c, int16.</param>
/// <param name="Offset">o_c, int32.</param>
/// <param name="Shift">r, 0 … 31.</param>
internal sealed record SumScaling(int[] Scale, int[] Offset, int Shift, int RadixOut)
{
    /// <summary>The largest r, hence the finest m_c and o_c, within the bounds |m_c| ≤ 32767 and |m_c|·K + |o_c| + 2^(r−1) &lt;
    /// 2³¹.</summary>
    /// <param name="scale">[C] real factor of S.</param>
    /// <param name="offset">[C] real offset.</param>
    /// <param name="radixOut">Wanted radix; a smaller one is taken where even r = 0 breaks a bound.</param>
    /// <param name="taps">K = kH·kW·C, the largest |S|.</param>
    /// <exception cref="QuantiseException">scaling: no radix fits.</exception>
    public static SumScaling Choose(double[] scale, double[] offset, int radixOut, int taps, string where)
    {
        for (int radix = radixOut; radix >= BlobLayout.MinRadix; radix--)
        {
            for (int shift = BlobLayout.MaxShift; shift >= 0; shift--)
            {
                long[] m = Array.ConvertAll(scale, v => Rounded(v, radix + shift)),
                    o = Array.ConvertAll(offset, v => Rounded(v, radix + shift));
                long half = shift > 0 ? 1L << (shift - 1) : 0;
                bool fits = m.Zip(o)
                    .All(p =>
                        Math.Abs(p.First) <= short.MaxValue
                        && (Math.Abs(p.First) * (long)taps) + Math.Abs(p.Second) + half < 1L << 31
                    );
                if (fits)
                {
                    return new SumScaling(Array.ConvertAll(m, v => (int)v), Array.ConvertAll(o, v => (int)v), shift, radix);
                }
            }
        }

        throw new QuantiseException(
            "scaling",
            $"{where}: its batch norm scales or offsets too much for int16 and int32",
            "train with weight decay on batch norm"
        );
    }

    private static long Rounded(double value, int radix) =>
        (long)Math.Clamp(Math.Floor(Math.ScaleB(value, radix) + 0.5), -1e15, 1e15);
}
