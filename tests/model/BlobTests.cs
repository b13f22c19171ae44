// The blob format: the hex example, the golden blobs, round trips, and damage of every kind.
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class BlobTests
{
    [TestMethod]
    public void TheHexExampleParsesToWhatItsCommentsSay()
    {
        ModelBlob model = BlobReader.Read(HexExample());
        Assert.AreEqual(ModelForm.CoopNet, model.Header.Form);
        Assert.AreEqual(61, model.Header.ConfidenceThreshold);
        Assert.AreEqual(new Shape(4, 4, 1), model.Header.Input);
        Assert.AreEqual(1344, model.Header.BlobBytes);
        Assert.AreEqual(96, model.Header.ArenaBytes);
        Assert.IsTrue(model.Header.HasInt8Logits);
        Assert.HasCount(2, model.Classes);
        CollectionAssert.AreEqual(new[] { 98304, 65536 }, model.Nets.Select(n => n.TemperatureQ).ToArray());
        CollectionAssert.AreEqual(new[] { 4, 3 }, model.Nets.Select(n => n.Layers.Count).ToArray());
    }

    [TestMethod]
    public void TheArenaPlanIsThatOfTheEngine()
    {
        foreach (string path in Directory.GetFiles(Golden(string.Empty), "*.ncn"))
        {
            ModelBlob model = BlobReader.ReadFile(path);
            int planned = ArenaPlan.Of(model).Bytes;
            Assert.IsLessThanOrEqualTo(model.Header.ArenaBytes, planned, path);
            Assert.IsTrue(model.Nets.SelectMany(n => n.Layers).All(l => LayerGeometry.Macs(l) == l.Macs), $"{path}: MACs");
            using Engine engine = Engine.Open(model.Bytes.ToArray());
            Assert.AreEqual(engine.Session.ArenaBytes, planned + (2 * BlobLayout.Align(model.Header.Input.Count)), path);
        }
    }

    [TestMethod]
    public void AGoldenModelWrittenAgainMeansTheSame()
    {
        foreach (string path in Directory.GetFiles(Golden(string.Empty), "*.ncn"))
        {
            ModelBlob model = BlobReader.ReadFile(path);
            ModelBlob again = BlobReader.Read(BlobWriter.Write(SpecOf(model)));
            Assert.AreEqual(WithoutSums(model.Header), WithoutSums(again.Header), path);
            CollectionAssert.AreEqual(model.Classes.ToArray(), again.Classes.ToArray());
            foreach ((BlobNet a, BlobNet b) in model.Nets.Zip(again.Nets))
            {
                Assert.AreEqual(a.TemperatureQ, b.TemperatureQ);
                CollectionAssert.AreEqual(
                    a.Layers.Select(WithoutOffsets).ToArray(),
                    b.Layers.Select(WithoutOffsets).ToArray(),
                    path
                );
                foreach ((BlobLayer x, BlobLayer y) in a.Layers.Zip(b.Layers))
                {
                    Assert.IsTrue(
                        model.Tensor(x.Weight).SequenceEqual(again.Tensor(y.Weight))
                            && model.Tensor(x.Bias).SequenceEqual(again.Tensor(y.Bias))
                            && model.Tensor(x.Aux).SequenceEqual(again.Tensor(y.Aux))
                            && model.Tensor(x.Flip).SequenceEqual(again.Tensor(y.Flip)),
                        path
                    );
                }
            }
        }
    }

    [TestMethod]
    public void AnotherDefaultThresholdChangesNothingElse()
    {
        byte[] blob = HexExample(),
            changed = BlobWriter.WithConfidenceThreshold(blob, 200);
        Assert.AreEqual(200, BlobReader.Read(changed).Header.ConfidenceThreshold);
        int[] different = Enumerable.Range(0, blob.Length).Where(i => blob[i] != changed[i]).ToArray();
        Assert.IsTrue(
            different.All(i => i == BlobLayout.AtConfidenceThreshold || (i >= BlobLayout.AtCrc32 && i < BlobLayout.AtKernelAbi))
        );
    }

    [TestMethod]
    public void EveryFlippedBitAndEveryCutIsRefusedWithACode()
    {
        Random random = TestSeed.New(nameof(EveryFlippedBitAndEveryCutIsRefusedWithACode));
        byte[] blob = HexExample();
        for (int trial = 0; trial < 500; trial++)
        {
            byte[] damaged = (byte[])blob.Clone();
            damaged[random.Next(blob.Length)] ^= (byte)(1 << random.Next(8));
            AssertCoded(damaged);
        }

        for (int length = 0; length < blob.Length; length += 13)
        {
            AssertCoded(blob[..length]);
        }
    }

    [TestMethod]
    public void WhatIsWrongIsSaid()
    {
        Assert.AreEqual("badMagic", Change(b => b[0]++).Name);
        Assert.AreEqual("blobAbi", Change(b => b[BlobLayout.AtBlobAbi]++).Name);
        Assert.AreEqual("kernelAbi", Change(b => b[BlobLayout.AtKernelAbi] += 8).Name);
        Assert.AreEqual("badLength", AssertCoded([.. HexExample(), .. new byte[32]]).Name);
        Assert.AreEqual("tooLong", AssertCoded([.. HexExample(), .. new byte[BlobLayout.MaxBlobBytes]]).Name);
        Assert.AreEqual("tooShort", AssertCoded(HexExample()[..100]).Name);
        Assert.AreEqual("badCrc", Change(b => b[^1]++, seal: false).Name);
        Assert.AreEqual("badSha256", Change(b => b[BlobLayout.AtSha256]++, seal: false, crc: true).Name);
        Assert.AreEqual("badHeader", Change(b => b[BlobLayout.AtForm] = 9).Name);
        Assert.AreEqual("badHeader", Change(b => b[BlobLayout.AtLayerCounts + 1] = 0).Name);
        Assert.AreEqual("badStrings", Change(b => b[BlobLayout.AtClasses]++).Name);
        Assert.AreEqual("badLayer", Change(b => b[224] = 77).Name);
        Assert.AreEqual(
            "fileNotFound",
            Assert.ThrowsExactly<NanoCoopException>(() => BlobReader.ReadFile("no-such-file.ncn")).Name
        );
    }

    [TestMethod]
    public void ResealedDamageNeverEscapesAsAnotherException()
    {
        Random random = TestSeed.New(nameof(ResealedDamageNeverEscapesAsAnotherException));
        byte[] blob = HexExample();
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] damaged = (byte[])blob.Clone();
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                damaged[random.Next(BlobLayout.AtKernelAbi, blob.Length)] = (byte)random.Next(256);
            }

            BlobWriter.Seal(damaged);
            try
            {
                ModelInspection.Of(BlobReader.Read(damaged));
            }
            catch (ModelFormatException)
            {
                // refused with a code
            }
        }
    }

    internal static byte[] HexExample() =>
        File.ReadLines(SourceTree.PathOf("nf-interop", "kernels", "example.hex"))
            .Where(l => l.Length > 7 && l[6] == ':')
            .SelectMany(l => l[7..].Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(b => byte.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToArray();

    internal static ModelSpec SpecOf(ModelBlob model) => ModelSpec.Of(model);

    private static string Golden(string name) => SourceTree.PathOf("tests", "kernels", "golden", name);

    // A golden model may declare more arena than it needs.
    private static BlobHeader WithoutSums(BlobHeader h) =>
        h with
        {
            BlobBytes = 0,
            Crc32 = 0,
            Sha256 = string.Empty,
            ArenaBytes = 0,
        };

    private static BlobLayer WithoutOffsets(BlobLayer l) =>
        l with
        {
            Weight = new(0, l.Weight.Length),
            Bias = new(0, l.Bias.Length),
            Aux = new(0, l.Aux.Length),
            Flip = new(0, l.Flip.Length),
        };

    private static ModelFormatException Change(Action<byte[]> change, bool seal = true, bool crc = false)
    {
        byte[] blob = HexExample();
        change(blob);
        if (seal)
        {
            BlobWriter.Seal(blob);
        }
        else if (crc)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(
                blob.AsSpan(BlobLayout.AtCrc32),
                Crc32.HashToUInt32(blob.AsSpan(BlobLayout.CrcStart))
            );
        }

        return AssertCoded(blob);
    }

    private static ModelFormatException AssertCoded(byte[] blob)
    {
        ModelFormatException e = Assert.ThrowsExactly<ModelFormatException>(() => BlobReader.Read(blob));
        Assert.IsFalse(string.IsNullOrEmpty(e.Name) || string.IsNullOrEmpty(e.Message) || string.IsNullOrEmpty(e.Hint));
        return e;
    }
}
