// Runs a float network over many images, on all cores, and keeps the maps somebody asks for.
namespace NanoCoopNet.Model;

/// <summary>Maps of many images: image n's lies at n·Shape.Count.</summary>
internal sealed record Batch(Shape Shape, float[] Values)
{
    public int Count => Values.Length / Shape.Count;

    public Span<float> Image(int n) => Values.AsSpan(n * Shape.Count, Shape.Count);

    public static Batch Empty(Shape shape, int count) => new(shape, new float[checked(count * shape.Count)]);

    /// <summary>Images as the network sees them: (p − 128)/128, eq. (4).</summary>
    public static Batch OfImages(Dataset images, int count)
    {
        Batch batch = Empty(images.Shape, count);
        Parallel.For(
            0,
            count,
            n =>
            {
                ReadOnlySpan<byte> from = images.Sample(n).Span;
                Span<float> to = batch.Image(n);
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = (from[i] - 128) / 128f;
                }
            }
        );
        return batch;
    }

    /// <summary>Both maps of every image, flattened, one behind the other.</summary>
    public static Batch Concat(Batch a, Batch b)
    {
        Batch both = Empty(new Shape(1, 1, a.Shape.Count + b.Shape.Count), a.Count);
        Parallel.For(
            0,
            a.Count,
            n =>
            {
                a.Image(n).CopyTo(both.Image(n));
                b.Image(n).CopyTo(both.Image(n)[a.Shape.Count..]);
            }
        );
        return both;
    }
}

/// <summary>Runs float networks.</summary>
internal static class FloatRunner
{
    /// <summary>The outputs of some layers on every image.</summary>
    /// <param name="keep">Indices of layers whose outputs are wanted.</param>
    public static IReadOnlyDictionary<int, Batch> Run(
        FloatNet net,
        Batch input,
        IReadOnlySet<int> keep,
        CancellationToken cancellation = default
    )
    {
        FloatKernel[] kernels = net.Layers.Select(FloatKernels.Prepare).ToArray();
        Dictionary<int, Batch> kept = keep.ToDictionary(i => i, i => Batch.Empty(net.Layers[i].Output, input.Count));
        ParallelOptions options = new() { CancellationToken = cancellation };
        Parallel.For(
            0,
            input.Count,
            options,
            () => net.Layers.Select(l => new float[l.Output.Count]).ToArray(),
            (n, _, maps) =>
            {
                float[] image = input.Image(n).ToArray();
                for (int i = 0; i < kernels.Length; i++)
                {
                    kernels[i](net.Layers[i].Sources.Select(s => s < 0 ? image : maps[s]).ToArray(), maps[i]);
                    if (kept.TryGetValue(i, out Batch? batch))
                    {
                        maps[i].CopyTo(batch.Image(n));
                    }
                }

                return maps;
            },
            _ => { }
        );
        return kept;
    }
}
