// A network of floats from its fused layers: NUMERICS.md eq. (20) to (23). Nothing is rounded but the weights of a mixed one.
namespace NanoCoopNet.Model;

/// <summary>Makes the layers of a mixed or float32 network.</summary>
/// <param name="assembly">Where the layers go; empty.</param>
/// <param name="fused">The layers; their source −1 is the input.</param>
internal sealed class FloatNetPacker(NetAssembly assembly, IReadOnlyList<FusedLayer> fused, NetNumbers numbers)
{
    // Logits of other images may be larger than those of the calibration images.
    private const double LogitHeadroom = 64;
    private const int LargestWeight = 127;

    /// <summary>Adds toFloat and all layers.</summary>
    /// <param name="input">The network's.</param>
    /// <param name="logits">Of the float network on calibration images.</param>
    /// <exception cref="QuantiseException">unsupported: a depthwise convolution; notFinite: a weight, a bias or a logit is
    /// infinite or not a number; radix: the logits are too large.</exception>
    public void Run(Shape input, Batch logits)
    {
        Add(
            NetAssembly.Record(LayerOp.ToFloat, -1, input, input) with
            {
                RadixIn0 = BlobLayout.InputRadix,
            },
            [],
            [],
            [],
            "toFloat"
        );
        foreach (FusedLayer layer in fused)
        {
            if (layer.Op == LayerOp.Depthwise)
            {
                throw new QuantiseException(
                    "unsupported",
                    $"{assembly.Where(layer.Name)}: there is no depthwise convolution of floats",
                    "leave --numbers out: int8 has it"
                );
            }

            bool pools = layer.Op is LayerOp.MaxPool or LayerOp.AveragePool;
            ConvWindow window = pools ? new(layer.Pool.H, layer.Pool.W, layer.Pool.Stride, false) : layer.Window;
            LayerFlags flags =
                (layer.Relu ? LayerFlags.Relu : 0) | (pools && layer.Pool.RoundUp ? LayerFlags.RoundUp : LayerFlags.None);
            BlobLayer record = NetAssembly.Record(layer.Op, layer.Sources[0] + 1, layer.Input, layer.Output, window, flags) with
            {
                Source1 = layer.Op == LayerOp.Add ? layer.Sources[1] + 1 : -1,
                RadixWeight = layer.Op == LayerOp.DenseLogits ? LogitRadix(logits) : 0,
            };
            Add(layer, record);
        }
    }

    private void Add(FusedLayer layer, BlobLayer record)
    {
        double[] bias = Rounded(layer.Bias);
        if (numbers == NetNumbers.Float32)
        {
            Add(record, FloatTensors.Bytes(Rounded(layer.Weight)), FloatTensors.Bytes(bias), [], layer.Name);
            return;
        }

        int filter = layer.Bias.Length == 0 ? 1 : layer.Weight.Length / layer.Bias.Length;
        double[] scale = Rounded([.. layer.Weight.Chunk(filter).Select(Scale)]);
        int[] weight = [.. Rounded(layer.Weight).Select((w, i) => (int)Math.Round(w / scale[i / filter]))];
        double noise = layer.Weight.Select((w, i) => Math.Pow(w - (weight[i] * scale[i / filter]), 2)).Sum();
        double? sqnr = weight.Length == 0 ? null : LinearQuantiser.Decibel(layer.Weight.Sum(w => w * w), noise);
        Add(record, IntegerTensors.Int8(weight), FloatTensors.Bytes(bias), FloatTensors.Bytes(scale), layer.Name, sqnr);

        static double Scale(double[] w) => w.Max(Math.Abs) is > 0 and double most ? most / LargestWeight : 1;
    }

    private void Add(BlobLayer record, byte[] weight, byte[] bias, byte[] scale, string name, double? sqnr = null) =>
        assembly.Add(
            record with
            {
                Numbers = numbers,
            },
            weight,
            bias,
            scale,
            [],
            NetAssembly.Report(name, radixOut: record.Op == LayerOp.DenseLogits ? record.RadixWeight : null) with
            {
                WeightSqnrDb = sqnr,
            }
        );

    // As float32 has them.
    private double[] Rounded(double[] values)
    {
        double[] rounded = Array.ConvertAll(values, v => (double)(float)v);
        return rounded.All(double.IsFinite)
            ? rounded
            : throw new QuantiseException(
                "notFinite",
                $"{assembly.Net.Label}: a weight or bias is infinite or not a number",
                "the training has diverged: train again with a lower learning rate"
            );
    }

    // The finest radix that leaves room above the largest logit of the calibration images.
    private int LogitRadix(Batch logits)
    {
        double most = Math.Max(logits.Values.Max(Math.Abs), 1e-9);
        int radix = double.IsFinite(most) ? (int)Math.Floor(Math.Log2(int.MaxValue / (most * LogitHeadroom))) : int.MinValue;
        return radix >= NumericLimits.MinLogitRadix
            ? Math.Min(radix, NumericLimits.MaxLogitRadix)
            : throw new QuantiseException(
                "radix",
                FormattableString.Invariant($"{assembly.Net.Label}: its logits reach {most:G3} on the calibration images"),
                "scale the logits down"
            );
    }
}
