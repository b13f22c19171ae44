// A radix-2 fast Fourier transform in double precision, for the log-mel images.
namespace NanoCoopNet.Model;

/// <summary>Forward transform of a power of two: X[k] = Σ x[n]·e^(−2πi·k·n/N), in place.</summary>
internal sealed class Fourier
{
    private readonly int _n;
    private readonly double[] _cos;
    private readonly double[] _sin;

    public Fourier(int n)
    {
        _n = n;
        _cos = new double[n / 2];
        _sin = new double[n / 2];
        for (int i = 0; i < n / 2; i++)
        {
            _cos[i] = Math.Cos(2 * Math.PI * i / n);
            _sin[i] = -Math.Sin(2 * Math.PI * i / n);
        }
    }

    /// <param name="re">Real parts, N.</param>
    /// <param name="im">Imaginary parts, N.</param>
    public void Run(Span<double> re, Span<double> im)
    {
        for (int i = 1, j = 0; i < _n; i++)
        {
            int bit = _n >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (re[i], re[j]) = (re[j], re[i]);
                (im[i], im[j]) = (im[j], im[i]);
            }
        }

        for (int half = 1; half < _n; half *= 2)
        {
            int step = _n / (2 * half);
            for (int block = 0; block < _n; block += 2 * half)
            {
                for (int i = 0; i < half; i++)
                {
                    int a = block + i,
                        b = a + half;
                    double c = _cos[i * step],
                        s = _sin[i * step];
                    double r = (re[b] * c) - (im[b] * s),
                        m = (re[b] * s) + (im[b] * c);
                    (re[b], im[b]) = (re[a] - r, im[a] - m);
                    (re[a], im[a]) = (re[a] + r, im[a] + m);
                }
            }
        }
    }
}
