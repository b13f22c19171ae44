// The engine's native functions on the example model of MODEL-FORMAT.md: answers, order, markers, several contexts and boards at
// once.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class EngineTests
{
    // the image and the answers stand in nf-interop/kernels/example.hex
    private static readonly byte[] Image = Convert.FromHexString("c8d2bedcb4c8cdd728322d3c1e142332");
    private static readonly int[][] Logits =
    [
        [238, -238],
        [2165, -2165],
    ];
    private static readonly int[] ConfidenceQ16 = [5067, 51416];

    [TestMethod]
    public void TheExampleGivesItsAnswers()
    {
        using PcNative native = NativeUnderTest.Open();
        int[] info = Open(native, 1);
        Assert.AreEqual(16, info[ModelField.InputBytes]);
        Assert.AreEqual(0, native.InputWrite(1, 0, Image, 0, Image.Length, 0));
        Assert.AreEqual(0, native.InputSelect(1, 0));
        Check(native, 1, info);
    }

    [TestMethod]
    public void TextsAreThoseOfTheBlob()
    {
        using PcNative native = NativeUnderTest.Open();
        int[] info = Open(native, 1);
        byte[] utf8 = new byte[63];
        for (int index = -1; index < info[ModelField.Classes]; index++)
        {
            Assert.IsGreaterThan(0, native.ModelText(1, index, utf8));
        }

        Assert.AreEqual(NativeStatus.NotFound, native.ModelText(1, info[ModelField.Classes], utf8));
        Assert.IsLessThan(0, native.ModelText(1, -1, new byte[1]));
    }

    [TestMethod]
    public void MarkersRiseFirstAndFallLast()
    {
        using var flash = new FlashModel(3, 4096, TestSeed.New(nameof(MarkersRiseFirstAndFallLast)));
        using PcNative native = NativeUnderTest.Boot(flash);
        Open(native, 1);
        native.InputSelect(1, 0);
        Assert.AreEqual(0, native.MarkerBind(0, 17));
        Assert.AreEqual(0, native.MarkerBind(3, 0));
        Assert.IsGreaterThanOrEqualTo(0, native.LayerRun(1, 0, 0, 0b1001 | (0b1000 << 16)));
        CollectionAssert.AreEqual(new[] { (17, true), (0, true), (0, false) }, flash.Pins);
        flash.Pins.Clear();
        Assert.IsLessThan(0, native.LayerRun(1, 0, 99, 0b0001));
        CollectionAssert.AreEqual(new[] { (17, true), (17, false) }, flash.Pins, "nothing stays up after an error");
        native.MarkerBind(0, -1);
        flash.Pins.Clear();
        native.LayerRun(1, 0, 0, 1);
        Assert.IsEmpty(flash.Pins);
    }

    [TestMethod]
    public void ANetworkAtOnceIsItsLayersOneByOne()
    {
        using var flash = new FlashModel(3, 4096, TestSeed.New(nameof(ANetworkAtOnceIsItsLayersOneByOne)));
        using PcNative native = NativeUnderTest.Boot(flash);
        int[] info = Open(native, 1);
        native.MarkerBind(0, 17);
        native.InputWrite(1, 0, Image, 0, Image.Length, 0);
        native.InputSelect(1, 0);
        int[] v = new int[NetField.Ints];
        int[] logits = new int[2];
        int layers = info[ModelField.Layers];
        Assert.AreEqual(layers, native.NetRun(1, 0, 0, 1 | (1 << 16), int.MaxValue, v));
        CollectionAssert.AreEqual(new[] { (17, true), (17, false) }, flash.Pins);
        Assert.AreEqual(v[..layers].Sum(), v[NetField.Sum]);
        Assert.AreEqual(2, native.Logits(1, 0, logits));
        CollectionAssert.AreEqual(Logits[0], logits);
        Assert.AreEqual(0, native.Top(1, 0));

        flash.Pins.Clear();
        Assert.AreEqual(1, native.NetRun(1, 1, 0, 1 | (1 << 16), 0, v), "no counts left: one layer");
        Assert.AreEqual(NativeStatus.Order, native.Top(1, 1), "not finished");
        for (int done = 1; done < info[ModelField.Layers + 1]; done++)
        {
            Assert.AreEqual(done + 1, native.NetRun(1, 1, done, 1 << 16, 0, v));
        }

        Assert.AreEqual(v[..info[ModelField.Layers + 1]].Sum(), v[NetField.Sum], "the sum goes on");
        CollectionAssert.AreEqual(new[] { (17, true), (17, false) }, flash.Pins, "down after the last layer only");
        Assert.AreEqual(2, native.Logits(1, 1, logits));
        CollectionAssert.AreEqual(Logits[1], logits);
    }

    [TestMethod]
    public void ANetworkAtOnceRefusesWhatIsNotThere()
    {
        using PcNative native = NativeUnderTest.Open();
        int[] v = new int[NetField.Ints];
        Assert.AreEqual(NativeStatus.Context, native.NetRun(1, 0, 0, 0, 0, v));
        Assert.AreEqual(NativeStatus.Context, native.Top(1, 0));
        int layers = Open(native, 1)[ModelField.Layers];
        Assert.AreEqual(NativeStatus.Buffer, native.NetRun(1, 0, 0, 0, 0, new int[NetField.Ints - 1]));
        foreach ((int net, int first) in new[] { (-1, 0), (3, 0), (2, 0), (0, -1), (0, layers) })
        {
            Assert.AreEqual(NativeStatus.Argument, native.NetRun(1, net, first, 0, 0, v), $"network {net}, layer {first}");
        }

        Assert.AreEqual(NativeStatus.Order, native.NetRun(1, 0, 1, 0, 0, v), "layer 0 comes first");
        Assert.AreEqual(NativeStatus.NoLogits, native.Top(1, 2));
    }

    [TestMethod]
    public void ABlobThatBreaksARuleNamesIt()
    {
        using PcNative native = NativeUnderTest.Open();
        byte[] blob = TestBlobs.Example();
        blob[^1] ^= 1;
        int[] info = new int[ModelField.Ints];
        Assert.AreEqual(NativeStatus.Model, native.ModelOpen(1, native.LoadBlob(0, blob), info));
        Assert.AreEqual("CRC32", NativeTexts.Rule(info[ModelField.Rule]).Name);
        Assert.AreEqual(-1, info[ModelField.RuleNet]);
        Assert.AreEqual(NativeStatus.Model, native.ModelOpen(1, native.LoadBlob(0, blob.AsSpan(0, 100)), info));
        Assert.AreEqual("TRUNCATED", NativeTexts.Rule(info[ModelField.Rule]).Name);
        Assert.AreEqual(NativeStatus.Context, native.InputSelect(1, 0), "the context is closed");
    }

    [TestMethod]
    public void ReplacingABufferClosesItsContexts()
    {
        using PcNative native = NativeUnderTest.Open();
        Open(native, 1);
        native.LoadBlob(0, TestBlobs.Make(2048, 3));
        Assert.AreEqual(NativeStatus.Context, native.InputSelect(1, 0));
    }

    [TestMethod]
    public void ContextsAndBoardsRunAtOnce()
    {
        const int Contexts = 4;
        PcNative[] boards =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(_ => NativeUnderTest.Open(new PcNativeOptions { Contexts = Contexts, ArenaBytes = 4096 })),
        ];
        foreach (PcNative board in boards)
        {
            board.LoadBlob(0, TestBlobs.Example());
        }

        Parallel.For(
            0,
            boards.Length * Contexts,
            i =>
            {
                PcNative native = boards[i / Contexts];
                int ctx = (i % Contexts) + 1;
                int[] info = new int[ModelField.Ints];
                Assert.AreEqual(0, native.ModelOpen(ctx, PcNative.SlotOfBuffer(0), info));
                for (int round = 0; round < 200; round++)
                {
                    native.InputWrite(ctx, round & 1, Image, 0, Image.Length, 0);
                    native.InputSelect(ctx, round & 1);
                    Check(native, ctx, info);
                }
            }
        );
        Array.ForEach(boards, b => b.Dispose());
        Assert.ThrowsExactly<ObjectDisposedException>(() => boards[0].ModelClose(1));
    }

    [TestMethod]
    public void TimeIsThePcsClock()
    {
        using PcNative native = NativeUnderTest.Open();
        int[] v = new int[TimeField.Ints];
        Assert.AreEqual(0, native.TimeInfo(v));
        Assert.AreEqual(3, v[TimeField.Kind]);
        Assert.AreEqual(10_000_000, v[TimeField.CountsPerSecond]);
    }

    private static int[] Open(PcNative native, int ctx)
    {
        int[] info = new int[ModelField.Ints];
        Assert.AreEqual(0, native.ModelOpen(ctx, native.LoadBlob(0, TestBlobs.Example()), info));
        return info;
    }

    private static void Check(PcNative native, int ctx, int[] info)
    {
        for (int net = 0; net < Logits.Length; net++)
        {
            for (int layer = 0; layer < info[ModelField.Layers + net]; layer++)
            {
                Assert.IsGreaterThanOrEqualTo(0, native.LayerRun(ctx, net, layer, 0));
            }

            int[] logits = new int[2];
            int[] confidence = new int[ConfidenceField.Ints];
            Assert.AreEqual(2, native.Logits(ctx, net, logits));
            CollectionAssert.AreEqual(Logits[net], logits);
            Assert.IsGreaterThanOrEqualTo(0, native.Confidence(ctx, net, confidence));
            CollectionAssert.AreEqual(new[] { 0, 1, ConfidenceQ16[net] >> 8, ConfidenceQ16[net] }, confidence);
        }
    }
}
