// Turns one raw sample into the bytes a model takes: zero pad, centre crop, log-mel (MODEL-FORMAT.md, header byte 67).
namespace NanoCoopNet.Model;

/// <summary>Preprocessing of one sample.</summary>
public static class Preprocessor
{
    /// <summary>The shape an image must have for this preprocessing to give <paramref name="input"/>; null where several shapes
    /// do.</summary>
    public static Shape? RawShape(Preprocessing preprocessing, Shape input) =>
        preprocessing.Kind switch
        {
            PreprocessingKind.Pad => new Shape(
                input.H - preprocessing.Top - preprocessing.Bottom,
                input.W - preprocessing.Left - preprocessing.Right,
                input.C
            ),
            PreprocessingKind.CentreCrop => null,
            _ => input,
        };

    /// <summary>Whether an image of that shape can become one of shape <paramref name="input"/>.</summary>
    public static bool Accepts(Preprocessing preprocessing, Shape raw, Shape input) =>
        raw == input
        || preprocessing.Kind switch
        {
            PreprocessingKind.Pad => raw == RawShape(preprocessing, input),
            PreprocessingKind.CentreCrop => raw.C == input.C && raw.H >= input.H && raw.W >= input.W,
            _ => false,
        };

    /// <summary>Copies an image (H, W, C) into the model's input; one that has the input's shape is copied as it is.</summary>
    /// <remarks>Centre crop drops ⌊(raw − input)/2⌋ rows above and columns left.</remarks>
    public static void Image(Preprocessing preprocessing, ReadOnlySpan<byte> raw, Shape rawShape, Shape input, Span<byte> into)
    {
        if (!Accepts(preprocessing, rawShape, input))
        {
            throw new DatasetException(
                "badShape",
                $"an image of {rawShape} does not become {input} by {BlobNames.Of(preprocessing.Kind)}",
                "use the data set the model was trained for"
            );
        }

        bool padded = preprocessing.Kind == PreprocessingKind.Pad && rawShape != input;
        int top = padded ? preprocessing.Top : 0,
            left = padded ? preprocessing.Left : 0;
        int skipRows = padded ? 0 : (rawShape.H - input.H) / 2,
            skipColumns = padded ? 0 : (rawShape.W - input.W) / 2;
        int rows = Math.Min(rawShape.H, input.H),
            rowBytes = Math.Min(rawShape.W, input.W) * input.C;
        into.Fill(preprocessing.PadValue);
        for (int y = 0; y < rows; y++)
        {
            ReadOnlySpan<byte> from = raw.Slice((((y + skipRows) * rawShape.W) + skipColumns) * input.C, rowBytes);
            from.CopyTo(into[((((y + top) * input.W) + left) * input.C)..]);
        }
    }
}
