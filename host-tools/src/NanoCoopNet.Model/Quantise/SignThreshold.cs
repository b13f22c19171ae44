// Batch norm and sign as one integer compare: NUMERICS.md eq. (8) and (10).
namespace NanoCoopNet.Model;

/// <summary>A channel's compare: u = (s ≥ Threshold), bit = u xor Flip.</summary>
/// <param name="Threshold">Sign threshold; −2³¹: u is always 1, 2³¹ − 1: always 0.</param>
/// <param name="Flip">Where γ &lt; 0 (or γ = 0 and β &lt; 0).</param>
public readonly record struct SignThreshold(int Threshold, bool Flip)
{
    /// <summary>u is 1 whatever s is.</summary>
    public static SignThreshold Constant(bool bit) => new(int.MinValue, !bit);

    /// <summary>The compare that equals sign(γ(α·s − μ)/√(σ² + ε) + β) for every integer s.</summary>
    /// <param name="alpha">Real value of one unit of s: the filter's α, eq. (8), or 2^−(f_in + f_w), eq. (10). 0: a filter of
    /// zeros.</param>
    /// <param name="relu">A ReLU stands between convolution and batch norm, eq. (10).</param>
    public static SignThreshold Derive(
        double gamma,
        double beta,
        double mean,
        double variance,
        double epsilon,
        double alpha,
        bool relu = false
    )
    {
        double deviation = Math.Sqrt(variance + epsilon);
        if (gamma == 0)
        {
            return Constant(beta >= 0);
        }

        if (alpha == 0)
        {
            return Constant(beta - (gamma * mean / deviation) >= 0);
        }

        double c = mean - (beta / gamma * deviation);
        if (relu && gamma > 0 && c <= 0)
        {
            return Constant(true);
        }

        if (relu && gamma < 0 && c < 0)
        {
            return Constant(false);
        }

        return gamma > 0
            ? new SignThreshold(Saturate(Math.Ceiling(c / alpha)), false)
            : new SignThreshold(Saturate(Math.Floor(c / alpha) + 1), true);
    }

    private static int Saturate(double t) =>
        t <= int.MinValue ? int.MinValue
        : t >= int.MaxValue ? int.MaxValue
        : (int)t;
}
