// The analysis on small sets of rows whose answers follow by hand.
using NanoCoopNet.Model;

namespace NanoCoopNet.Study.Tests;

[TestClass]
public class StudyAnalysisTests
{
    // float32 takes 4 times int8's time with an FPU, 12 times without; -O3 halves every time.
    private static readonly StudyRow[] Grid =
    [
        Rows.Row("float32", "reference", "off", "-Os", 120),
        Rows.Row("float32", "reference", "off", "-O3", 60),
        Rows.Row("float32", "reference", "on", "-Os", 40),
        Rows.Row("float32", "reference", "on", "-O3", 20),
        Rows.Row("int8", "reference", "off", "-Os", 10),
        Rows.Row("int8", "reference", "off", "-O3", 5),
        Rows.Row("int8", "reference", "on", "-Os", 10),
        Rows.Row("int8", "reference", "on", "-O3", 5),
        Rows.Row("int8", "optimised", "on", "-O3", 2),
        Rows.Row("int8", "optimised", "off", "-O3", null, failure: "the image did not end within 1 s"),
    ];

    [TestMethod]
    public void BestAndWorstAreOfRowsThatRan()
    {
        Extremes e = StudyAnalysis.ExtremesOf(Grid)!;
        Assert.AreEqual((2.0, 120.0, 60.0), (e.Best.Ms, e.Worst.Ms, e.Ratio));
        Assert.IsNull(StudyAnalysis.ExtremesOf(Grid.Where(r => !r.IsGood)));
    }

    [TestMethod]
    public void AnAxisAloneIsTheGeometricMeanOfItsPairs()
    {
        AxisEffect numbers = StudyAnalysis.Effect(Grid, "numbers", "float32", "int8")!;
        Assert.AreEqual(4, numbers.Pairs);
        Assert.AreEqual(Math.Sqrt(12 * 4), numbers.Ratio, 1e-9);
        Assert.AreEqual((4.0, 12.0), (numbers.Least, numbers.Most));
        AxisEffect flags = StudyAnalysis.Effect(Grid, "flags", "-Os", "-O3")!;
        Assert.AreEqual((2.0, 4), (Math.Round(flags.Ratio, 9), flags.Pairs));
        AxisEffect kernels = StudyAnalysis.Effect(Grid, "kernels", "reference", "optimised")!;
        Assert.AreEqual((2.5, 1), (kernels.Ratio, kernels.Pairs), "the row that failed pairs with nothing");
        Assert.IsNull(StudyAnalysis.Effect(Grid, "kernels", "optimised", "another"));
    }

    [TestMethod]
    public void AnAxisDependsOnAnother()
    {
        double Fpu(string numbers) =>
            StudyAnalysis.Effect([.. Grid.Where(r => r.Image.Numbers == numbers)], "FPU", "off", "on")!.Ratio;
        Assert.AreEqual(3, Fpu("float32"), 1e-9);
        Assert.AreEqual(1, Fpu("int8"), 1e-9);
    }

    [TestMethod]
    public void EffectsAreOfEachSettingAgainstTheFirst()
    {
        Dictionary<string, IReadOnlyList<string>> settings = new()
        {
            ["numbers"] = ["float32", "mixed", "int8"],
            ["kernels"] = ["reference", "optimised"],
            ["FPU"] = ["off", "on"],
            ["flags"] = ["-Os", "-O3"],
        };
        CollectionAssert.AreEqual(
            new[] { "int8", "optimised", "on", "-O3" },
            StudyAnalysis.Effects(Grid, settings).Select(e => e.To).ToArray()
        );
    }

    [TestMethod]
    public void RSquaredOfKnownPoints()
    {
        Assert.AreEqual(1, StudyAnalysis.RSquared([(1, 3), (2, 5), (4, 9)])!.Value, 1e-9);
        // y = 0, 1, 0, 1 over x = 0 ... 3: slope 0.2, residuals 0.8, total 1.
        Assert.AreEqual(0.2, StudyAnalysis.RSquared([(0, 0), (1, 1), (2, 0), (3, 1)])!.Value, 1e-9);
        Assert.IsNull(StudyAnalysis.RSquared([(1, 1), (2, 2)]));
        Assert.IsNull(StudyAnalysis.RSquared([(1, 1), (1, 2), (1, 3)]));
    }

