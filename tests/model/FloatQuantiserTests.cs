// quantise --numbers mixed and float32: networks of floats on the real C engine against the networks that they come from.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class FloatQuantiserTests
{
    // Mixed: of 300 seeds the lowest was 30.8 dB (plain) and 32.4 dB (residual), the median 40 and 45; float32: 124 and 130 dB.
    [TestMethod]
    [DataRow(NetNumbers.Float32, false, 100.0)]
    [DataRow(NetNumbers.Float32, true, 100.0)]
    [DataRow(NetNumbers.Mixed, false, 26.0)]
    [DataRow(NetNumbers.Mixed, true, 26.0)]
    public void TheEnginesLogitsAreTheFloatNetworks(NetNumbers numbers, bool residual, double fewestDecibel)
    {
        Random random = TestSeed.New(nameof(TheEnginesLogitsAreTheFloatNetworks));
        TensorBundle bundle = (residual ? SampleBundles.Residual(random) : SampleBundles.Plain(random)).Build();
        ModelBlob model = Quantised(bundle, numbers);
        using Engine engine = Engine.Open(model.Bytes.ToArray());
        Batch images = Batch.OfImages(bundle.Calibration, bundle.Calibration.Count);
        int last = bundle.Int8.Layers.Count - 1;
        Batch expected = FloatRunner.Run(bundle.Int8, images, new HashSet<int> { last })[last];
        double signal = 0,
            noise = 0;
        for (int n = 0; n < images.Count; n++)
        {
            double[] logits = engine.Logits(bundle.Calibration.Sample(n).Span, model)[(int)NetKind.Int8]!;
            signal += logits.Sum(z => z * z);
            noise += logits.Zip(expected.Image(n).ToArray(), (z, wanted) => Math.Pow(z - wanted, 2)).Sum();
        }

        Assert.IsGreaterThan(fewestDecibel, LinearQuantiser.Decibel(signal, noise));
    }

    [TestMethod]
    public void TheBlobSaysItsNumbersAndIsWrittenAgainAsItIs()
    {
        TensorBundle bundle = SampleBundles.Residual(TestSeed.New(nameof(TheBlobSaysItsNumbersAndIsWrittenAgainAsItIs))).Build();
        byte[] integers = Quantiser.Quantise(bundle).Blob;
        CollectionAssert.AreEqual(integers, Quantised(bundle, NetNumbers.Int8).Bytes.ToArray());
        foreach (NetNumbers numbers in new[] { NetNumbers.Mixed, NetNumbers.Float32 })
        {
            ModelBlob model = Quantised(bundle, numbers);
            Assert.AreEqual(BlobLayout.KernelAbiWithoutStem, model.Header.KernelAbi);
            Assert.AreEqual((NetNumbers.Int8, numbers), (model.Net(NetKind.Bnn)!.Numbers, model.Net(NetKind.Int8)!.Numbers));
            CollectionAssert.AreEqual(model.Bytes.ToArray(), BlobWriter.Write(ModelSpec.Of(model)));
            ModelInspection shown = ModelInspection.Of(model);
            Assert.AreEqual(numbers, shown.Nets[(int)NetKind.Int8].Numbers);
            foreach (InspectionRow row in shown.Rows.Where(r => r.Net == NetKind.Int8))
            {
                Assert.AreEqual(4 * row.Output.Count, row.OutputBytes, $"layer {row.Index}");
            }
        }
    }

    [TestMethod]
    public void Float32KeepsTheBundlesWeights()
    {
        TensorBundle bundle = SampleBundles.Plain(TestSeed.New(nameof(Float32KeepsTheBundlesWeights))).Build();
        ModelBlob model = Quantised(bundle, NetNumbers.Float32);
        var dense = (FloatDense)bundle.Int8.Layers[^1];
        BlobLayer last = model.Net(NetKind.Int8)!.Layers[^1];
        CollectionAssert.AreEqual(dense.Weight, MemoryMarshal.Cast<byte, float>(model.Tensor(last.Weight)).ToArray());
        CollectionAssert.AreEqual(dense.Bias, MemoryMarshal.Cast<byte, float>(model.Tensor(last.Bias)).ToArray());
    }

    [TestMethod]
    public void ABcNetAndADivergedNetworkAreRefused()
    {
        Random random = TestSeed.New(nameof(ABcNetAndADivergedNetworkAreRefused));
        TensorBundle glued = SampleBundles.Glued(random, "bcnet-logits").Build();
        QuantiseException e = Assert.ThrowsExactly<QuantiseException>(() => Quantised(glued, NetNumbers.Float32));
        Assert.AreEqual("unsupported", e.Name);
        Assert.Contains("BC-Net", e.Message);
        BundleBuilder diverged = SampleBundles.Residual(random);
        float[] beta = Enumerable.Repeat(float.MaxValue, 8).ToArray();
        diverged.Tensors["int8.1.beta"] = NpyArray.Of(beta, beta.Length);
        e = Assert.ThrowsExactly<QuantiseException>(() => Quantised(diverged.Build(), NetNumbers.Float32));
        Assert.AreEqual("radix", e.Name);
    }

    private static ModelBlob Quantised(TensorBundle bundle, NetNumbers numbers) =>
        BlobReader.Read(Quantiser.Quantise(bundle, new QuantiseOptions(Numbers: numbers)).Blob);
}
