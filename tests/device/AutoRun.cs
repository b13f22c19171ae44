// A device with an automatic CT on inputs whose confidences are drawn from a mix of easy and hard ones.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

/// <summary>Confidences 0 … 255: easy inputs mostly near 1, hard ones spread with their weight low, as networks give
/// them.</summary>
internal sealed class Inputs(Random random)
{
    public int Next(double easy)
    {
        double u = random.NextDouble();
        return random.NextDouble() < easy ? (int)(256 * Math.Sqrt(u)) : (int)(256 * (1 - Math.Sqrt(u)));
    }

    /// <summary>P(confidence &lt; CT): the fraction of full mode expected.</summary>
    public static double BelowFraction(double easy, int threshold)
    {
        double x = threshold / 256.0;
        return (easy * x * x) + ((1 - easy) * (1 - ((1 - x) * (1 - x))));
    }
}

/// <summary>One board that keeps a mean latency, at about the costs of CaffeNet.</summary>
internal sealed class AutoRun
{
    private const double Light = 4_743_000,
        Full = 16_160_000;
    private readonly FakeNative native;
    private readonly DeviceState state;

    /// <param name="wanted">Fraction of full mode that the target latency stands for.</param>
    public AutoRun(double wanted)
    {
        native = new FakeNative
        {
            KeepsLog = false,
            Model = new FakeModel
            {
                Costs =
                [
                    [4_742_000],
                    [11_417_000],
                    [],
                ],
                ConfidenceCost = 1000,
            },
        };
        native.Store.Put(DeviceUnderTest.SomeBlob);
        FakeBoard board = new();
        state = new DeviceState(native, new FakeLink(), board);
        state.OpenNewestModel();
        state.Model.WriteSample(0, 0, new byte[native.Model.InputBytes], 0, native.Model.InputBytes);
        int[] time = new int[TimeField.Ints];
        native.TimeInfo(time);
        Target = CostAt(wanted);
        state.Auto.Start(
            AutoKind.Latency,
            (int)(Target * 1e6 / TimeKind.CountsPerSecond(time[TimeField.CountsPerSecond], board.ClockHz)),
            1,
            1
        );
    }

    /// <summary>Every confidence, 0 … 255, in the order taken.</summary>
    public List<int> Taken { get; } = [];

    /// <summary>Counts that a mean inference is to cost.</summary>
    public double Target { get; }

    public int Threshold => state.Settings.Threshold;

    public int Changes => state.Auto.Tracker.Changes;

    public AutoState State => state.Auto.State;

    /// <summary>Eq. (17).</summary>
    public static double CostAt(double fullFraction) => Light + (fullFraction * (Full - Light));

    /// <summary>Runs inferences; returns their mean cost.</summary>
    /// <param name="steps">Gets CT before each.</param>
    public double Take(Inputs inputs, double easy, int count, List<int>? steps = null)
    {
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            steps?.Add(Threshold);
            int confidence = inputs.Next(easy);
            Taken.Add(Math.Min(confidence, ConfidenceHistogram.Largest));
            native.Model.Confidence = [0, 1, confidence, confidence << 8];
            Assert.AreEqual(0, state.Infer(0, false));
            sum += state.Result.CountsOfModeTaken();
        }

        return sum / (double)count;
    }
}