    [TestMethod]
    public void TheParetoFrontHoldsWhatNothingBeats()
    {
        StudyRow fast = Rows.Row("int8", "optimised", "on", "-O3", 1, mj: 4, accuracy: 0.9),
            frugal = Rows.Row("int8", "optimised", "on", "-O2", 2, mj: 1, accuracy: 0.9),
            beaten = Rows.Row("int8", "reference", "on", "-O2", 3, mj: 2, accuracy: 0.9),
            right = Rows.Row("float32", "reference", "on", "-O2", 9, mj: 9, accuracy: 0.95),
            failed = Rows.Row("mixed", "reference", "on", "-O2", null, failure: "no");
        CollectionAssert.AreEqual(
            new[] { fast, frugal, right },
            StudyAnalysis.Pareto([fast, frugal, beaten, right, failed]).ToArray()
        );
    }

    [TestMethod]
    public void WorstToBestIsJudgedOnlyWithBothEnds()
    {
        string Verdict(Func<StudyRow, bool> isIn) => Found(L496, "Worst to best", Grid.Where(isIn)).Verdict;
        Assert.AreEqual(Finding.Confirmed, Verdict(_ => true));
        Assert.StartsWith(Finding.Untested, Verdict(r => r.Form != "int8"));
        Assert.StartsWith(Finding.Untested, Verdict(r => r.Form != "float32" || r.Image.Fpu == "on"));
    }

    private static readonly StudyMatrix L496 = new(
        [Rows.Board("l496")],
        ["-Os", "-O3"],
        StudyMatrix.AllNumbers,
        StudyMatrix.AllKernels,
        StudyMatrix.AllFpu
    );

    /// <summary>A library gains 3.3× on LeNet-5 on the L496 in the slides: the same direction is not the same size.</summary>
    [TestMethod]
    [DataRow("lenet5", 3.3, Finding.Confirmed)]
    [DataRow("lenet5", 4.9, Finding.Confirmed)]
    [DataRow("lenet5", 5.1, Finding.OtherSize)]
    [DataRow("lenet5", 1.1, Finding.OtherSize)]
    [DataRow("lenet5", 0.9, Finding.Not)]
    [DataRow("unknown to them", 40, Finding.Confirmed)]
    public void ADirectionIsNotASize(string network, double gain, string verdict)
    {
        StudyRow[] rows =
        [
            Rows.Row("int8", "reference", "on", "-O3", gain, network: network),
            Rows.Row("int8", "optimised", "on", "-O3", 1, network: network),
        ];
        Assert.AreEqual(verdict, Found(L496, "A library speeds int8 up", rows, network).Verdict);
    }

    /// <summary>Without an FPU 3.6× in the slides, on one board and network only.</summary>
    [TestMethod]
    [DataRow(3.0, Finding.Confirmed)]
    [DataRow(7.0, Finding.OtherSize)]
    [DataRow(0.5, Finding.Not)]
    public void WhatAnFpuGainsIsHeldAgainstTheirFigure(double gain, string verdict)
    {
        StudyRow[] rows =
        [
            Rows.Row("float32", "reference", "off", "-O3", gain, network: "lenet5"),
            Rows.Row("float32", "reference", "on", "-O3", 1, network: "lenet5"),
        ];
        Assert.AreEqual(verdict, Found(L496, "Without an FPU", rows, "lenet5").Verdict);
    }

