// From files to an archive that `train --data` and `nanocoop evaluate` take. host-tools/training/README.md, "Data of your own".
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>Choices of a data set.</summary>
/// <param name="Shape">Of pictures: what they are fitted to.</param>
/// <param name="Fit">Of pictures.</param>
/// <param name="Validation">Share of each class.</param>
/// <param name="Test">Share of each class.</param>
/// <param name="Group">Pattern of groups, or null.</param>
public sealed record DatasetChoices(Shape Shape, PictureFit Fit, double Validation, double Test, int Seed, Regex? Group);

/// <summary>What became of a data set.</summary>
/// <param name="Kind">pictures or sounds.</param>
/// <param name="Counts">Samples by class: train, val, test.</param>
/// <param name="Groups">Groups, where there are any.</param>
/// <param name="Reused">Samples that an interrupted run had decoded.</param>
/// <param name="Skipped">Files that could not be read, with the reason.</param>
/// <param name="Warnings">What may spoil a network.</param>
public sealed record DatasetSummary(
    string Kind,
    IReadOnlyList<string> Classes,
    IReadOnlyList<int[]> Counts,
    int? Groups,
    int Reused,
    IReadOnlyList<string> Skipped,
    IReadOnlyList<string> Warnings
);

/// <summary>Makes data sets.</summary>
public static class DatasetBuilder
{
    /// <summary>Fewer training samples of a class than this are warned of.</summary>
    public const int FewSamples = 20;

    private const int MaxClasses = 255;
    private static readonly string[] Splits = ["train", "val", "test"];

    /// <summary>Reads all files and writes {train,val,test}_x, _y and classes. What an interrupted run decoded is not decoded
    /// again.</summary>
    /// <param name="source">Folder or CSV, as <see cref="SourceFiles.Find"/> takes it.</param>
    /// <param name="output">The archive, .npz.</param>
    /// <param name="progress">Gets (done, all).</param>
    /// <exception cref="DatasetException">As <see cref="SourceFiles.Find"/>; noClasses: fewer than two or more than 255;
    /// tooLarge: a split of more than 2 GiB.</exception>
    public static DatasetSummary Build(
        string source,
        string output,
        DatasetChoices choices,
        Action<double, double> progress,
        CancellationToken cancel
    )
    {
        IReadOnlyList<SourceFile> files = SourceFiles.Find(source, choices.Group);
        bool sounds = SourceFiles.AreSounds(files);
        string[] classes = [.. files.Select(f => f.Label).Distinct().Order(StringComparer.Ordinal)];
        if (classes.Length is < 2 or > MaxClasses)
        {
            throw new DatasetException("noClasses", $"{source} has {classes.Length} classes", $"2 to {MaxClasses} are possible");
        }

        string settings = sounds ? "sounds" : $"pictures {choices.Shape} {choices.Fit}";
        using SampleCache cache = new(output + ".decoded", settings);
        List<string> skipped = [];
        List<(SourceFile File, byte[] Sample, (int, int) Size)> samples = Decode(
            files,
            sounds,
            choices,
            cache,
            skipped,
            progress,
            cancel
        );
        if (samples.Select(s => s.File.Label).Distinct().Count() < classes.Length)
        {
            string empty = classes.Except(samples.Select(s => s.File.Label)).First();
            throw new DatasetException(
                "noClasses",
                $"no file of class {empty} can be read: {skipped[0]}",
                "repair its files or remove the class"
            );
        }

        string[] groups = Groups(samples, out List<string> warnings);
        int[] splits = Splitter.Draw(
            [
                .. samples.Select(
                    (s, i) =>
                        new Placed(
                            s.File.Key,
                            Array.IndexOf(classes, s.File.Label),
                            groups[i],
                            s.File.Split is { } split ? Array.IndexOf(Splits, split) : null
                        )
                ),
            ],
            choices.Validation,
            choices.Test,
            choices.Seed
        );
        int[][] counts = Write(output, samples, splits, classes, sounds, choices.Shape);
        warnings.AddRange(Warn(samples, classes, counts, sounds, choices));
        cache.Delete();
        return new DatasetSummary(
            sounds ? "sounds" : "pictures",
            classes,
            counts,
            files.Any(f => f.Group is not null) ? groups.Distinct().Count() : null,
            cache.Found,
            skipped,
            warnings
        );
    }

