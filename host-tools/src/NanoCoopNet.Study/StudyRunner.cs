// Runs a study: every image once, two at a time; a row that fails says why, and the others go on.
using NanoCoopNet.Boards;
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Study;

/// <summary>A layer in one image on one core: cycles without a board's waiting.</summary>
public sealed record LayerCost(
    Combination Image,
    int Net,
    int Layer,
    long Instructions,
    double Cycles,
    long Macs,
    long Macc,
    long Parameters
);

/// <summary>What a study gave.</summary>
/// <param name="Layers">Of the networks' own layers, in every image that ran.</param>
/// <param name="Seconds">That it took.</param>
public sealed record StudyResult(
    StudyMatrix Matrix,
    IReadOnlyList<StudyNetwork> Networks,
    IReadOnlyList<StudyRow> Rows,
    IReadOnlyList<LayerCost> Layers,
    double Seconds
);

/// <summary>Runs studies.</summary>
public static class StudyRunner
{
    /// <summary>Builds and runs every image of a matrix.</summary>
    /// <param name="progress">Images done, of all.</param>
    /// <param name="say">A line a failed image.</param>
    /// <exception cref="NanoCoopException">ToolMissing: compiler, emulator or Python.</exception>
    public static StudyResult Run(
        StudyMatrix matrix,
        IReadOnlyList<StudyNetwork> networks,
        Action<int, int>? progress,
        Action<string>? say,
        CancellationToken cancel
    )
    {
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Toolchain.Ensure([Tool.ArmCompiler, Tool.Emulator, Tool.Compiler, Tool.Python], say);
        StudySources sources = new(RepositoryRoot.Find());
        string folder = BuildFolder.Of(sources.Root, "nf-interop/build/study");
        ImageBuilder builder = new(sources, folder, cancel);
        ImageRunner runner = new(sources, folder, cancel);
        (StudyNetwork Network, Combination Image)[] work =
        [
            .. networks.SelectMany(n => matrix.Of(n).Select(c => (n, c))).OrderByDescending(w => Heaviness(w.c)),
        ];
        Dictionary<(string, string), IReadOnlyDictionary<(int, int), int[]>> expected = networks
            .SelectMany(n => matrix.Numbers.Where(k => n.Blobs.ContainsKey((k, StudyMatrix.Reference))).Select(k => (n, k)))
            .ToDictionary(p => (p.n.Name, p.k), p => p.n.Expected(p.k));
        (Combination Image, IReadOnlyList<StudyRow> Rows, IReadOnlyList<LayerCost> Layers)[] done = new (
            Combination,
            IReadOnlyList<StudyRow>,
            IReadOnlyList<LayerCost>
        )[work.Length];
        int finished = 0;
        Parallel.For(
            0,
            work.Length,
            new ParallelOptions { MaxDegreeOfParallelism = matrix.Workers, CancellationToken = cancel },
            i =>
            {
                (StudyNetwork network, Combination image) = work[i];
                Board[] boards = [.. matrix.Boards.Where(b => b.Core == image.Core)];
                try
                {
                    ImageResult result = Result(builder, runner, network, image, boards, matrix.TimeoutS);
                    int ran = IsSlow(image) ? 1 : network.Samples.Count;
                    Comparison comparison = Comparison.Of(
                        result,
                        expected[(network.Name, image.Numbers)].Where(e => e.Key.Item1 < ran).ToDictionary(),
                        network.Labels,
                        image.Numbers != StudyMatrix.Int8 && image.Flags.Contains("fast", StringComparison.Ordinal)
                    );
                    done[i] = (
                        image,
                        [.. StudyRow.Of(image, network, result, boards, comparison)],
                        [.. LayersOf(network, image, result)]
                    );
                }
                catch (RowException e) when (!cancel.IsCancellationRequested)
                {
                    say?.Invoke($"{image}: {e.Message}");
                    done[i] = (image, [.. boards.Select(b => new StudyRow(image, image.Numbers, b, e.Message))], []);
                }

                progress?.Invoke(Interlocked.Increment(ref finished), work.Length);
            }
        );
        StudyRow[] missing =
        [
            .. from network in networks
            from gone in network.Missing
            where matrix.Numbers.Contains(gone.Key)
            from board in matrix.Boards
            select new StudyRow(
                new Combination(network.Name, gone.Key, StudyMatrix.Reference, "", "", board.Core),
                gone.Key,
                board,
                gone.Value
            ),
        ];
        Dictionary<Combination, int> order = networks
            .SelectMany(matrix.Of)
            .Select((c, i) => (c, i))
            .ToDictionary(p => p.c, p => p.i);
        var sorted = done.OrderBy(d => order[d.Image]).ToArray();
        return new StudyResult(
            matrix,
            networks,
            [.. sorted.SelectMany(d => d.Rows), .. missing],
            [.. sorted.SelectMany(d => d.Layers)],
            watch.Elapsed.TotalSeconds
        );
    }

    private static ImageResult Result(
        ImageBuilder builder,
        ImageRunner runner,
        StudyNetwork network,
        Combination image,
        IReadOnlyList<Board> boards,
        int timeoutS
    )
    {
        ModelBlob blob = network.Blobs[(image.Numbers, image.Kernels)];
        string file = builder.Build(image, blob);
        IReadOnlyList<byte[]> samples = IsSlow(image) ? [network.Samples[0]] : network.Samples;
        return runner.Run(file, image.Core, samples, boards, blob.Header.EngineArenaBytes, timeoutS);
    }

    // Where every operation is a function of the compiler's library, one sample takes long enough.
    private static bool IsSlow(Combination image) => image.Numbers != StudyMatrix.Int8 && image.Fpu == StudyMatrix.Off;

    private static int Heaviness(Combination image) => (IsSlow(image) ? 2 : 0) + (image.Kernels == StudyMatrix.Reference ? 1 : 0);

    private static IEnumerable<LayerCost> LayersOf(StudyNetwork network, Combination image, ImageResult result)
    {
        InspectionRow[] rows = [.. ModelInspection.Of(network.Blobs[(image.Numbers, image.Kernels)]).Rows];
        return from part in result.Parts
            let row = rows.FirstOrDefault(r => (int)r.Net == part.Net && r.Index == part.Layer)
            where row is not null
            select new LayerCost(
                image,
                part.Net,
                part.Layer,
                part.Instructions,
                part.Estimate,
                row.Macs,
                row.Macc,
                row.Parameters
            );
    }
}
