// The demo's input: keyword samples that the project ships, drawn by a seed, so that every run sees the same ones.
using NanoCoopNet.Analysis;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Demo;

/// <summary>Drawn samples.</summary>
/// <param name="Data">The shipped file.</param>
/// <param name="Indices">Those drawn, in the order they are sent.</param>
internal sealed record DemoSamples(Dataset Data, int[] Indices)
{
    public const string FileName = "keywords-demo.npz";

    /// <summary>Draws without repetition.</summary>
    /// <param name="model">The model they are for.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Same seed, same samples, on every PC.</param>
    public static DemoSamples Draw(ModelBlob model, int count, int seed)
    {
        Dataset data = DatasetFile.Read(Path.Combine(Repository.Models, FileName), null, model);
        if (count > data.Count)
        {
            throw new CliException(
                ExitCode.Usage,
                $"{FileName} holds {data.Count} samples, not {count}",
                $"--count takes 1 … {data.Count}"
            );
        }

        int[] all = [.. Enumerable.Range(0, data.Count)];
        Shuffle(all, (uint)seed);
        return new(data, all[..count]);
    }

    public int Label(int i) => Data.Labels![Indices[i]];

    /// <summary>Share of the drawn samples that the INT8 network alone gets right, 0…1: the C of the board on this PC, which
    /// answers bit for bit alike.</summary>
    public double Int8Accuracy(ModelBlob model, CancellationToken cancel)
    {
        HashSet<int> drawn = [.. Indices];
        Outcomes all = Evaluator.Run(model.Bytes.ToArray(), Data, cancellation: cancel).Outcomes;
        return all.Samples.Count(s => drawn.Contains(s.Index) && s.Int8 == s.Label) / (double)Indices.Length;
    }

    /// <summary>Fisher and Yates, over a generator written out here: the runtime's own may change between versions.</summary>
    private static void Shuffle(int[] items, uint seed)
    {
        uint state = seed;
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = (int)(Next(ref state) % (uint)(i + 1));
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>SplitMix32.</summary>
    private static uint Next(ref uint state)
    {
        state += 0x9E3779B9;
        uint z = state;
        z = (z ^ (z >> 16)) * 0x85EBCA6B;
        z = (z ^ (z >> 13)) * 0xC2B2AE35;
        return z ^ (z >> 16);
    }
}
