// Networks that share their first layers: quantised once, run once, the same numbers for both. MODEL-FORMAT.md, "Shared stem".
using System.Text.Json.Nodes;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class SharedStemTests
{
    private const double FewestDecibel = 18;
    private const int StemLayers = 2; // of the blob: convolution, pooling

    [TestMethod]
    [DataRow("coopnet")]
    [DataRow("bcnet-logits")]
    [DataRow("bcnet-features")]
    public void BothNetworksGoOnFromOneQuantisedStem(string form)
    {
        Random random = TestSeed.New(nameof(BothNetworksGoOnFromOneQuantisedStem));
        for (int trial = 0; trial < 3; trial++)
        {
            TensorBundle bundle = SampleBundles.Stemmed(random, form).Build();
            byte[] blob = Quantiser.Quantise(bundle).Blob;
            ModelBlob model = BlobReader.Read(blob);
            BlobNet bnn = model.Net(NetKind.Bnn)!,
                int8 = model.Net(NetKind.Int8)!;
            Assert.AreEqual((StemLayers, BlobLayout.KernelAbi), (model.Header.StemLayers, model.Header.KernelAbi));
            CollectionAssert.AreEqual(
                new[] { LayerOp.Conv, LayerOp.MaxPool, LayerOp.Int8ToBits, LayerOp.ConvBitsToBits },
                bnn.Layers.Take(4).Select(l => l.Op).ToArray()
            );
            BlobLayer stem = bnn.Layers[StemLayers - 1];
            foreach (BlobLayer reader in new[] { bnn.Layers[StemLayers], int8.Layers[0] })
            {
                Assert.AreEqual((stem.Output, stem.RadixOut), (reader.Input, reader.RadixIn0));
            }

            Assert.AreEqual((LayerOp.Add, -1, 0), (int8.Layers[1].Op, int8.Layers[1].Source0, int8.Layers[1].Source1));
            using Engine engine = Engine.Open(blob);
            int planned = model.Header.ArenaBytes + (2 * BlobLayout.Align(bundle.Input.Count));
            Assert.AreEqual(engine.Session.ArenaBytes, planned, "the engine plans as the tool does");
            Batch images = Batch.OfImages(bundle.Calibration, bundle.Calibration.Count),
                quantised = StemOf(model, images),
                real = Run(bundle.Stem!, images);
            Batch bnnLogits = Run(bundle.Bnn, quantised),
                int8Logits = Run(bundle.Int8, real);
            AssertNear(engine, model, bundle, NetKind.Bnn, bnnLogits);
            AssertNear(engine, model, bundle, NetKind.Int8, int8Logits);
            if (bundle.Glue is not null)
            {
                Batch input =
                    form == "bcnet-logits"
                        ? Batch.Concat(bnnLogits, int8Logits)
                        : Batch.Concat(Features(bundle.Bnn, quantised), Features(bundle.Int8, real));
                AssertNear(engine, model, bundle, NetKind.Glue, Run(bundle.Glue, input));
            }
        }
    }

    [TestMethod]
    public void NetworksOfAStemmedModelAreWholeInOtherPairs()
    {
        Random random = TestSeed.New(nameof(NetworksOfAStemmedModelAreWholeInOtherPairs));
        ModelBlob plain = BlobReader.Read(Quantiser.Quantise(SampleBundles.Plain(random).Build()).Blob),
            stemmed = BlobReader.Read(Quantiser.Quantise(SampleBundles.Stemmed(random).Build()).Blob);
        foreach (
            (ModelBlob light, ModelBlob full, int stem) in new[]
            {
                (plain, stemmed, 0),
                (stemmed, plain, 0),
                (stemmed, stemmed, StemLayers),
            }
        )
        {
            byte[] blob = BlobWriter.Write(ModelSpec.Join(light, full, "both", 99));
            ModelBlob pair = BlobReader.Read(blob);
            Assert.AreEqual(stem, pair.Header.StemLayers);
            using Engine a = Engine.Open(light.Bytes.ToArray()),
                b = Engine.Open(full.Bytes.ToArray()),
                both = Engine.Open(blob);
            byte[] image = new byte[light.Header.Input.Count];
            for (int n = 0; n < 8; n++)
            {
                random.NextBytes(image);
                double[]?[] logits = both.Logits(image, pair);
                CollectionAssert.AreEqual(a.Logits(image, light)[(int)NetKind.Bnn], logits[(int)NetKind.Bnn]);
                CollectionAssert.AreEqual(b.Logits(image, full)[(int)NetKind.Int8], logits[(int)NetKind.Int8]);
            }
        }
    }

    [TestMethod]
    [DataRow("int8", 0, "weight", "stem.0.weight", "badShape", "network int8, layer 0 (conv): tensor stem.0.weight")]
    [DataRow("bnn", 0, "gamma", "bnn.3.gamma", "badShape", "network bnn, layer 0 (batchNorm): tensor bnn.3.gamma")]
    [DataRow("bnn", 0, "op", "relu", "unsupported", "layer 0 (relu): a binary network needs batchNorm, behind the stem")]
    [DataRow("bnn", 1, "op", "relu", "unsupported", "network bnn, layer 1 (relu): a binary network needs sign here")]
    [DataRow("stem", 2, "op", "sign", "unsupported", "the stem, layer 2 (sign): this operation is not allowed")]
    public void AStemThatANetworkDoesNotExpectIsNamed(string net, int layer, string field, string value, string code, string text)
    {
        BundleBuilder builder = SampleBundles.Stemmed(TestSeed.New(nameof(AStemThatANetworkDoesNotExpectIsNamed)));
        builder.Manifest["networks"]![net]!["layers"]![layer]![field] = value;
        AssertRefused(builder, code, text);
    }

    [TestMethod]
    public void AStemIsAMapOfIntegers()
    {
        Random random = TestSeed.New(nameof(AStemIsAMapOfIntegers));
        BundleBuilder builder = SampleBundles.Stemmed(random);
        builder.Manifest["networks"]!["stem"]!["layers"] = new JsonArray();
        AssertRefused(builder, "badField", "a stem has layers");
        builder = SampleBundles.Stemmed(random);
        builder.Manifest["networks"]!.AsObject().Remove("stem");
        AssertRefused(builder, "badShape", "network bnn, layer 0 (batchNorm)");
        TensorBundle bundle = SampleBundles.Stemmed(random).Build();
        QuantiseException e = Assert.ThrowsExactly<QuantiseException>(() =>
            Quantiser.Quantise(bundle, new QuantiseOptions { Numbers = NetNumbers.Float32 })
        );
        Assert.AreEqual("unsupported", e.Name);
        Assert.Contains("a shared stem gives int8 values", e.Message);
    }

    private static void AssertRefused(BundleBuilder builder, string code, string text)
    {
        NanoCoopException e = Assert.Throws<NanoCoopException>(() => Quantiser.Quantise(builder.Build()));
        Assert.AreEqual(code, e.Name);
        Assert.Contains(text, e.Message);
    }

    // The stem as integers compute it: eq. (2), (3).
    private static Batch StemOf(ModelBlob model, Batch images)
    {
        BlobLayer conv = model.Net(NetKind.Bnn)!.Layers[0],
            pool = model.Net(NetKind.Bnn)!.Layers[1];
        int radix = conv.RadixIn0 + conv.RadixWeight;
        float[] weight = Array.ConvertAll(
            model.Tensor(conv.Weight).ToArray(),
            w => (float)Math.ScaleB((sbyte)w, -conv.RadixWeight)
        );
        float[] bias = Array.ConvertAll(
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(model.Tensor(conv.Bias)).ToArray(),
            b => (float)Math.ScaleB(b, -radix)
        );
        FloatConvolution convolution = new(conv.Input, conv.Output, new ConvWindow(3, 3, 1, true), weight, bias);
        Batch map = Batch.Empty(conv.Output, images.Count),
            pooled = Batch.Empty(pool.Output, images.Count);
        for (int n = 0; n < images.Count; n++)
        {
            convolution.Run(images.Image(n), map.Image(n));
            foreach (ref float v in map.Image(n))
            {
                v = (float)Math.Max(0, RadixChooser.Round(v, conv.RadixOut, NumericLimits.MinActivation));
            }

            FloatKernels.Pool(map.Image(n), pooled.Image(n), conv.Output, pool.Output, new PoolWindow(3, 3, 2, true), true);
        }

        return pooled;
    }

    private static Batch Run(FloatNet net, Batch input) => At(net, input, net.Layers.Count - 1);

    private static Batch Features(FloatNet net, Batch input) => At(net, input, net.Layers[^1].Source);

    private static Batch At(FloatNet net, Batch input, int layer) =>
        FloatRunner.Run(net, input, new HashSet<int> { layer })[layer];

    private static void AssertNear(Engine engine, ModelBlob model, TensorBundle bundle, NetKind kind, Batch reference)
    {
        double signal = 0,
            noise = 0;
        for (int n = 0; n < reference.Count; n++)
        {
            double[] logits = engine.Logits(bundle.Calibration.Sample(n).Span, model)[(int)kind]!;
            for (int k = 0; k < logits.Length; k++)
            {
                double wanted = reference.Image(n)[k];
                signal += wanted * wanted;
                noise += (wanted - logits[k]) * (wanted - logits[k]);
            }
        }

        double decibel = LinearQuantiser.Decibel(signal, noise);
        Console.WriteLine($"{bundle.Form} {kind}: {decibel:F1} dB");
        Assert.IsGreaterThan(FewestDecibel, decibel, $"{kind}: signal to noise of the logits in dB");
    }
}
