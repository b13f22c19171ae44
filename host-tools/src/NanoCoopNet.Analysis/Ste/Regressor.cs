// A polynomial in CT whose degree rises until it predicts well enough (BC-Net IV-C, eq. 6).
using MathNet.Numerics;

namespace NanoCoopNet.Analysis;

/// <summary>A fitted polynomial.</summary>
/// <param name="Coefficients">Of CT⁰, CT¹, …</param>
/// <param name="RegressionMse">Mean square error on the pairs it was not fitted to (regression validation set).</param>
/// <param name="ReachedEpsilon">False where no degree did; then it is the one of least error.</param>
public sealed record Regressor(IReadOnlyList<double> Coefficients, double RegressionMse, bool ReachedEpsilon)
{
    /// <summary>Highest degree tried.</summary>
    public const int MaxDegree = 5;

    // Ten pairs are no work for several threads, which wait for each other in MathNet's parallel QR.
    static Regressor() => Control.UseSingleThread();

    public int Degree => Coefficients.Count - 1;

    /// <summary>Its value at a CT of 0…1.</summary>
    public double At(double ct) => Polynomial.Evaluate(ct, [.. Coefficients]);

    /// <summary>The same degree fitted to other pairs.</summary>
    public Regressor Again(IReadOnlyList<(double Ct, double Y)> pairs) =>
        this with
        {
            Coefficients = LeastSquares([.. pairs.Select(p => p.Ct)], [.. pairs.Select(p => p.Y)], Degree),
        };

    /// <summary>Coefficients of one degree by least squares, eq. (6).</summary>
    private static double[] LeastSquares(double[] ct, double[] y, int degree) => Fit.Polynomial(ct, y, degree);

    /// <summary>Raises the degree from 1 until the mean square error on the validation pairs is below ε.</summary>
    /// <param name="training">Pairs fitted to (CT, value).</param>
    /// <param name="validation">Pairs judged by.</param>
    /// <param name="epsilon">In the square of the value's unit.</param>
    public static Regressor Of(
        IReadOnlyList<(double Ct, double Y)> training,
        IReadOnlyList<(double Ct, double Y)> validation,
        double epsilon
    )
    {
        double[] x = [.. training.Select(p => p.Ct)],
            y = [.. training.Select(p => p.Y)];
        Regressor? best = null;
        for (int degree = 1; degree <= MaxDegree; degree++)
        {
            double[] coefficients = LeastSquares(x, y, degree);
            double mse = validation.Average(p => Math.Pow(Polynomial.Evaluate(p.Ct, coefficients) - p.Y, 2));
            best = best is null || mse < best.RegressionMse ? new Regressor(coefficients, mse, mse < epsilon) : best;
            if (best.ReachedEpsilon)
            {
                return best;
            }
        }

        return best!;
    }
}
