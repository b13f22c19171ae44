// The table of ANALYSIS.md on the papers' speed-ups, worked out from BC-Net's table II and section V-D.
using System.Globalization;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Analysis.Tests;

[TestClass]
public sealed class SpeedupTests
{
    [TestMethod]
    [DataRow("CIFAR-10", 98.96, 65.29, 164.26, 19.36, 67.71)]
    [DataRow("CIFAR-100", 147.39, 54.46, 202.35, 54.75, 19.70)]
    [DataRow("Speech commands", 66.30, 32.56, 99.06, 11.70, 81.49)]
    [DataRow("FER2013", 353.93, 174.33, 528.27, 15.43, 66.95)]
    public void TheDocumentsTableIsRight(
        string task,
        double int8,
        double light,
        double full,
        double fullPercent,
        double published
    )
    {
        double mean = light + (fullPercent / 100 * (full - light));
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {task} | {int8:F2} | {light:F2} | {full:F2} | {100 * Speedup.TimeSaved(light, int8):F1} | "
                + $"{100 * Speedup.Ratio(light, int8):F1} | {fullPercent:F2} | {mean:F2} | "
                + $"{100 * Speedup.TimeSaved(mean, int8):F1} | {100 * Speedup.Ratio(mean, int8):F1} | {published:F2} |"
        );
        string document = File.ReadAllText(
            Path.Combine(RepositoryRoot.Find(), "host-tools", "src", "NanoCoopNet.Analysis", "ANALYSIS.md")
        );
        StringAssert.Contains(document, row);
        Assert.IsGreaterThan(100 * Speedup.Ratio(mean, int8), published, "neither meaning gives the published figure");
    }

    /// <summary>Garwood's exact limits of a Poisson mean, as tables have them.</summary>
    [TestMethod]
    public void RatesHaveExactIntervals()
    {
        EventRate none = EventRate.Of(0, 1800),
            seven = EventRate.Of(7, 3600);
        Assert.AreEqual((0.0, 0.0), (none.PerHour, none.Low));
        Assert.AreEqual(2 * 3.689, none.High, 1e-3);
        Assert.AreEqual(7.0, seven.PerHour);
        Assert.AreEqual(2.814, seven.Low, 1e-3);
        Assert.AreEqual(14.423, seven.High, 1e-3);
    }
}
