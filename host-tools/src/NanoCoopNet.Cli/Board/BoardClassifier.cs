// Classifies samples on a board and turns the logits of the network that answered into probabilities.
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Board;

/// <summary>What a sample gave.</summary>
/// <param name="Result">The board's answer and its cost.</param>
/// <param name="Probabilities">One a class, of the network that answered, eq. (13); null where the firmware does not give
/// logits.</param>
internal sealed record Classification(InferResult Result, float[]? Probabilities);

/// <summary>A board and the model it holds.</summary>
internal sealed class BoardClassifier(BoardClient board, ModelBlob model)
{
    /// <summary>Uploads a sample and classifies it as the board's mode and threshold say.</summary>
    /// <param name="sample">Preprocessed bytes of the model's input.</param>
    public Classification Classify(ReadOnlySpan<byte> sample)
    {
        board.UploadSample(0, sample);
        return Answer();
    }

    /// <summary>Uploads the sound of a clip, whose image the board computes, and classifies it.</summary>
    /// <param name="clip">int16 at 16 kHz, at most a second.</param>
    public Classification ClassifySound(ReadOnlySpan<short> clip)
    {
        board.UploadSound(0, clip);
        return Answer();
    }

    private Classification Answer()
    {
        InferResult result = board.Infer(0);
        NetKind net =
            result.Mode == TakenMode.Light ? NetKind.Bnn
            : result.GlueTop1 is not null ? NetKind.Glue
            : NetKind.Int8;
        return new Classification(
            result,
            board.Logits((int)net) is { Length: > 0 } logits ? Softmax(logits, model.Nets[(int)net]) : null
        );
    }

    /// <summary>Softmax of int32 logits at the network's radix and temperature, eq. (13).</summary>
    internal static float[] Softmax(int[] logits, BlobNet net)
    {
        BlobLayer last = net.Layers[^1];
        double scale = Math.ScaleB(1, -(last.RadixIn0 + last.RadixWeight)) / net.Temperature;
        int most = logits.Max();
        double[] e = [.. logits.Select(l => Math.Exp(((double)l - most) * scale))];
        double sum = e.Sum();
        return [.. e.Select(v => (float)(v / sum))];
    }
}
