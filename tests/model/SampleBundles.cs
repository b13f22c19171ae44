// The kinds of bundles the tests quantise: between them every operation and every form.
namespace NanoCoopNet.Model.Tests;

internal static class SampleBundles
{
    public const int Classes = 5;

    /// <summary>Pooling up and down, strides, biases, γ below 0 and 0.</summary>
    public static BundleBuilder Plain(Random random, string form = "coopnet")
    {
        BundleBuilder b = new(random, new Shape(12, 11, 3), Classes, form);
        b.Bnn.Conv(10, 5)
            .Pool("maxPool", 3, 2, "up")
            .BatchNorm(2)
            .Simple("sign")
            .BinaryConv(37, 3)
            .BatchNorm(5, extreme: true)
            .Simple("sign")
            .BinaryConv(16, 3, alpha: true)
            .Pool("maxPool", 2, 2, "down")
            .BatchNorm(3)
            .Simple("relu")
            .Dense(Classes);
        b.Int8.Conv(12, 3)
            .BatchNorm(1.5)
            .Simple("relu")
            .Pool("maxPool", 3, 2, "up")
            .Conv(9, 3, stride: 2, bias: true, relu: true)
            .Pool("averagePool", 2, 2, "up")
            .Dense(16, relu: true)
            .Dense(Classes);
        return b;
    }

    /// <summary>Residual blocks with a projection, global average pooling; a BNN with stride, 1×1 and unpadded convolutions and
    /// ReLU in front.</summary>
    public static BundleBuilder Residual(Random random, string form = "coopnet")
    {
        BundleBuilder b = new(random, new Shape(8, 8, 2), Classes, form);
        b.Bnn.Conv(33, 3, bias: true)
            .Simple("relu")
            .BatchNorm(1)
            .Simple("sign")
            .BinaryConv(20, 3, stride: 2)
            .BatchNorm(4)
            .Simple("sign")
            .BinaryConv(30, 1)
            .BatchNorm(2)
            .Simple("sign")
            .BinaryConv(24, 4, same: false)
            .BatchNorm(6)
            .Dense(Classes);
        Shape before = new(8, 8, 8);
        b.Int8.Conv(8, 3).BatchNorm(1).Simple("relu", "a").Conv(8, 3).BatchNorm(2).Simple("relu").Conv(8, 3).BatchNorm(2);
        b.Int8.Layers[^1]!["name"] = "b";
        b.Int8.AddOf("a", "b", true, "c").Conv(6, 3, stride: 2, bias: true, name: "left");
        b.Int8.From("c", before).Conv(6, 1, stride: 2, bias: true, name: "right");
        b.Int8.AddOf("left", "right", false).Simple("relu").GlobalPool("averagePool").Dense(Classes);
        return b;
    }

    /// <summary>A stem of a convolution and pooling, whose output the INT8 network adds to what it makes of it.</summary>
    public static BundleBuilder Stemmed(Random random, string form = "coopnet")
    {
        BundleBuilder b = new(random, new Shape(12, 11, 3), Classes, form);
        b.Stem(s => s.Conv(9, 3).BatchNorm(1.5).Simple("relu").Pool("maxPool", 3, 2, "up"), random);
        b.Bnn.BatchNorm(1, extreme: true)
            .Simple("sign")
            .BinaryConv(37, 3)
            .BatchNorm(5)
            .Simple("sign")
            .BinaryConv(16, 3)
            .Pool("maxPool", 2, 2, "down")
            .BatchNorm(3)
            .Simple("relu")
            .Dense(Classes);
        b.Int8.Conv(9, 3).BatchNorm(2).Simple("relu", "main").AddOf("input", "main", true);
        b.Int8.GlobalPool("averagePool").Dense(Classes);
        return form == "coopnet" ? b : b.Glue(form == "bcnet-logits" ? 2 * Classes : (3 * 2 * 16) + 9, Classes, random);
    }

    /// <summary>Depthwise convolutions of both strides, with and without padding, batch norm, bias and ReLU, in windows of
    /// several sizes, between 1×1 convolutions.</summary>
    public static BundleBuilder Separable(Random random)
    {
        BundleBuilder b = new(random, new Shape(13, 10, 1), Classes);
        b.Bnn.Conv(16, 3).BatchNorm(1).Simple("sign").BinaryConv(16, 3).BatchNorm(3).Simple("relu").Dense(Classes);
        b.Int8.Conv(12, 3, relu: true)
            .Depthwise(3)
            .BatchNorm(1)
            .Simple("relu")
            .Conv(16, 1, bias: true, relu: true)
            .Depthwise(3, stride: 2, bias: true, relu: true)
            .Conv(random.Next(1, 24), 1)
            .Depthwise(5, bias: true)
            .Conv(20, 1, relu: true)
            .Depthwise(3, same: false, relu: true)
            .GlobalPool("averagePool")
            .Dense(Classes);
        return b;
    }

    /// <summary>BC-Net over logits, over features, and over features without the INT8 network's own last layer.</summary>
    public static BundleBuilder Glued(Random random, string form, bool keepsLastLayer = true)
    {
        BundleBuilder b = Plain(random, form);
        b.Manifest["networks"]!["int8"]!["keepsLastLayer"] = keepsLastLayer;
        int bnnFeatures = 3 * 2 * 16; // 12×11 → 6×5 → 3×2
        return b.Glue(form == "bcnet-logits" ? 2 * Classes : bnnFeatures + 16, Classes, random);
    }
}
