// What flows through a graph while it is read: the output of a layer, with the order that ONNX sees its axes in.
using NanoCoopNet.Model;

namespace NanoCoopNet.Import;

/// <summary>Order of a map's axes, as the graph has them; layers are always HWC.</summary>
internal enum AxisOrder
{
    /// <summary>(1, C, H, W).</summary>
    ChannelsFirst,

    /// <summary>(1, H, W, C).</summary>
    ChannelsLast,
}

/// <summary>A map, or its values in a row.</summary>
/// <param name="Layer">Name of the layer that gives it; null: the input.</param>
/// <param name="Shape">HWC.</param>
/// <param name="Order">Of the axes, or of the values where it is flat.</param>
/// <param name="IsFlat">(1, H·W·C).</param>
/// <param name="Pads">Zeros that a Pad put around it: top, left, bottom, right; the convolution behind takes them.</param>
internal sealed record MapValue(
    string? Layer,
    Shape Shape,
    AxisOrder Order,
    bool IsFlat = false,
    (int Top, int Left, int Bottom, int Right) Pads = default
)
{
    /// <summary>Dimensions as the graph sees them, batch 1.</summary>
    public int[] Dimensions =>
        IsFlat ? [1, Shape.Count]
        : Order == AxisOrder.ChannelsFirst ? [1, Shape.C, Shape.H, Shape.W]
        : [1, Shape.H, Shape.W, Shape.C];

    /// <summary>Place of flat value i in HWC order.</summary>
    public int ToHwc(int i) =>
        Order == AxisOrder.ChannelsLast ? i : (i % (Shape.H * Shape.W) * Shape.C) + (i / (Shape.H * Shape.W));
}
