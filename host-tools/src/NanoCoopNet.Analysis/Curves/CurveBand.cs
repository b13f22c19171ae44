// How far a curve over CT would move with other samples of the same kind: percentile bootstrap over the samples, accuracy and its
// distance from INT8 drawn together, since they depend on the same samples.
namespace NanoCoopNet.Analysis;

/// <summary>95 % intervals at one CT.</summary>
/// <param name="Accuracy">0…1.</param>
/// <param name="Delta">Accuracy minus the baseline's; null without one.</param>
public sealed record CurveBand(Band Accuracy, Band? Delta)
{
    private const int Bins = 257; // ⌊256·CS⌋ is 0 … 256
    private const int Resamples = 400;
    private const double Tail = 0.025;

    /// <summary>One band for each CT.</summary>
    /// <param name="int8From">Outcomes that hold the baseline's answers to the same samples; null: no baseline.</param>
    /// <param name="steps">CT bytes.</param>
    public static IReadOnlyList<CurveBand> Of(Outcomes outcomes, Outcomes? int8From, IReadOnlyList<int> steps, int seed)
    {
        Dictionary<int, Outcome>? others = int8From?.Samples.ToDictionary(s => s.Index);
        (int Bin, int Light, int Full, int Int8)[] samples =
        [
            .. outcomes.Samples.Select(s =>
                (s.Confidence256, Is(s.Light, s), Is(s.Full, s), others is null ? 0 : Is(others[s.Index].Int8, s))
            ),
        ];
        Random random = new(seed);
        double[][] accuracy = Rounds(steps.Count),
            delta = Rounds(steps.Count);
        for (int round = 0; round < Resamples; round++)
        {
            int[] light = new int[Bins],
                full = new int[Bins];
            int int8 = 0;
            for (int k = 0; k < samples.Length; k++)
            {
                (int Bin, int Light, int Full, int Int8) s = samples[random.Next(samples.Length)];
                light[s.Bin] += s.Light;
                full[s.Bin] += s.Full;
                int8 += s.Int8;
            }

            for (int i = 0; i < steps.Count; i++)
            {
                double right = Sum(full.AsSpan(..steps[i])) + Sum(light.AsSpan(steps[i]..));
                accuracy[i][round] = right / samples.Length;
                delta[i][round] = (right - int8) / samples.Length;
            }
        }

        return [.. steps.Select((_, i) => new CurveBand(Ends(accuracy[i]), others is null ? null : Ends(delta[i])))];
    }

    private static int Is(int? answer, Outcome sample) => answer == sample.Label ? 1 : 0;

    private static int Sum(ReadOnlySpan<int> counts)
    {
        int sum = 0;
        foreach (int count in counts)
        {
            sum += count;
        }

        return sum;
    }

    private static double[][] Rounds(int steps) => [.. Enumerable.Range(0, steps).Select(_ => new double[Resamples])];

    private static Band Ends(double[] values)
    {
        Array.Sort(values);
        return new(values[(int)Math.Floor(Tail * (Resamples - 1))], values[(int)Math.Ceiling((1 - Tail) * (Resamples - 1))]);
    }
}
