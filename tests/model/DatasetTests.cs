// Data sets: splits, shapes, labels and preprocessing.
namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class DatasetTests : IDisposable
{
    private static readonly Preprocessing None = new(PreprocessingKind.None);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ImagesWithAndWithoutChannelsAreRead()
    {
        byte[] x = Enumerable.Range(0, 24).Select(i => (byte)i).ToArray();
        string path = Write(
            ("x", NpyArray.Of(x, 2, 3, 4)),
            ("y", NpyArray.Of(new long[] { 1, 0 }, 2)),
            ("test_x", NpyArray.Of(x, 1, 3, 4, 2)),
            ("test_y", NpyArray.Of(new byte[] { 2 }, 1))
        );
        Dataset grey = DatasetFile.Read(path, null, new Shape(3, 4, 1), None, 2);
        Assert.AreEqual(2, grey.Count);
        CollectionAssert.AreEqual(new[] { 1, 0 }, grey.Labels!.ToArray());
        CollectionAssert.AreEqual(x[12..], grey.Sample(1).ToArray());
        Assert.AreEqual(1, DatasetFile.Read(path, "test", new Shape(3, 4, 2), None, 3).Count);
        Assert.AreEqual(1, DatasetFile.Read(path, null, new Shape(3, 4, 1), None, 2, limit: 1).Count);
    }

    [TestMethod]
    public void PaddingAndCroppingPutTheImageInTheMiddle()
    {
        byte[] x = [1, 2, 3, 4];
        string path = Write(("x", NpyArray.Of(x, 1, 2, 2)), ("y", NpyArray.Of(new byte[] { 0 }, 1)));
        Preprocessing pad = new(PreprocessingKind.Pad, 1, 0, 0, 2, 9);
        CollectionAssert.AreEqual(
            new byte[] { 9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9 },
            DatasetFile.Read(path, null, new Shape(3, 4, 1), pad, 2).Sample(0).ToArray()
        );
        byte[] big = Enumerable.Range(0, 20).Select(i => (byte)i).ToArray();
        string path2 = Write(("x", NpyArray.Of(big, 1, 4, 5)), ("y", NpyArray.Of(new byte[] { 0 }, 1)));
        Preprocessing crop = new(PreprocessingKind.CentreCrop);
        CollectionAssert.AreEqual(
            new byte[] { 6, 7, 11, 12 },
            DatasetFile.Read(path2, null, new Shape(2, 2, 1), crop, 2).Sample(0).ToArray()
        );
        CollectionAssert.AreEqual(
            x,
            DatasetFile
                .Read(
                    path2 = Write(("x", NpyArray.Of(x, 1, 2, 2)), ("y", NpyArray.Of(new byte[] { 0 }, 1))),
                    null,
                    new Shape(2, 2, 1),
                    new Preprocessing(PreprocessingKind.Pad, 1, 1, 1, 1),
                    2
                )
                .Sample(0)
                .ToArray(),
            "an image of the input's shape is taken as it is"
        );
    }

    [TestMethod]
    public void TheShippedKeywordSamplesAreFeaturesThatAModelTakesAsTheyAre()
    {
        string path = SourceTree.PathOf("host-tools", "models", "keywords-demo.npz");
        Dataset data = DatasetFile.Read(path, null, new Shape(32, 32, 1), new Preprocessing(PreprocessingKind.LogMel), 31);
        Assert.IsGreaterThanOrEqualTo(100, data.Count);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 31).ToArray(),
            data.Labels!.Distinct().Order().ToArray(),
            "every word is there"
        );
    }

    [TestMethod]
    public void AudioBecomesALogMelImage()
    {
        short[] clip = Enumerable.Range(0, 16000).Select(n => (short)(8000 * Math.Sin(n * 0.3))).ToArray();
        string path = Write(("x", NpyArray.Of(clip, 1, 16000)), ("y", NpyArray.Of(new byte[] { 0 }, 1)));
        byte[] expected = new byte[1024];
        LogMel.Image(clip, expected);
        Preprocessing logMel = new(PreprocessingKind.LogMel);
        CollectionAssert.AreEqual(expected, DatasetFile.Read(path, null, new Shape(32, 32, 1), logMel, 2).Sample(0).ToArray());
        Assert.AreEqual(
            "badShape",
            Refused(path, null, new Shape(32, 32, 1), None).Name,
            "a model without log-mel takes no audio"
        );
    }

    [TestMethod]
    public void WhatDoesNotFitSaysWhatWouldFit()
    {
        NpyArray images = NpyArray.Of(new byte[12], 1, 3, 4),
            label = NpyArray.Of(new byte[] { 0 }, 1);
        string path = Write(("x", images), ("y", label));
        DatasetException shape = Refused(path, null, new Shape(3, 3, 1), None);
        Assert.AreEqual("badShape", shape.Name);
        StringAssert.Contains(shape.Message, "(N, 3, 3, 1)");
        DatasetException split = Refused(path, "test", new Shape(3, 4, 1), None);
        Assert.AreEqual("noArray", split.Name);
        StringAssert.Contains(split.Message, "it has x, y");
        Assert.AreEqual("noArray", Refused(Write(("test_x", images)), null, new Shape(3, 4, 1), None).Name);
        Assert.AreEqual("noArray", Refused(Write(("x", images)), null, new Shape(3, 4, 1), None).Name, "labels are missing");
        Assert.AreEqual(
            "badType",
            Refused(
                Write(("x", NpyArray.Of(Enumerable.Repeat(7f, 12).ToArray(), 1, 3, 4)), ("y", label)),
                null,
                new Shape(3, 4, 1),
                None
            ).Name
        );
        Assert.AreEqual(
            "badLabels",
            Refused(Write(("x", images), ("y", NpyArray.Of(new byte[] { 2 }, 1))), null, new Shape(3, 4, 1), None).Name
        );
        Assert.AreEqual(
            "badLabels",
            Refused(Write(("x", images), ("y", NpyArray.Of(new byte[2], 2))), null, new Shape(3, 4, 1), None).Name
        );
        Assert.AreEqual(
            "empty",
            Refused(Write(("x", NpyArray.Of(Array.Empty<byte>(), 0, 3, 4)), ("y", label)), null, new Shape(3, 4, 1), None).Name
        );
    }

    [TestMethod]
    [DataRow(0.0, 1.0, 255.0, 0.0)]
    [DataRow(-1.0, 1.0, 127.5, 1.0)]
    public void FloatImagesOfAPlainRangeAreScaled(double least, double most, double factor, double offset)
    {
        Random random = TestSeed.New(nameof(FloatImagesOfAPlainRangeAreScaled));
        double[] x = [least, most, .. Enumerable.Range(0, 10).Select(_ => least + ((most - least) * random.NextDouble()))];
        Dataset data = DatasetFile.Read(
            Write(("x", NpyArray.Of(x, 1, 3, 4)), ("y", NpyArray.Of(new byte[] { 0 }, 1))),
            null,
            new Shape(3, 4, 1),
            None,
            2
        );
        CollectionAssert.AreEqual(
            x.Select(v => (byte)Math.Round(((float)v + offset) * factor)).ToArray(),
            data.Sample(0).ToArray()
        );
        Assert.IsNotNull(data.Note);
    }

    [TestMethod]
    public void FloatClipsAreScaledAndOtherFloatsGetAdviceThatKeepsThem()
    {
        Preprocessing logMel = new(PreprocessingKind.LogMel);
        Shape input = new(32, 32, 1);
        NpyArray label = NpyArray.Of(new byte[] { 0 }, 1);
        short[] clip = Enumerable.Range(0, 16000).Select(n => (short)(8000 * Math.Sin(n * 0.3))).ToArray();
        byte[] expected = new byte[1024];
        LogMel.Image(clip, expected);
        string floats = Write(("x", NpyArray.Of(Array.ConvertAll(clip, v => v / 32768f), 1, 16000)), ("y", label));
        CollectionAssert.AreEqual(expected, DatasetFile.Read(floats, null, input, logMel, 2).Sample(0).ToArray());
        DatasetException Of(float value) =>
            Refused(
                Write(("x", NpyArray.Of(Enumerable.Repeat(value, 11).Append(-value / 9).ToArray(), 1, 3, 4)), ("y", label)),
                null,
                new Shape(3, 4, 1),
                None
            );
        StringAssert.Contains(Of(2.5f).Hint, "undo the normalisation");
        StringAssert.Contains(Of(float.NaN).Hint, "no numbers");
        StringAssert.Contains(
            Refused(
                Write(("x", NpyArray.Of(Enumerable.Repeat(200f, 12).ToArray(), 1, 3, 4)), ("y", label)),
                null,
                new Shape(3, 4, 1),
                None
            ).Hint,
            "astype('uint8')"
        );
    }

    [TestMethod]
    public void WhatTheShapeRefusesIsNotUnpacked()
    {
        NpyArray label = NpyArray.Of(new byte[] { 0 }, 1);
        string bomb = Write(("x", NpyArray.Of(new byte[1 << 26], 1 << 26)), ("y", label)),
            labels = Write(("x", NpyArray.Of(new byte[12], 1, 3, 4)), ("y", NpyArray.Of(new long[1 << 22], 1 << 22)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.AreEqual("badShape", Refused(bomb, null, new Shape(3, 4, 1), None).Name);
        Assert.AreEqual("badLabels", Refused(labels, null, new Shape(3, 4, 1), None).Name);
        Assert.IsLessThan(1 << 22, GC.GetAllocatedBytesForCurrentThread() - before, "bytes allocated");
    }

    [TestMethod]
    public void SamplesWithoutValuesAndSamplesWithoutEndAreRefused()
    {
        Preprocessing logMel = new(PreprocessingKind.LogMel);
        string Of(params int[] shape)
        {
            string path = Write(
                ("x", new NpyArray(NpyType.Int16, shape, Array.Empty<byte>())),
                ("y", NpyArray.Of(new byte[] { 0 }, 1))
            );
            return Assert.Throws<NanoCoopException>(() => DatasetFile.Read(path, null, new Shape(32, 32, 1), logMel, 2)).Name;
        }

        Assert.AreEqual("tooLarge", Of(int.MaxValue, 0), "samples without values, but two thousand million of them");
        Assert.AreEqual("empty", Of(5, 0));
        Assert.AreEqual("empty", Of(0, 16000));
        Assert.AreEqual("tooLarge", Of(int.MaxValue, int.MaxValue, 0));
    }

    [TestMethod]
    public void OneSampleOfAFileIsNamedWithItsOwnShape()
    {
        ModelBlob blob = BlobReader.ReadFile(SourceTree.PathOf("host-tools", "models", "gscnet-keywords-coopnet.ncn"));
        DatasetException e = Assert.ThrowsExactly<DatasetException>(() =>
            DatasetFile.OfOne(NpyArray.Of(new byte[1024], 1, 32, 32, 1), "img.npy", blob)
        );
        StringAssert.Contains(e.Message, "img.npy is uint8 (1, 32, 32, 1)");
    }

    private static DatasetException Refused(string path, string? split, Shape input, Preprocessing preprocessing) =>
        Assert.ThrowsExactly<DatasetException>(() => DatasetFile.Read(path, split, input, preprocessing, 2));

    private string Write(params (string Name, NpyArray Array)[] arrays)
    {
        string path = _folder[$"{Guid.NewGuid():N}.npz"];
        NpzFile.Write(path, arrays.ToDictionary(a => a.Name, a => a.Array));
        return path;
    }
}
