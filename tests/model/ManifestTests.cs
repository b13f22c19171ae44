// Bundles that break TENSORS.md, or hold what cannot be quantised: each is refused with a message that names the place.
using System.Text.Json.Nodes;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class ManifestTests
{
    [TestMethod]
    [DataRow("bnn", 0, "op", "convolution", "unknownOp", "network bnn, layer 0 (convolution)")]
    [DataRow("int8", 4, "stride", 3, "badField", "network int8, layer 4 (conv): `stride` is 3")]
    [DataRow("int8", 4, "padding", "full", "badField", "`padding` is 'full'; it can be same, valid")]
    [DataRow("int8", 4, "weight", "nothing", "missingTensor", "network int8, layer 4 (conv): tensors.npz has no tensor nothing")]
    [DataRow("int8", 4, "weight", "int8.0.weight", "badShape", "it should be (?, ?, ?, 12)")]
    [DataRow("int8", 4, "weight", null, "badField", "`weight` is missing")]
    [DataRow("int8", 1, "gamma", "bnn.2.gamma", "badShape", "it should be (12)")]
    [DataRow("int8", 1, "epsilon", -1, "badField", "`epsilon` is -1")]
    [DataRow("int8", 3, "rounding", "nearest", "badField", "it can be up, down")]
    [DataRow("int8", 3, "kernel", 99, "badShape", "its window does not fit its input")]
    [DataRow("int8", 5, "input", "nobody", "badField", "no earlier layer is named 'nobody'")]
    [DataRow("int8", 7, "relu", true, "badField", "the last layer is not `dense` without relu")]
    [DataRow("int8", 6, "weight", "calibration", "badTensor", "tensor calibration is uint8")]
    public void AFieldThatIsWrongIsNamed(string net, int layer, string field, object? value, string code, string text)
    {
        BundleBuilder builder = SampleBundles.Plain(TestSeed.New(nameof(AFieldThatIsWrongIsNamed)));
        builder.Manifest["networks"]![net]!["layers"]![layer]![field] = JsonValue.Create(value);
        AssertRefused(builder, code, text);
    }

    [TestMethod]
    [DataRow("format", "onnx", "badField", "`format`")]
    [DataRow("version", 2, "badField", "`version` is 2")]
    [DataRow("form", "trio", "badField", "it can be coopnet, bcnet-logits, bcnet-features")]
    [DataRow("form", "bcnet-logits", "badField", "`glue` is missing")]
    [DataRow("calibration", "none", "missingTensor", "no tensor none")]
    [DataRow("calibration", "bnn.0.weight", "badCalibration", "should be uint8 (at least 64, 12, 11, 3)")]
    [DataRow("classes", 5, "badField", "`classes` is not a list")]
    [DataRow("defaultConfidenceThreshold", 7, "badField", "`defaultConfidenceThreshold` is 7")]
    public void AFrameThatIsWrongIsNamed(string field, object value, string code, string text)
    {
        BundleBuilder builder = SampleBundles.Plain(TestSeed.New(nameof(AFrameThatIsWrongIsNamed)));
        builder.Manifest[field] = JsonValue.Create(value);
        AssertRefused(builder, code, text);
    }

    [TestMethod]
    public void ValuesThatAreNotFiniteOrNotPossibleAreRefused()
    {
        Random random = TestSeed.New(nameof(ValuesThatAreNotFiniteOrNotPossibleAreRefused));
        BundleBuilder builder = SampleBundles.Plain(random);
        builder.Tensors["int8.1.mean"] = NpyArray.Of(Enumerable.Repeat(float.NaN, 12).ToArray(), 12);
        AssertRefused(builder, "badTensor", "values that are not finite");
        builder = SampleBundles.Plain(random);
        builder.Tensors["int8.1.variance"] = NpyArray.Of(Enumerable.Repeat(-1f, 12).ToArray(), 12);
        AssertRefused(builder, "badTensor", "variance + epsilon of channel 0 is not positive");
        builder = SampleBundles.Plain(random);
        builder.Manifest["classes"]!.AsArray().RemoveAt(0);
        AssertRefused(builder, "badShape", "gives 5 logits for 4 classes");
        Assert.AreEqual(
            "badManifest",
            Assert.ThrowsExactly<BundleException>(() => ManifestReader.Read("{", new BundleTensors(builder.Tensors))).Name
        );
        Assert.AreEqual("fileNotFound", Assert.ThrowsExactly<NanoCoopException>(() => TensorBundle.Read("no-such-folder")).Name);
    }

    [TestMethod]
    public void SequencesThatCannotBeQuantisedNameTheLayer()
    {
        Random random = TestSeed.New(nameof(SequencesThatCannotBeQuantisedNameTheLayer));
        AssertUnsupported(
            random,
            "network bnn, layer 2 (sign): a binary network needs maxPool or batchNorm",
            b => b.Conv(4, 3).Simple("relu").Simple("sign")
        );
        AssertUnsupported(
            random,
            "network bnn, layer 2 (relu): a binary network needs batchNorm",
            b => b.Conv(4, 3).Pool("maxPool", 2, 2, "down").Simple("relu").BatchNorm(1)
        );
        AssertUnsupported(
            random,
            "network bnn, layer 3 (conv): a binary network needs binaryConv",
            b => b.Conv(4, 3).BatchNorm(1).Simple("sign").Conv(4, 3)
        );
        AssertUnsupported(
            random,
            "network bnn, layer 1 (averagePool): only max pooling",
            b => b.Conv(4, 3).Pool("averagePool", 2, 2, "down").BatchNorm(1).Simple("sign")
        );
        AssertUnsupported(random, "network bnn, layer 0 (dense): a binary network needs conv", b => b.Dense(8));
        AssertUnsupported(
            random,
            "network int8, layer 1 (sign): this operation is not allowed in an INT8 network",
            null,
            b => b.Conv(4, 3).Simple("sign")
        );
        AssertUnsupported(
            random,
            "network int8, layer 1 (batchNorm): batch norm folds only into the conv, depthwise or dense layer before it",
            null,
            b => b.Conv(4, 3, relu: true).BatchNorm(1)
        );
        AssertUnsupported(
            random,
            "network int8, layer 1 (relu): a ReLU folds only into",
            null,
            b => b.Pool("maxPool", 2, 2, "down").Simple("relu")
        );
        AssertUnsupported(
            random,
            "network int8, layer 2 (relu): a ReLU folds only into the conv, depthwise, dense or add right before it, whose "
                + "output nothing else reads",
            null,
            b =>
            {
                b.Conv(4, 3, name: "a").BatchNorm(1);
                b.Layers[1]!["name"] = "b";
                b.Simple("relu", "c").Conv(4, 3, name: "d").AddOf("d", "b", false);
            }
        );
    }

    private static void AssertUnsupported(
        Random random,
        string text,
        Action<NetBuilder>? bnn = null,
        Action<NetBuilder>? int8 = null
    )
    {
        BundleBuilder builder = new(random, new Shape(8, 8, 3), 3);
        if (bnn is null)
        {
            builder.Bnn.Conv(4, 3).BatchNorm(1).Simple("sign").BinaryConv(4, 3).BatchNorm(1);
        }

        bnn?.Invoke(builder.Bnn);
        int8?.Invoke(builder.Int8);
        builder.Bnn.Dense(3);
        builder.Int8.Dense(3);
        QuantiseException e = Assert.ThrowsExactly<QuantiseException>(() => Quantiser.Quantise(builder.Build()));
        Assert.AreEqual("unsupported", e.Name);
        StringAssert.Contains(e.Message, text);
    }

    private static void AssertRefused(BundleBuilder builder, string code, string text)
    {
        BundleException e = Assert.ThrowsExactly<BundleException>(() => builder.Build());
        StringAssert.Contains(e.Message, text);
        Assert.AreEqual(code, e.Name, e.Message);
    }
}
