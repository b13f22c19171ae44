// A legal model that would keep the board silent for minutes: the board names its bound and refuses the model before it runs.
using System.Diagnostics;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class TooMuchWorkTests
{
    private const int Side = 96,
        Window = 15,
        Channels = 32,
        HeavyLayers = 17,
        Classes = 2;

    // 32 x 32 channels and a window of 15 x 15 at each of 96 x 96 positions, 17 times: 3.6e10 multiplications in 0.5 MB.
    private const long HeavyMacs = (long)HeavyLayers * Side * Side * Window * Window * Channels * Channels;

    [TestMethod]
    public void TheModelItselfIsLegal()
    {
        using Files files = new();
        long macs = BlobReader.ReadFile(Heavy(files)).Nets[0].Layers.Sum(l => l.Macs);
        Assert.IsGreaterThan(36_000_000_000, macs);
        Assert.AreEqual(HeavyMacs, macs, 1e-3 * HeavyMacs);
        Needs.Tools(() => Tool.Succeed("inspect", Heavy(files)));
    }

    [TestMethod]
    [DataRow(BoardCpu.Pc)]
    [DataRow(BoardCpu.M7)]
    public void ABoardRefusesItByNameAndKeepsItsModel(BoardCpu cpu)
    {
        using Files files = new();
        using RunningBoard board = Needs.Tools(() => RunningBoard.Start(new VirtualBoardOptions { Cpu = cpu }));
        Tool.Succeed("push", Files.Golden(), "--port", board.PortName);
        Stopwatch clock = Stopwatch.StartNew();
        Outcome refused = Tool.Fail(ExitCode.ModelRefused, "modelRefused", "push", Heavy(files), "--port", board.PortName);
        StringAssert.Contains(refused.Error, "36,1");
        StringAssert.Contains(refused.Error, "500 million are allowed");
        StringAssert.Contains(refused.Error, "train a smaller network");
        Assert.IsLessThan(60_000, clock.ElapsedMilliseconds, "nothing of it was run");
        Assert.AreEqual(
            Files.GoldenBlob().Name,
            Tool.Succeed("info", "--port", board.PortName, "--json").Json.GetProperty("status").GetProperty("name").GetString()
        );
    }

    private static string Heavy(Files files)
    {
        Shape map = new(Side, Side, Channels),
            small = new(Side / 16, Side / 16, Channels),
            features = small with { C = 4 };
        LayerSpec[] light =
        [
            Layer(LayerOp.ConvInt8ToBits, -1, new(Side, Side, 1), map, 3, 1, weight: 9 * Channels, bias: 4 * Channels) with
            {
                Aux = new byte[4 * Channels],
            },
            .. Enumerable
                .Range(0, HeavyLayers)
                .Select(i => Layer(LayerOp.ConvBitsToBits, i, map, map, Window, 1, Window * Window * 4 * Channels, 4 * Channels)),
            Layer(LayerOp.PoolBits, HeavyLayers, map, small, 16, 16),
            Layer(
                LayerOp.ConvBitsToInt8,
                HeavyLayers + 1,
                small,
                features,
                1,
                1,
                weight: 4 * features.C,
                bias: 4 * features.C
            ) with
            {
                Aux = new byte[2 * features.C],
            },
            Layer(
                LayerOp.DenseLogits,
                HeavyLayers + 2,
                features,
                new(1, 1, Classes),
                1,
                1,
                Classes * features.Count,
                4 * Classes
            ),
        ];
        Shape pooled = small with { C = 1 };
        LayerSpec[] full =
        [
            Layer(LayerOp.MaxPool, -1, new(Side, Side, 1), pooled, 16, 16),
            Layer(LayerOp.DenseLogits, 0, pooled, new(1, 1, Classes), 1, 1, Classes * pooled.Count, 4 * Classes),
        ];
        byte[] blob = BlobWriter.Write(
            new ModelSpec(
                "heavy",
                ModelForm.CoopNet,
                HasInt8Logits: true,
                ConfidenceThreshold: 100,
                new(Side, Side, 1),
                new(PreprocessingKind.None),
                ["left", "right"],
                [new(NetKind.Bnn, BlobLayout.TemperatureOne, light), new(NetKind.Int8, BlobLayout.TemperatureOne, full)]
            )
        );
        File.WriteAllBytes(files.At("heavy.ncn"), blob);
        return files.At("heavy.ncn");
    }

    /// <summary>A layer whose tensors are all zero; radices as eq. (1) to (11) want them.</summary>
    private static LayerSpec Layer(
        LayerOp op,
        int source,
        Shape input,
        Shape output,
        int window,
        int stride,
        int weight = 0,
        int bias = 0
    )
    {
        bool isConvolution = op is LayerOp.ConvInt8ToBits or LayerOp.ConvBitsToBits or LayerOp.ConvBitsToInt8;
        BlobLayer record = new(
            op,
            WeightLayouts.Reference,
            isConvolution && window > 1 ? LayerFlags.Same : LayerFlags.None,
            source,
            -1,
            input,
            output,
            window,
            window,
            stride,
            isConvolution ? 1 : 0,
            isConvolution ? 1 : 0,
            isConvolution ? 1 : 0,
            RadixIn0: op is LayerOp.ConvInt8ToBits or LayerOp.MaxPool or LayerOp.DenseLogits ? 7 : 0,
            RadixIn1: 0,
            RadixWeight: op is LayerOp.ConvInt8ToBits or LayerOp.DenseLogits ? 7 : 0,
            RadixOut: op is LayerOp.ConvBitsToInt8 or LayerOp.MaxPool ? 7 : 0,
            Shift: op == LayerOp.ConvBitsToInt8 ? 4 : 0,
            Shift1: 0,
            default,
            default,
            default,
            default,
            Macs: 0
        );
        return new(record with { Macs = LayerGeometry.Macs(record) }, new byte[weight], new byte[bias], [], []);
    }
}