    private static List<(SourceFile, byte[], (int, int))> Decode(
        IReadOnlyList<SourceFile> files,
        bool sounds,
        DatasetChoices choices,
        SampleCache cache,
        List<string> skipped,
        Action<double, double> progress,
        CancellationToken cancel
    )
    {
        (SourceFile, byte[], (int, int))?[] all = new (SourceFile, byte[], (int, int))?[files.Count];
        int done = 0;
        Parallel.For(
            0,
            files.Count,
            new ParallelOptions { CancellationToken = cancel },
            i =>
            {
                SourceFile file = files[i];
                try
                {
                    byte[]? known = cache.Find(file.Path, file.Key);
                    byte[] record = known ?? (sounds ? Clip(SoundFile.Read(file.Path)) : Fitted(file.Path, choices));
                    all[i] = (file, record[8..], (BitConverter.ToInt32(record), BitConverter.ToInt32(record, 4)));
                    lock (all)
                    {
                        if (known is null)
                        {
                            cache.Add(file.Path, file.Key, record);
                        }

                        progress(++done, files.Count);
                    }
                }
                catch (NanoCoopException e) when (e.Code is ExitCode.BadData or ExitCode.FileNotFound)
                {
                    lock (all)
                    {
                        skipped.Add(e.Message);
                        progress(++done, files.Count);
                    }
                }
            }
        );
        return [.. all.OfType<(SourceFile, byte[], (int, int))>()];
    }

    // A record begins with the size that the file had: width and height, or samples and 0.
    private static byte[] Fitted(string path, DatasetChoices choices)
    {
        Picture picture = PictureFile.Read(path, choices.Shape.C);
        return
        [
            .. BitConverter.GetBytes(picture.Width),
            .. BitConverter.GetBytes(picture.Height),
            .. PictureResizer.Resize(picture, choices.Shape, choices.Fit),
        ];
    }

    // The loudest second of a longer recording; a shorter one goes on with zeros.
    private static byte[] Clip(short[] sound)
    {
        const int length = LogMel.Samples,
            step = LogMel.SampleRate / 100;
        long energy = 0,
            most = -1;
        int start = 0;
        for (int at = 0; sound.Length > length && at + length <= sound.Length; at += step)
        {
            energy =
                at == 0
                    ? Energy(sound.AsSpan(0, length))
                    : energy - Energy(sound.AsSpan(at - step, step)) + Energy(sound.AsSpan(at + length - step, step));
            (most, start) = energy > most ? (energy, at) : (most, start);
        }

        byte[] record = new byte[8 + (2 * length)];
        BitConverter.TryWriteBytes(record, sound.Length);
        Buffer.BlockCopy(sound, 2 * start, record, 8, 2 * Math.Min(length, sound.Length - start));
        return record;
    }

    private static long Energy(ReadOnlySpan<short> samples)
    {
        long sum = 0;
        foreach (short s in samples)
        {
            sum += (long)s * s;
        }

        return sum;
    }

