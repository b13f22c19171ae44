// Quantised random networks on the real C engine against the float networks they come from.

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class QuantiserTests
{
    // Signal to noise of the logits that 8 bits leave in networks as small as these; what is measured lies around 30 dB. Eight
    // bits resolve a map's largest value, so logits that happen to lie far below it (an average over a map that is nearly all
    // zeros) are judged as if they were a sixteenth of it: the noise of 500 drawn networks was at most 1/200 of it.
    private const double FewestDecibel = 18;
    private const double SmallestSignal = 1 / 16.0;

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("plain")]
    [DataRow("residual")]
    [DataRow("separable")]
    [DataRow("bcnet-logits")]
    [DataRow("bcnet-features")]
    [DataRow("bcnet-features-only")]
    public void TheEnginesLogitsAreNearTheFloatNetworks(string kind)
    {
        Random random = TestSeed.New(nameof(TheEnginesLogitsAreNearTheFloatNetworks));
        for (int trial = 0; trial < 4; trial++)
        {
            TensorBundle bundle = Bundle(kind, random).Build();
            byte[] blob = Quantiser.Quantise(bundle).Blob;
            ModelBlob model = BlobReader.Read(blob);
            using Engine engine = Engine.Open(blob);
            Assert.AreEqual(
                engine.Session.ArenaBytes,
                model.Header.ArenaBytes + (2 * BlobLayout.Align(bundle.Input.Count)),
                "arena"
            );
            Batch images = Batch.OfImages(bundle.Calibration, bundle.Calibration.Count);
            FloatNet bnn = WithIntegerFirstLayer(bundle.Bnn, model);
            Batch bnnLogits = Run(bnn, images),
                int8Logits = Run(bundle.Int8, images);
            AssertNear(engine, model, bundle, NetKind.Bnn, bnnLogits);
            AssertNear(engine, model, bundle, NetKind.Int8, int8Logits, LastMapsLargest(bundle.Int8, images));
            if (bundle.Glue is not null)
            {
                bool features = bundle.Form == ModelForm.BcNetFeatures;
                Batch input = features
                    ? Batch.Concat(Features(bnn, images), Features(bundle.Int8, images))
                    : Batch.Concat(bnnLogits, int8Logits);
                AssertNear(engine, model, bundle, NetKind.Glue, Run(bundle.Glue, input));
            }
        }
    }

    // The residual INT8 network's layers: batch norms 1, 4, 7 (the block's last), convolutions 9 (left), 10 (right) that are
    // added, dense 14.
    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(0f, "int8.7.gamma", DisplayName = "block whose last γ is 0")]
    [DataRow(0f, "int8.7.gamma", "int8.7.beta", DisplayName = "block that gives only zeros")]
    [DataRow(0f, "int8.4.gamma", "int8.4.beta", DisplayName = "zeros inside a block")]
    [DataRow(1e-8f, "int8.7.gamma", "int8.7.beta", DisplayName = "block that gives next to nothing")]
    [DataRow(1e-7f, "int8.9.weight", "int8.9.bias", DisplayName = "addition, first operand next to nothing")]
    [DataRow(1e-7f, "int8.10.weight", "int8.10.bias", DisplayName = "addition, second operand next to nothing")]
    [DataRow(0f, "int8.6.weight", DisplayName = "convolution pruned away")]
    [DataRow(0f, "int8.14.weight", DisplayName = "dense layer of zeros")]
    [DataRow(0f, "bnn.0.weight", "bnn.4.weight", "bnn.10.weight", DisplayName = "binary network whose convolutions are zero")]
    public void TensorsOfZerosAreQuantised(float factor, params string[] tensors)
    {
        Random random = TestSeed.New(nameof(TensorsOfZerosAreQuantised));
        for (int trial = 0; trial < 4; trial++)
        {
            BundleBuilder builder = SampleBundles.Residual(random);
            Scale(builder, factor, tensors);
            TensorBundle bundle = builder.Build();
            byte[] blob = Quantiser.Quantise(bundle).Blob;
            ModelBlob model = BlobReader.Read(blob);
            using Engine engine = Engine.Open(blob);
            Batch images = Batch.OfImages(bundle.Calibration, bundle.Calibration.Count);
            AssertNear(engine, model, bundle, NetKind.Bnn, Run(WithIntegerFirstLayer(bundle.Bnn, model), images));
            AssertNear(engine, model, bundle, NetKind.Int8, Run(bundle.Int8, images), LastMapsLargest(bundle.Int8, images));
        }
    }

    [TestMethod]
    public void ALayerThatGivesOnlyZerosIsNamed()
    {
        Random random = TestSeed.New(nameof(ALayerThatGivesOnlyZerosIsNamed));
        BundleBuilder builder = SampleBundles.Residual(random);
        Scale(builder, 0, "int8.1.gamma");
        float[] beta = Enumerable.Repeat(-1f, 8).ToArray();
        builder.Tensors["int8.1.beta"] = NpyArray.Of(beta, beta.Length); // ReLU leaves nothing
        QuantiseResult result = Quantiser.Quantise(builder.Build());
        using Engine engine = Engine.Open(result.Blob);
        string warning = Assert.ContainsSingle(
            result.Report.Warnings.Where(w => w.EndsWith("gives zero for every calibration image", StringComparison.Ordinal))
        );
        Assert.StartsWith("network int8, layer 0 (conv 0 + batchNorm 1 + relu 2)", warning);
        Assert.IsEmpty(
            Quantiser.Quantise(SampleBundles.Residual(random).Build()).Report.Warnings.Where(w => w.Contains("calibration image"))
        );
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void APairHasTheNetworksOfBothModels()
    {
        Random random = TestSeed.New(nameof(APairHasTheNetworksOfBothModels));
        TensorBundle lightBundle = SampleBundles.Plain(random).Build(),
            fullBundle = SampleBundles.Plain(random).Build();
        ModelBlob light = BlobReader.Read(Quantiser.Quantise(lightBundle).Blob),
            full = BlobReader.Read(Quantiser.Quantise(fullBundle).Blob);
        byte[] blob = BlobWriter.Write(ModelSpec.Join(light, full, "both", 99));
        ModelBlob pair = BlobReader.Read(blob);
        Assert.AreEqual(("both", ModelForm.CoopNet, 99), (pair.Name, pair.Header.Form, pair.Header.ConfidenceThreshold));
        using Engine a = Engine.Open(light.Bytes.ToArray()),
            b = Engine.Open(full.Bytes.ToArray()),
            both = Engine.Open(blob);
        for (int n = 0; n < 8; n++)
        {
            ReadOnlySpan<byte> image = fullBundle.Calibration.Sample(n).Span;
            CollectionAssert.AreEqual(a.Logits(image, light)[(int)NetKind.Bnn], both.Logits(image, pair)[(int)NetKind.Bnn]);
            CollectionAssert.AreEqual(b.Logits(image, full)[(int)NetKind.Int8], both.Logits(image, pair)[(int)NetKind.Int8]);
        }

        ModelBlob other = BlobReader.Read(Quantiser.Quantise(SampleBundles.Residual(random).Build()).Blob);
        QuantiseException e = Assert.ThrowsExactly<QuantiseException>(() => ModelSpec.Join(light, other, "both", 99));
        Assert.AreEqual("unlikeModels", e.Name);
        Assert.Contains("inputs", e.Message);
        ModelBlob glued = BlobReader.Read(
            Quantiser.Quantise(SampleBundles.Glued(random, "bcnet-features", keepsLastLayer: false).Build()).Blob
        );
        Assert.Contains(
            "without logits",
            Assert.ThrowsExactly<QuantiseException>(() => ModelSpec.Join(light, glued, "both", 99)).Message
        );
    }

    [TestMethod]
    public void CalibrationImagesWithoutContentAreWarnedOf()
    {
        Random random = TestSeed.New(nameof(CalibrationImagesWithoutContentAreWarnedOf));
        BundleBuilder builder = SampleBundles.Plain(random);
        byte[] grey = Enumerable.Repeat((byte)128, 96 * builder.Input.Count).ToArray();
        builder.Tensors["calibration"] = NpyArray.Of(grey, 96, builder.Input.H, builder.Input.W, builder.Input.C);
        Assert.StartsWith(
            "every pixel of every calibration image is 128",
            Quantiser.Quantise(builder.Build()).Report.Warnings[0]
        );
    }

    [TestMethod]
    public void TheRadixThatTrainingRoundedToIsKept()
    {
        Random random = TestSeed.New(nameof(TheRadixThatTrainingRoundedToIsKept));
        BundleBuilder builder = SampleBundles.Plain(random);
        int Radix() =>
            BlobReader
                .Read(Quantiser.Quantise(builder.Build()).Blob)
                .Nets.First(n => n.Kind == NetKind.Bnn)
                .Layers.First(l => l.Op == LayerOp.ConvBitsToInt8)
                .RadixOut;
        int chosen = Radix();
        System.Text.Json.Nodes.JsonNode relu = builder.Bnn.Layers.First(l => (string?)l!["op"] == "relu")!;
        relu["radix"] = chosen - 1;
        Assert.AreEqual(chosen - 1, Radix());
        Batch features = Features(builder.Build().Bnn, Batch.OfImages(builder.Build().Calibration, 4));
        Assert.IsTrue(
            features.Values.All(v => float.IsInteger(MathF.ScaleB(v, chosen - 1))),
            "the float network rounds as training did"
        );
        relu["radix"] = 99;
        Assert.AreEqual("badField", Assert.ThrowsExactly<BundleException>(() => builder.Build()).Name);
    }

    [TestMethod]
    public void TheSameBundleGivesTheSameBytesThroughFilesToo()
    {
        Random random = TestSeed.New(nameof(TheSameBundleGivesTheSameBytesThroughFilesToo));
        using TestFolder folder = new();
        BundleBuilder builder = SampleBundles.Residual(random);
        byte[] first = Quantiser.Quantise(builder.Build()).Blob,
            second = Quantiser.Quantise(builder.BuildIn(folder["bundle"])).Blob;
        CollectionAssert.AreEqual(first, second);
    }

    [TestMethod]
    public void FoldedLayersEqualTheUnfoldedNetwork()
    {
        Random random = TestSeed.New(nameof(FoldedLayersEqualTheUnfoldedNetwork));
        TensorBundle bundle = SampleBundles.Plain(random).Build();
        FloatNet net = bundle.Int8;
        FusedLayer fused = Int8Fuser.Fuse(net, 0, net.Layers.Count)[0];
        Batch images = Batch.OfImages(bundle.Calibration, 4);
        Batch unfolded = FloatRunner.Run(net, images, new HashSet<int> { 2 })[2];
        FloatConvolution folded = new(
            fused.Input,
            fused.Output,
            fused.Window,
            Array.ConvertAll(fused.Weight, w => (float)w),
            Array.ConvertAll(fused.Bias, b => (float)b)
        );
        float[] y = new float[fused.Output.Count];
        for (int n = 0; n < 4; n++)
        {
            folded.Run(images.Image(n), y);
            for (int i = 0; i < y.Length; i++)
            {
                Assert.AreEqual(unfolded.Image(n)[i], Math.Max(0, y[i]), 1e-4f, $"image {n}, value {i}");
            }
        }

        Assert.AreEqual("conv 0 + batchNorm 1 + relu 2", fused.Name);
    }

    [TestMethod]
    public void ThresholdTemperatureAndPreprocessingReachTheHeader()
    {
        Random random = TestSeed.New(nameof(ThresholdTemperatureAndPreprocessingReachTheHeader));
        BundleBuilder builder = SampleBundles.Plain(random);
        builder.Manifest["defaultConfidenceThreshold"] = 0.3;
        builder.Manifest["input"]!["preprocessing"] = System.Text.Json.Nodes.JsonNode.Parse(
            """{"kind": "pad", "top": 1, "bottom": 2, "left": 0, "right": 1, "value": 128}"""
        );
        ModelBlob model = BlobReader.Read(Quantiser.Quantise(builder.Build()).Blob);
        Assert.AreEqual(77, model.Header.ConfidenceThreshold, "0.3 · 256 = 76.8");
        Assert.AreEqual(new Preprocessing(PreprocessingKind.Pad, 1, 2, 0, 1, 128), model.Header.Preprocessing);
        Assert.AreEqual(81920, model.Net(NetKind.Bnn)!.TemperatureQ, "1.25 · 65536");
        Assert.AreEqual(
            9,
            BlobReader.Read(Quantiser.Quantise(builder.Build(), new QuantiseOptions(9)).Blob).Header.ConfidenceThreshold
        );
        using Engine engine = Engine.Open(model.Bytes.ToArray());
    }

    [TestMethod]
    public void FlipsStandBehindThePoolingWhereThereIsOne()
    {
        Random random = TestSeed.New(nameof(FlipsStandBehindThePoolingWhereThereIsOne));
        BlobNet net = BlobReader.Read(Quantiser.Quantise(SampleBundles.Plain(random).Build()).Blob).Net(NetKind.Bnn)!;
        CollectionAssert.AreEqual(
            new[]
            {
                LayerOp.ConvInt8ToBits,
                LayerOp.PoolBits,
                LayerOp.ConvBitsToBits,
                LayerOp.ConvBitsToInt8,
                LayerOp.DenseLogits,
            },
            net.Layers.Select(l => l.Op).ToArray()
        );
        Assert.AreEqual(0, net.Layers[0].Flip.Length, "eq. (9): u is stored before pooling");
        Assert.AreEqual(8, net.Layers[2].Flip.Length, "37 channels, some with γ < 0, no pooling");
    }

    private static void Scale(BundleBuilder builder, float factor, params string[] names)
    {
        foreach (string name in names)
        {
            NpyArray tensor = builder.Tensors[name];
            builder.Tensors[name] = NpyArray.Of(Array.ConvertAll(tensor.ToFloat32(), v => v * factor), [.. tensor.Shape]);
        }
    }

    private static BundleBuilder Bundle(string kind, Random random) =>
        kind switch
        {
            "plain" => SampleBundles.Plain(random),
            "residual" => SampleBundles.Residual(random),
            "separable" => SampleBundles.Separable(random),
            "bcnet-features-only" => SampleBundles.Glued(random, "bcnet-features", keepsLastLayer: false),
            _ => SampleBundles.Glued(random, kind),
        };

    // The float BNN with the 8 bit weights its first layer really has: its hidden bits are then those of the engine.
    private static FloatNet WithIntegerFirstLayer(FloatNet net, ModelBlob model)
    {
        FloatConv conv = (FloatConv)net.Layers[0];
        BlobLayer record = model.Nets[0].Layers[0];
        ReadOnlySpan<int> integerBias = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(model.Tensor(record.Bias));
        sbyte[] integers = Array.ConvertAll(model.Tensor(record.Weight).ToArray(), b => (sbyte)b);
        int filter = integers.Length / conv.Output.C;
        float[] weight = new float[integers.Length],
            bias = new float[conv.Output.C];
        for (int o = 0; o < conv.Output.C; o++)
        {
            double gain = ChannelGain.Choose(Array.ConvertAll(conv.Weight[(o * filter)..((o + 1) * filter)], w => (double)w));
            bias[o] = (float)(integerBias[o] / (128 * gain));
            for (int i = o * filter; i < (o + 1) * filter; i++)
            {
                weight[i] = (float)(integers[i] / gain);
            }
        }

        FloatLayer[] layers = net.Layers.ToArray();
        layers[0] = conv with { Weight = weight, Bias = bias };
        return net with { Layers = layers };
    }

    private static Batch Run(FloatNet net, Batch input) =>
        FloatRunner.Run(net, input, new HashSet<int> { net.Layers.Count - 1 })[net.Layers.Count - 1];

    private static Batch Features(FloatNet net, Batch input) =>
        FloatRunner.Run(net, input, new HashSet<int> { net.Layers[^1].Source })[net.Layers[^1].Source];

    // Largest value of the map that the last layers pool and weigh.
    private static double LastMapsLargest(FloatNet net, Batch images)
    {
        int last = net.Layers[^1].Source;
        while (net.Layers[last].OpName.EndsWith("Pool", StringComparison.Ordinal))
        {
            last = net.Layers[last].Source;
        }

        Batch map = FloatRunner.Run(net, images, new HashSet<int> { last })[last];
        double largest = 0;
        for (int n = 0; n < map.Count; n++)
        {
            foreach (float value in map.Image(n))
            {
                largest = Math.Max(largest, Math.Abs(value));
            }
        }

        return largest;
    }

    private static void AssertNear(
        Engine engine,
        ModelBlob model,
        TensorBundle bundle,
        NetKind kind,
        Batch reference,
        double largest = 0
    )
    {
        double signal = 0,
            noise = 0,
            smallest = largest * SmallestSignal,
            least = 0;
        for (int n = 0; n < reference.Count; n++)
        {
            double[]? logits = engine.Logits(bundle.Calibration.Sample(n).Span, model)[(int)kind];
            if (logits is null)
            {
                Assert.IsFalse(model.Header.HasInt8Logits, $"{kind} has no logits");
                return;
            }

            ReadOnlySpan<float> wanted = reference.Image(n);
            for (int k = 0; k < logits.Length; k++)
            {
                signal += wanted[k] * (double)wanted[k];
                least += smallest * smallest;
                noise += (wanted[k] - logits[k]) * (wanted[k] - logits[k]);
            }
        }

        double decibel = LinearQuantiser.Decibel(Math.Max(signal, least), noise);
        Console.WriteLine($"{bundle.Form} {kind}: {decibel:F1} dB");
        Assert.IsGreaterThan(FewestDecibel, decibel, $"{kind}: signal to noise of the logits in dB");
    }
}
