// A pooling layer of bits becomes the window of the convolution before it: eq. (9) has threshold, OR and flip in one. The same
// bits, a map less in RAM and a layer less to run.
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>Fuses <c>poolBits</c> layers.</summary>
internal static class PoolFusion
{
    /// <summary>The model with every pooling of bits inside its convolution, where nothing else reads the convolution.</summary>
    public static ModelSpec Of(ModelSpec model)
    {
        (NetSpec Net, int[] Places) bnn = Of(model.Nets[(int)NetKind.Bnn]),
            int8 = Of(model.Nets[(int)NetKind.Int8]);
        return model with
        {
            Nets =
            [
                bnn.Net,
                int8.Net,
                .. model.Nets.Skip((int)NetKind.Glue).Select(n => WithSources(n, bnn.Places, int8.Places)),
            ],
        };
    }

    private static (NetSpec Net, int[] Places) Of(NetSpec net)
    {
        List<LayerSpec> layers = [];
        int[] places = new int[net.Layers.Count];
        for (int i = 0; i < places.Length; i++)
        {
            LayerSpec layer = Moved(net.Layers[i], places);
            if (layer.Record.Op == LayerOp.PoolBits && Takes(net, net.Layers[i].Record.Source0))
            {
                layers[^1] = Fused(layers[^1], layer);
            }
            else
            {
                layers.Add(layer);
            }

            places[i] = layers.Count - 1;
        }

        return (net with { Layers = layers }, places);
    }

    // A convolution to bits without window and flip, which the next layer and no other reads.
    private static bool Takes(NetSpec net, int conv) =>
        conv >= 0
        && net.Layers[conv] is { Record: { Op: LayerOp.ConvInt8ToBits or LayerOp.ConvBitsToBits, Pools: false }, Flip.Length: 0 }
        && net.Layers[conv + 1].Record is { Op: LayerOp.PoolBits } next
        && next.Source0 == conv
        && net.Layers.Count(l => l.Record.Source0 == conv) == 1;

    private static LayerSpec Fused(LayerSpec conv, LayerSpec pool) =>
        conv with
        {
            Record = conv.Record with
            {
                Output = pool.Record.Output,
                Flags = conv.Record.Flags | pool.Record.Flags,
                PoolH = pool.Record.KernelH,
                PoolW = pool.Record.KernelW,
                PoolStride = pool.Record.Stride,
            },
            Flip = pool.Flip,
        };

    // Sources of a layer of the same network; −1 is the input, and no second source.
    private static LayerSpec Moved(LayerSpec layer, int[] places) =>
        layer with
        {
            Record = layer.Record with
            {
                Source0 = Place(places, layer.Record.Source0),
                Source1 = Place(places, layer.Record.Source1),
            },
        };

    // The glue's concat reads layers of the other networks.
    private static NetSpec WithSources(NetSpec glue, int[] bnn, int[] int8) =>
        glue with
        {
            Layers =
            [
                .. glue.Layers.Select(l =>
                    l.Record.Op != LayerOp.Concat
                        ? l
                        : l with
                        {
                            Record = l.Record with { Source0 = bnn[l.Record.Source0], Source1 = int8[l.Record.Source1] },
                        }
                ),
            ],
        };

    private static int Place(int[] places, int source) => source < 0 ? source : places[source];
}
