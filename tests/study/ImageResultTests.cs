// What an image gave: cycles with bounds, and its answers against the host engine's.
using NanoCoopNet.Model;

namespace NanoCoopNet.Study.Tests;

[TestClass]
public class ImageResultTests
{
    private const string Json = """
        {"core": "cortex-m4", "waitingFactor": 0.5, "mostFactor": 1.1, "stackBytes": 784, "programBytes": 60000,
         "modelBytes": 1000, "arenaBytes": 2000, "variableBytes": 300,
         "answers": [{"sample": 0, "net": 0, "logits": [5, -7]}, {"sample": 0, "net": 1, "logits": [1, 2]}],
         "parts": [{"net": 0, "layer": 0, "instructions": 10, "least": 8, "estimate": 12, "most": 16, "waiting": {"B": 4}},
                   {"net": 1, "layer": 0, "instructions": 100, "least": 80, "estimate": 120, "most": 160, "waiting": {"B": 40}}]}
        """;

    private static readonly ImageResult Result = ImageResult.Parse(Json);

    [TestMethod]
    public void CyclesAreTheCoresAndAShareOfTheWaiting()
    {
        (double least, double estimate, double most) = Result.Cycles("B", p => p.Net == 1);
        Assert.AreEqual((80.0, 140.0), (least, estimate));
        Assert.AreEqual(220, most, 1e-9);
        Assert.AreEqual(110, Result.Instructions(_ => true));
    }

    private static Comparison Compare(int[] second, int[]? labels = null, bool mayRound = false) =>
        Comparison.Of(Result, new Dictionary<(int, int), int[]> { [(0, 0)] = [5, -7], [(0, 1)] = second }, labels, mayRound);

    [TestMethod]
    public void EqualAnswersAreNoFailure()
    {
        Comparison c = Compare([1, 2], [0]);
        Assert.AreEqual(("equal", ""), (c.Text, c.Failure));
        Assert.AreEqual((1.0, 0.0), (c.Right(NetKind.Bnn), c.Right(NetKind.Int8)));
        Assert.IsNull(Compare([1, 2]).Right(NetKind.Bnn));
    }

    [TestMethod]
    public void OtherLogitsAreAFailureUnlessSumsMayBeReordered()
    {
        Assert.AreEqual("same classes, logits within 3", Compare([-2, 2], mayRound: true).Text);
        Assert.AreEqual("", Compare([-2, 2], mayRound: true).Failure);
        Assert.Contains("not the host engine's", Compare([-2, 2]).Failure);
        Assert.Contains("1 of 2 classes differ", Compare([9, 2], mayRound: true).Failure);
        Assert.Contains("missing", Compare([1, 2, 3]).Failure);
    }
}
