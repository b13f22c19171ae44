// .npz files: round trips of every type, and files that are damaged, hostile or of another kind.
using System.IO.Compression;
using System.Text;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class NpzTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void EveryTypeSurvivesWritingAndReading(bool compress)
    {
        Random random = TestSeed.New(nameof(EveryTypeSurvivesWritingAndReading));
        Dictionary<string, NpyArray> arrays = new()
        {
            ["u8"] = NpyArray.Of(Bytes(random, 24), 2, 3, 4),
            ["i8"] = NpyArray.Of([-128, 0, 127], 3),
            ["i16"] = NpyArray.Of(new short[] { short.MinValue, -1, short.MaxValue }, 3, 1),
            ["i32"] = NpyArray.Of([int.MinValue, 7], 2),
            ["i64"] = NpyArray.Of([long.MinValue, long.MaxValue], 1, 2),
            ["f4"] = NpyArray.Of([1.5f, float.NaN, float.NegativeInfinity, -0f], 4),
            ["f8"] = NpyArray.Of([Math.PI]),
            ["empty"] = NpyArray.Of(Array.Empty<byte>(), 0, 5),
        };
        string path = _folder["a.npz"];
        NpzFile.Write(path, arrays, compress);
        IReadOnlyDictionary<string, NpyArray> read = NpzFile.Read(path);
        CollectionAssert.AreEquivalent(arrays.Keys.ToArray(), read.Keys.ToArray());
        foreach ((string name, NpyArray array) in arrays)
        {
            Assert.AreEqual(array.Type, read[name].Type, name);
            CollectionAssert.AreEqual(array.Shape.ToArray(), read[name].Shape.ToArray(), name);
            CollectionAssert.AreEqual(array.Data.ToArray(), read[name].Data.ToArray(), name);
        }

        CollectionAssert.AreEqual(new[] { "u8" }, NpzFile.Read(path, ["u8"]).Keys.ToArray(), "only what was asked for");
    }

    [TestMethod]
    public void TheSameArraysGiveTheSameBytes()
    {
        Dictionary<string, NpyArray> arrays = new() { ["x"] = NpyArray.Of([1, 2, 3], 3) };
        NpzFile.Write(_folder["a.npz"], arrays);
        NpzFile.Write(_folder["b.npz"], arrays);
        CollectionAssert.AreEqual(File.ReadAllBytes(_folder["a.npz"]), File.ReadAllBytes(_folder["b.npz"]));
    }

    [TestMethod]
    public void ATruncatedFileIsRefusedWhereverItEnds()
    {
        string path = _folder["a.npz"];
        NpzFile.Write(path, new Dictionary<string, NpyArray> { ["x"] = NpyArray.Of(new byte[1000], 10, 100) });
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.ThrowsExactly<NpzException>(() => NpzFile.Read(path), $"{length} of {whole.Length} bytes");
        }
    }

    [TestMethod]
    public void AFlippedBitIsRefusedOrChangesNoArray()
    {
        Random random = TestSeed.New(nameof(AFlippedBitIsRefusedOrChangesNoArray));
        string path = _folder["a.npz"];
        byte[] values = Bytes(random, 500);
        NpzFile.Write(path, new Dictionary<string, NpyArray> { ["x"] = NpyArray.Of(values, 500) }, compress: false);
        byte[] whole = File.ReadAllBytes(path);
        for (int trial = 0; trial < 200; trial++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damaged);
            try
            {
                IReadOnlyDictionary<string, NpyArray> read = NpzFile.Read(path);
                Assert.IsTrue(read.Values.All(a => a.Data.Span.SequenceEqual(values)), "a changed array was accepted");
            }
            catch (NpzException)
            {
                // refused, as it should be
            }
        }
    }

    [TestMethod]
    [DataRow("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", "fortranOrder")]
    [DataRow("{'descr': '>f4', 'fortran_order': False, 'shape': (4,), }", "badType")]
    [DataRow("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", "badType")]
    [DataRow("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "badType")]
    [DataRow("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4,), }", "badType")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }", "badNpy")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", "badNpy")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }", "tooLarge")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 2147483647), }", "tooLarge")]
    [DataRow("nothing", "badNpy")]
    public void HeadersThatCannotBeReadSayWhy(string dictionary, string code)
    {
        NpzException e = Assert.ThrowsExactly<NpzException>(() => NpzFile.Read(Zip(Npy(dictionary))));
        Assert.AreEqual(code, e.Name, e.Message);
        StringAssert.Contains(e.Message, "x");
    }

    [TestMethod]
    [DataRow("{'descr': '|u1', 'fortran_order': False, 'shape': (4L, 4L), }", DisplayName = "long integers of Python 2")]
    [DataRow("{\"descr\": \"|u1\", \"fortran_order\": False, \"shape\": (4, 4)}", DisplayName = "double quotes")]
    public void HeadersOfOtherWritersAreReadAsNumPyReadsThem(string dictionary) =>
        CollectionAssert.AreEqual(new[] { 4, 4 }, NpzFile.Read(Zip(Npy(dictionary)))["x"].Shape.ToArray());

    [TestMethod]
    public void AStructuredTypeIsNamed()
    {
        const string dictionary = "{'descr': [('pixels', '|u1', (4, 4))], 'fortran_order': False, 'shape': (1,), }";
        StringAssert.Contains(
            Assert.ThrowsExactly<NpzException>(() => NpzFile.Read(Zip(Npy(dictionary)))).Message,
            "structured type [('pixels', '|u1', (4, 4))]"
        );
    }

    [TestMethod]
    public void AnArrayThatIsCutLacksDataAndNotItsHeader()
    {
        const string dictionary = "{'descr': '<i2', 'fortran_order': False, 'shape': (16000,), }";
        File.WriteAllBytes(_folder["clip.npy"], Npy(dictionary, 31900));
        string message = Assert.ThrowsExactly<NpzException>(() => NpyFile.Read(_folder["clip.npy"])).Message;
        StringAssert.Contains(message, "needs 32000 bytes of data, the file holds 31900");
    }

    [TestMethod]
    public void AMemberThatIsNoArrayIsRefused() =>
        Assert.AreEqual(
            "badNpy",
            Assert.ThrowsExactly<NpzException>(() => NpzFile.Read(Zip([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]))).Name
        );

    [TestMethod]
    public void AFileThatIsNoArchiveIsRefused()
    {
        File.WriteAllText(_folder["a.npz"], "hello");
        Assert.AreEqual("notNpz", Assert.ThrowsExactly<NpzException>(() => NpzFile.Read(_folder["a.npz"])).Name);
        Assert.AreEqual("fileNotFound", Assert.ThrowsExactly<NanoCoopException>(() => NpzFile.Read(_folder["b.npz"])).Name);
    }

    [TestMethod]
    public void AMemberThatClaimsToUnpackToAGigabyteIsRefusedBeforeItIsUnpacked()
    {
        string path = Zip(new byte[4096]);
        byte[] file = File.ReadAllBytes(path);
        int entry = file.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(file.AsSpan(entry + 24), 1 << 30); // uncompressed size in the central directory
        File.WriteAllBytes(path, file);
        long before = GC.GetTotalAllocatedBytes();
        Assert.ThrowsExactly<NpzException>(() => NpzFile.Read(path));
        Assert.IsLessThan(1 << 24, GC.GetTotalAllocatedBytes() - before, "bytes allocated for it");
    }

    /// <summary>An array of that header, and zeros.</summary>
    private static byte[] Npy(string dictionary, int dataBytes = 16) =>
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)dictionary.Length,
            (byte)(dictionary.Length >> 8),
            .. Encoding.ASCII.GetBytes(dictionary),
            .. new byte[dataBytes],
        ];

    private string Zip(byte[] member)
    {
        string path = _folder["crafted.npz"];
        using FileStream file = File.Create(path);
        using ZipArchive archive = new(file, ZipArchiveMode.Create);
        using Stream stream = archive.CreateEntry("x.npy").Open();
        stream.Write(member);
        return path;
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
