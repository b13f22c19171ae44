// Crop and resize of pictures: host-tools/training/PICTURES.md, steps 3 and 4.
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>Resizes by Lanczos' filter of three lobes on the coarser grid, so that shrinking does not alias.</summary>
public static class PictureResizer
{
    /// <summary>Bars of <see cref="PictureFit.Pad"/>: the byte that enters a network as 0, eq. (4).</summary>
    public const byte PadByte = 128;

    private const int Lobes = 3;

    /// <summary>The picture as (H, W, C) bytes of the shape asked for.</summary>
    /// <param name="picture">Of shape.C channels.</param>
    /// <param name="shape">What the model's preprocessing takes.</param>
    /// <param name="fit">What to do where the ratios differ.</param>
    public static byte[] Resize(Picture picture, Shape shape, PictureFit fit)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(picture.Channels, shape.C);
        int width = picture.Width,
            height = picture.Height;
        (int x, int y, int w, int h) part = (0, 0, width, height),
            place = (0, 0, shape.W, shape.H);
        bool wide = (long)width * shape.H > (long)height * shape.W;
        if (fit == PictureFit.Crop)
        {
            int w = wide ? Side((double)height * shape.W / shape.H, width) : width,
                h = wide ? height : Side((double)width * shape.H / shape.W, height);
            part = ((width - w) / 2, (height - h) / 2, w, h);
        }
        else if (fit == PictureFit.Pad)
        {
            int w = wide ? shape.W : Side((double)width * shape.H / height, shape.W),
                h = wide ? Side((double)height * shape.W / width, shape.H) : shape.H;
            place = ((shape.W - w) / 2, (shape.H - h) / 2, w, h);
        }

        byte[] result = new byte[shape.Count];
        Array.Fill(result, PadByte);
        byte[] rows = Across(picture, part, place.w);
        Down(rows, part.h, shape, place, result);
        return result;
    }

    private static int Side(double exact, int most) => Math.Clamp((int)Math.Floor(exact + 0.5), 1, most);

    // (part.h, width, C): every row of the part, resized to the width.
    private static byte[] Across(Picture p, (int X, int Y, int W, int H) part, int width)
    {
        int channels = p.Channels;
        Taps[] taps = Taps.Of(part.W, width);
        byte[] rows = new byte[(long)part.H * width * channels];
        Parallel.For(
            0,
            part.H,
            y =>
            {
                ReadOnlySpan<byte> from = p.Pixels.AsSpan((((part.Y + y) * p.Width) + part.X) * channels, part.W * channels);
                Span<byte> to = rows.AsSpan(y * width * channels, width * channels);
                for (int x = 0; x < width; x++)
                {
                    for (int c = 0; c < channels; c++)
                    {
                        double sum = 0;
                        for (int k = 0; k < taps[x].Weights.Length; k++)
                        {
                            sum += taps[x].Weights[k] * from[((taps[x].First + k) * channels) + c];
                        }

                        to[(x * channels) + c] = Round(sum);
                    }
                }
            }
        );
        return rows;
    }

    private static void Down(byte[] rows, int height, Shape shape, (int X, int Y, int W, int H) place, byte[] result)
    {
        Taps[] taps = Taps.Of(height, place.H);
        int rowLength = place.W * shape.C;
        for (int y = 0; y < place.H; y++)
        {
            Span<byte> to = result.AsSpan((((place.Y + y) * shape.W) + place.X) * shape.C, rowLength);
            for (int i = 0; i < rowLength; i++)
            {
                double sum = 0;
                for (int k = 0; k < taps[y].Weights.Length; k++)
                {
                    sum += taps[y].Weights[k] * rows[((taps[y].First + k) * rowLength) + i];
                }

                to[i] = Round(sum);
            }
        }
    }

    private static byte Round(double value) => (byte)Math.Clamp(Math.Floor(value + 0.5), 0, 255);

    /// <summary>The source pixels that one target pixel is made of, and their shares, which sum to 1.</summary>
    private readonly record struct Taps(int First, double[] Weights)
    {
        public static Taps[] Of(int from, int to)
        {
            double scale = (double)from / to,
                pixel = Math.Max(scale, 1),
                reach = Lobes * pixel;
            Taps[] all = new Taps[to];
            for (int i = 0; i < to; i++)
            {
                double centre = (i + 0.5) * scale;
                int first = Math.Max(0, (int)Math.Floor(centre - reach + 0.5)),
                    end = Math.Min(from, (int)Math.Floor(centre + reach + 0.5));
                double[] weights = [.. Enumerable.Range(first, end - first).Select(k => Lanczos((k + 0.5 - centre) / pixel))];
                double sum = weights.Sum();
                all[i] = new Taps(first, [.. weights.Select(w => w / sum)]);
            }

            return all;
        }

        private static double Lanczos(double x) => Math.Abs(x) < Lobes ? Sinc(x) * Sinc(x / Lobes) : 0;

        private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
    }
}
