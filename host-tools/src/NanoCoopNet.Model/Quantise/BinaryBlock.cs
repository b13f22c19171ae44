// The blocks of a binary network, eq. (6), recognised in its float layers.
namespace NanoCoopNet.Model;

/// <summary>One block: a convolution, pooling if any, batch norm, and a sign or the way back to int8.</summary>
/// <param name="Convolution">FloatConv in the first block, FloatBinaryConv in others; null: the first block behind a shared stem,
/// which has none.</param>
/// <param name="Relu">First block: a ReLU right behind the convolution (eq. 10); last block: one behind batch norm (eq.
/// 11).</param>
/// <param name="EndsInSign">The block gives bits, else int8.</param>
/// <param name="RadixOut">Radix of the int8 output where training fixed it.</param>
/// <param name="Begin">Position of its first float layer.</param>
/// <param name="End">Position of the first float layer behind it.</param>
internal sealed record BinaryBlock(
    FloatLayer? Convolution,
    bool Relu,
    FloatPool? Pool,
    FloatBatchNorm Norm,
    bool EndsInSign,
    int? RadixOut,
    int Begin,
    int End
)
{
    /// <summary>Manifest layers, e.g. <c>binaryConv 4 + maxPool 5 + batchNorm 6 + sign 7</c>.</summary>
    public string Name(FloatNet net) =>
        string.Join(
            " + ",
            net.Layers.Skip(Begin).Take(End - Begin).Select(l => FormattableString.Invariant($"{l.OpName} {l.Index}"))
        );

    /// <summary>The blocks from the first layer to the one that gives int8; TENSORS.md, "Layers".</summary>
    /// <param name="behindStem">The network goes on from a shared stem.</param>
    /// <exception cref="QuantiseException">unsupported: another sequence; the message names the layer.</exception>
    public static IReadOnlyList<BinaryBlock> Parse(FloatNet net, bool behindStem)
    {
        List<BinaryBlock> blocks = behindStem ? [new Parser(net, 0).Signs()] : [];
        do
        {
            blocks.Add(new Parser(net, blocks.Count == 0 ? 0 : blocks[^1].End).Block(blocks.Count == 0));
        } while (blocks[^1].EndsInSign);
        return blocks;
    }

    private ref struct Parser(FloatNet net, int at)
    {
        private int _at = at;

        public BinaryBlock Signs()
        {
            FloatBatchNorm norm = Take<FloatBatchNorm>() ?? throw Unexpected("batchNorm, behind the stem,");
            return Take<FloatSign>() is null
                ? throw Unexpected("sign")
                : new BinaryBlock(null, false, null, norm, true, null, 0, _at);
        }

        public BinaryBlock Block(bool first)
        {
            int begin = _at;
            FloatLayer? convolution = first ? Take<FloatConv>() : Take<FloatBinaryConv>();
            if (convolution is null)
            {
                throw Unexpected(first ? "conv" : "binaryConv");
            }

            bool relu = first && Take<FloatRelu>() is not null;
            FloatPool? pool = Take<FloatPool>();
            if (pool is { IsMax: false })
            {
                throw Int8Fuser.Unsupported(net, pool, "only max pooling can stand before a sign");
            }

            FloatBatchNorm norm = Take<FloatBatchNorm>() ?? throw Unexpected(pool is null ? "maxPool or batchNorm" : "batchNorm");
            bool sign = Take<FloatSign>() is not null;
            if (!sign && first)
            {
                throw Unexpected("sign");
            }

            FloatRelu? last = sign ? null : Take<FloatRelu>();
            return new BinaryBlock(convolution, relu || last is not null, pool, norm, sign, last?.Radix, begin, _at);
        }

        private T? Take<T>()
            where T : FloatLayer
        {
            if (_at >= net.Layers.Count || net.Layers[_at] is not T layer)
            {
                return null;
            }

            if (layer.Sources.Count != 1 || layer.Source != _at - 1)
            {
                throw Int8Fuser.Unsupported(
                    net,
                    layer,
                    "the binary part of a network is a plain sequence, each layer reading the one before it"
                );
            }

            _at++;
            return layer;
        }

        private readonly QuantiseException Unexpected(string wanted) =>
            _at < net.Layers.Count
                ? Int8Fuser.Unsupported(net, net.Layers[_at], $"a binary network needs {wanted} here")
                : new QuantiseException(
                    "unsupported",
                    $"{net.Label}: it ends where {wanted} should follow",
                    "TENSORS.md lists the sequences that can be quantised"
                );
    }
}
