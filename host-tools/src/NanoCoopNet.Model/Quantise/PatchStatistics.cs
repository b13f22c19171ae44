// Mean and covariance of what a convolution's window sees on calibration images.
namespace NanoCoopNet.Model;

/// <summary>Statistics of patches.</summary>
/// <param name="Mean">[K], K = kH·kW·C.</param>
/// <param name="Covariance">[K][K], symmetric.</param>
internal sealed record PatchStatistics(double[] Mean, double[][] Covariance)
{
    // Neighbouring patches are nearly the same, so a sample of them does: as many as keep the sums within a second.
    private const int MaxProducts = 300_000_000;
    private const int FewestPatches = 1024;
    private const int MostPatches = 50_000;

    /// <summary>Of a convolution's input; zeros around the image count as the convolution sees them.</summary>
    public static PatchStatistics Of(Batch images, ConvWindow window, Shape output)
    {
        const long Scatter = 2654435761; // prime, near 2³² divided by the golden ratio: positions spread over all images
        int size = window.KernelH * window.KernelW * images.Shape.C,
            map = output.H * output.W;
        float[][] patches = new float[Math.Clamp(MaxProducts / size / size, FewestPatches, MostPatches)][];
        Parallel.For(
            0,
            patches.Length,
            t =>
            {
                int at = (int)(t * Scatter % ((long)images.Count * map)),
                    position = at % map;
                patches[t] = Patch(images.Image(at / map), images.Shape, window, position / output.W, position % output.W);
            }
        );
        double[] mean = new double[size];
        double[][] covariance = new double[size][];
        Parallel.For(0, size, i => mean[i] = patches.Sum(p => (double)p[i]) / patches.Length);
        Parallel.For(
            0,
            size,
            i =>
            {
                double[] row = new double[size];
                foreach (float[] p in patches)
                {
                    double centred = p[i] - mean[i];
                    for (int j = 0; j < size; j++)
                    {
                        row[j] += centred * (p[j] - mean[j]);
                    }
                }

                covariance[i] = Array.ConvertAll(row, v => v / patches.Length);
            }
        );
        return new PatchStatistics(mean, covariance);
    }

    private static float[] Patch(ReadOnlySpan<float> image, Shape input, ConvWindow window, int oy, int ox)
    {
        float[] patch = new float[window.KernelH * window.KernelW * input.C];
        int padH = window.Same ? window.KernelH / 2 : 0,
            padW = window.Same ? window.KernelW / 2 : 0;
        for (int k = 0; k < window.KernelH * window.KernelW; k++)
        {
            int y = (oy * window.Stride) + (k / window.KernelW) - padH,
                x = (ox * window.Stride) + (k % window.KernelW) - padW;
            if (y >= 0 && y < input.H && x >= 0 && x < input.W)
            {
                image.Slice(((y * input.W) + x) * input.C, input.C).CopyTo(patch.AsSpan(k * input.C));
            }
        }

        return patch;
    }
}
