// A scripted model: what its networks answer and cost is data of the test.
namespace NanoCoopNet.Device.Tests;

internal sealed class FakeModel
{
    public string Name { get; set; } = "fake-model";

    public string BenchmarkId { get; set; } = "";

    public int Form { get; set; } = 1;

    public int Flags { get; set; } = 1;

    public int Classes { get; set; } = 4;

    public int[] Input { get; set; } = [2, 3, 1];

    public int InputBytes => Input[0] * Input[1] * Input[2];

    public int DefaultThreshold { get; set; } = 77;

    /// <summary>Cost of every layer, by network.</summary>
    public int[][] Costs { get; set; } =
    [
        [100, 200, 50],
        [1000, 2000, 3000, 10],
        [],
    ];

    /// <summary>Layers of network 0 that network 1 goes on from.</summary>
    public int StemLayers { get; set; }

    /// <summary>Logits by network.</summary>
    public int[][] Logits { get; set; } =
    [
        [5, 9, -1, 0],
        [0, 0, 7, 7],
        [1, 2, 3, 4],
    ];

    /// <summary>top1, top2, floor(256 CS), CS in 2^-16.</summary>
    public int[] Confidence { get; set; } = [1, 0, 100, 25700];

    public int ConfidenceCost { get; set; } = 30;

    /// <summary>A BC-Net on logits: two layers of glue.</summary>
    public static FakeModel WithGlue() =>
        new()
        {
            Form = 2,
            Costs =
            [
                [100, 200, 50],
                [1000, 2000],
                [5, 40],
            ],
        };

    /// <summary>A BC-Net on features whose INT8 network has no last layer.</summary>
    public static FakeModel WithoutInt8Answer() =>
        new()
        {
            Form = 3,
            Flags = 0,
            Costs =
            [
                [100],
                [1000],
                [5, 40],
            ],
        };
}