    // Samples with the same bytes, and all of their groups, become one group: a network is never tested on what it was trained
    // on.
    private static string[] Groups(List<(SourceFile File, byte[] Sample, (int, int) Size)> samples, out List<string> warnings)
    {
        warnings = [];
        Dictionary<string, string> parent = [];
        string Root(string g)
        {
            while (parent.TryGetValue(g, out string? above) && above != g)
            {
                g = above;
            }

            return g;
        }

        Dictionary<string, SourceFile> first = [];
        int copies = 0;
        string? torn = null;
        foreach ((SourceFile file, byte[] sample, _) in samples)
        {
            string hash = Convert.ToHexString(SHA256.HashData(sample));
            if (!first.TryAdd(hash, file))
            {
                copies++;
                torn ??=
                    first[hash].Label != file.Label
                        ? $"{first[hash].Key} and {file.Key} are the same, but not of one class"
                        : null;
                parent[Root(GroupOf(file))] = Root(GroupOf(first[hash]));
            }
        }

        if (copies > 0)
        {
            warnings.Add($"{copies} samples are copies of others; copies stay in one split");
        }

        if (torn is not null)
        {
            warnings.Add(torn);
        }

        return [.. samples.Select(s => Root(GroupOf(s.File)))];
    }

    private static string GroupOf(SourceFile file) => file.Group is { } g ? "group " + g : "file " + file.Key;

    private static IEnumerable<string> Warn(
        List<(SourceFile File, byte[] Sample, (int Width, int Height) Size)> samples,
        string[] classes,
        int[][] counts,
        bool sounds,
        DatasetChoices choices
    )
    {
        foreach ((string name, int[] count) in classes.Zip(counts))
        {
            if (count[0] < FewSamples)
            {
                yield return $"{name} has {count[0]} training samples; {FewSamples} are few";
            }

            foreach (
                (string split, int n) in Splits
                    .Zip(count)
                    .Skip(1)
                    .Where(s => s.Second == 0 && (s.First == "val" ? choices.Validation : choices.Test) > 0)
            )
            {
                yield return $"{name} has no sample in {split}: too few files or too few groups";
            }
        }

        (int Width, int Height)[] sizes = [.. samples.Select(s => s.Size).Distinct()];
        if (sounds)
        {
            int longer = samples.Count(s => s.Size.Width > LogMel.Samples);
            if (longer > 0)
            {
                yield return $"{longer} recordings are longer than a second; their loudest second is taken";
            }
        }
        else if (sizes is [var only] && (only.Width, only.Height) != (choices.Shape.W, choices.Shape.H))
        {
            yield return $"all pictures are {only.Width}×{only.Height}; they were brought to "
                + $"{choices.Shape.W}×{choices.Shape.H} (--size {only.Width}x{only.Height} keeps them)";
        }
    }

    private static int[][] Write(
        string output,
        List<(SourceFile File, byte[] Sample, (int, int) Size)> samples,
        int[] splits,
        string[] classes,
        bool sounds,
        Shape shape
    )
    {
        int[][] counts = [.. classes.Select(_ => new int[Splits.Length])];
        Dictionary<string, NpyArray> arrays = [];
        for (int split = 0; split < Splits.Length; split++)
        {
            int[] chosen = [.. Enumerable.Range(0, samples.Count).Where(i => splits[i] == split)];
            if (chosen.Length == 0)
            {
                continue;
            }

            int length = samples[0].Sample.Length;
            if ((long)chosen.Length * length > Array.MaxLength)
            {
                throw new DatasetException(
                    "tooLarge",
                    $"split {Splits[split]} would have {(long)chosen.Length * length:N0} bytes; 2 GiB are possible",
                    "take fewer or smaller samples"
                );
            }

            byte[] x = new byte[chosen.Length * length],
                y = new byte[chosen.Length];
            for (int i = 0; i < chosen.Length; i++)
            {
                samples[chosen[i]].Sample.CopyTo(x, i * length);
                y[i] = (byte)Array.IndexOf(classes, samples[chosen[i]].File.Label);
                counts[y[i]][split]++;
            }

            arrays[Splits[split] + "_x"] = sounds
                ? new NpyArray(NpyType.Int16, [chosen.Length, length / 2], x)
                : NpyArray.Of(x, chosen.Length, shape.H, shape.W, shape.C);
            arrays[Splits[split] + "_y"] = NpyArray.Of(y, chosen.Length);
        }

        NpzFile.Write(output, arrays, texts: new Dictionary<string, IReadOnlyList<string>> { ["classes"] = classes });
        return counts;
    }
}