    /// <summary>int8 is the fastest only if every other form and set of kernels is slower, with an FPU and without.</summary>
    [TestMethod]
    [DataRow(20, 60, 2, Finding.Confirmed)]
    [DataRow(1, 60, 2, Finding.Confirmed + " for 2 of 3")] // float32 is faster with an FPU
    [DataRow(20, 60, 3, Finding.Confirmed + " for 2 of 3")] // int8 depends on the FPU
    [DataRow(1, 1, 3, Finding.Not)]
    public void TheFastestIsComparedWithTheOthers(double floatOn, double floatOff, double int8Off, string verdict)
    {
        StudyRow[] rows =
        [
            Rows.Row("float32", "reference", "on", "-O3", floatOn),
            Rows.Row("float32", "reference", "off", "-O3", floatOff),
            Rows.Row("int8", "reference", "on", "-Os", 10),
            Rows.Row("int8", "optimised", "on", "-O3", 2),
            Rows.Row("int8", "optimised", "off", "-O3", int8Off),
        ];
        Finding found = Found(L496, "int8 with a library is the fastest", rows);
        Assert.AreEqual(verdict, found.Verdict, found.Ours);
        Assert.StartsWith(Finding.Untested, Found(L496, "int8 with a library is the fastest", rows.Skip(3)).Verdict);
    }

    /// <summary>115 KiB in the slides; a program without a runtime has less to save.</summary>
    [TestMethod]
    [DataRow(100 * 1024, Finding.Confirmed)]
    [DataRow(4 * 1024, Finding.OtherSize)]
    [DataRow(-4 * 1024, Finding.Not)]
    public void WhatSizeFlagsSaveIsHeldAgainstTheirFigure(double saved, string verdict)
    {
        StudyRow[] rows =
        [
            Rows.Row("int8", "reference", "on", "-O3", 1, flash: 200 * 1024),
            Rows.Row("int8", "reference", "on", "-Os", 2, flash: (200 * 1024) - saved),
        ];
        Assert.AreEqual(verdict, Found(L496, "-Os instead", rows).Verdict);
    }

    /// <summary>However many combinations do not fit a board, the finding says so once.</summary>
    [TestMethod]
    public void WhatDoesNotFitIsSaidOnceABoard()
    {
        StudyMatrix matrix = new([Rows.Board("l496")], ["-Os", "-O3"], ["float32", "int8"], ["reference"], StudyMatrix.AllFpu);
        StudyRow[] rows =
        [
            Rows.Row("float32", "reference", "off", "-Os", null, failure: "does not fit: 64 bytes of flash missing"),
            Rows.Row("float32", "reference", "off", "-O3", null, failure: "does not fit: 70 bytes of flash missing"),
            Rows.Row("float32", "reference", "on", "-Os", 40),
        ];
        Finding storage = Found(matrix, "int8 takes 72", rows.Select(r => r with { WeightBytes = 400 }).Append(Int8));
        Assert.AreEqual(
            "n −75.0 % of the weights; n in float32 does not fit the NUCLEO-L496ZG (2 of 3 combinations)",
            storage.Ours
        );
    }

    private static StudyRow Int8 => Rows.Row("int8", "reference", "off", "-Os", 10) with { WeightBytes = 100 };

    private static Finding Found(StudyMatrix matrix, string claim, IEnumerable<StudyRow> rows, string name = "n")
    {
        StudyNetwork network = new(
            name,
            new Dictionary<(string, string), ModelBlob>(),
            new Dictionary<string, HostAccuracy>(),
            [],
            null,
            new Dictionary<string, string>()
        );
        return StudyFindings
            .Of(new StudyView(new StudyResult(matrix, [network], [.. rows], [], 0)))
            .Single(f => f.Claim.StartsWith(claim, StringComparison.Ordinal));
    }

    [TestMethod]
    public void NetworksOfTheSlidesAreKnownByTheirNames()
    {
        Assert.AreEqual(SlideFigures.LeNet, SlideFigures.NetworkOf("lenet5-mnist-coopnet"));
        Assert.AreEqual(SlideFigures.ResNet, SlideFigures.NetworkOf("lightnet-resnet20-cifar10-coopnet"));
        Assert.IsNull(SlideFigures.NetworkOf("lightnet-resnet8-cifar10-coopnet"));
        SlideTimes f7 = SlideFigures.Times.Single(t => t is { Network: SlideFigures.LeNet, Board: "NUCLEO-F767ZI" });
        Assert.AreEqual(15.7, f7.Worst!.Value / f7.Best, 0.05);
    }
}
