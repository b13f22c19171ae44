// The core's answers beside the host engine's.
using System.Globalization;
using NanoCoopNet.Model;

namespace NanoCoopNet.Study;

/// <summary>How answers compare.</summary>
/// <param name="Text">For people.</param>
/// <param name="Failure">Empty; or that another class came out.</param>
/// <param name="RightShares">Share of samples right on the core, by network; empty without labels.</param>
public sealed record Comparison(string Text, string Failure, IReadOnlyDictionary<int, double> RightShares)
{
    /// <summary>Share of the samples that the core got right.</summary>
    public double? Right(NetKind net) => RightShares.TryGetValue((int)net, out double share) ? share : null;

    /// <summary>Compares every logit.</summary>
    /// <param name="expected">By sample and network.</param>
    /// <param name="labels">Of the samples; null: none.</param>
    /// <param name="mayRound">The numbers are floats and the flags let the compiler reorder sums: logits may differ, classes may
    /// not.</param>
    public static Comparison Of(
        ImageResult result,
        IReadOnlyDictionary<(int Sample, int Net), int[]> expected,
        IReadOnlyList<int>? labels,
        bool mayRound
    )
    {
        int most = 0,
            classes = 0,
            missing = 0;
        Dictionary<int, (int Right, int All)> right = [];
        foreach (((int sample, int net), int[] logits) in expected)
        {
            ImageAnswer? answer = result.Answers.FirstOrDefault(a => a.Sample == sample && a.Net == net);
            if (answer is null || answer.Logits.Count != logits.Length)
            {
                missing++;
                continue;
            }

            most = Math.Max(most, logits.Zip(answer.Logits, (a, b) => Math.Abs(a - b)).Max());
            int top = Top(answer.Logits);
            classes += top == Top(logits) ? 0 : 1;
            if (labels is not null)
            {
                (int rights, int all) = right.GetValueOrDefault(net);
                right[net] = (rights + (top == labels[sample] ? 1 : 0), all + 1);
            }
        }

        string text =
            missing > 0 ? "missing"
            : most == 0 ? "equal"
            : classes == 0 ? string.Create(CultureInfo.InvariantCulture, $"same classes, logits within {most}")
            : string.Create(CultureInfo.InvariantCulture, $"{classes} of {expected.Count} classes differ");
        bool wrong = missing > 0 || (most > 0 && (!mayRound || classes > 0));
        return new(
            text,
            wrong ? $"answers are not the host engine's: {text}" : "",
            right.ToDictionary(r => r.Key, r => r.Value.Right / (double)r.Value.All)
        );
    }

    private static int Top(IReadOnlyList<int> logits)
    {
        int top = 0;
        for (int i = 1; i < logits.Count; i++)
        {
            top = logits[i] > logits[top] ? i : top;
        }

        return top;
    }
}
