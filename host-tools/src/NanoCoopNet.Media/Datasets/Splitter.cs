// Draws the splits of a data set: stratified by class, whole groups, the same for the same seed, and stable when files are added.
using System.Security.Cryptography;
using System.Text;

namespace NanoCoopNet.Media;

/// <summary>A sample that is to be put into a split.</summary>
/// <param name="Key">What its order is drawn from.</param>
/// <param name="Class">Index of its class.</param>
/// <param name="Group">Samples of one group stay together.</param>
/// <param name="Split">0 train, 1 validation, 2 test where it is given; null: drawn.</param>
public sealed record Placed(string Key, int Class, string Group, int? Split);

/// <summary>Draws splits.</summary>
public static class Splitter
{
    /// <summary>The split of each sample: 0 train, 1 validation, 2 test.</summary>
    /// <param name="samples">With their groups.</param>
    /// <param name="validation">Share of each class, 0 … 0.5.</param>
    /// <param name="test">Share of each class, 0 … 0.5.</param>
    /// <remarks>Groups are taken in the order of SHA-256(seed, group); each fills the split that lacks most of what the group
    /// holds: first test, then validation.</remarks>
    public static int[] Draw(IReadOnlyList<Placed> samples, double validation, double test, int seed)
    {
        int classes = samples.Max(s => s.Class) + 1;
        int[] counts = new int[classes];
        foreach (Placed s in samples)
        {
            counts[s.Class]++;
        }

        int[][] missing =
        [
            [],
            Quota(validation),
            Quota(test),
        ];
        int[] splits = new int[samples.Count];
        IEnumerable<IGrouping<string, int>> groups = Enumerable
            .Range(0, samples.Count)
            .GroupBy(i => samples[i].Group)
            .OrderBy(g => samples[g.First()].Split is null)
            .ThenBy(g => Hash(seed, g.Key), StringComparer.Ordinal);
        foreach (IGrouping<string, int> group in groups)
        {
            int split =
                group.Select(i => samples[i].Split).FirstOrDefault(s => s is not null)
                ?? (
                    Wants(missing[2], group) ? 2
                    : Wants(missing[1], group) ? 1
                    : 0
                );
            foreach (int i in group)
            {
                splits[i] = split;
                if (split > 0)
                {
                    missing[split][samples[i].Class]--;
                }
            }
        }

        return splits;

        int[] Quota(double share) =>
            [.. counts.Select(c => share == 0 ? 0 : Math.Max(1, (int)Math.Round(share * c, MidpointRounding.AwayFromZero)))];

        bool Wants(int[] lacks, IEnumerable<int> group)
        {
            Dictionary<int, int> of = group.GroupBy(i => samples[i].Class).ToDictionary(g => g.Key, g => g.Count());
            return of.Sum(c => Math.Clamp(lacks[c.Key], 0, c.Value)) * 2 > of.Values.Sum();
        }
    }

    private static string Hash(int seed, string key) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{key}")));
}
