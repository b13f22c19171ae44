// Pairs against a plain count over all samples, the front against every point, and records that do not belong together.
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis.Tests;

[TestClass]
public sealed class PairTests
{
    [TestMethod]
    public void EveryPointIsWhatCountingGives()
    {
        using Records records = new();
        Random random = TestSeed.New(nameof(EveryPointIsWhatCountingGives));
        int count = random.Next(1, 200);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];
        PairMember[] members =
        [
            Member(records, random, labels, true, 2, 7, 0) with
            {
                StemMs = 1.5,
            },
            Member(records, random, labels, true, 3, 11, 0),
            Member(records, random, labels, false, 1, 6, 0.5),
        ];
        IReadOnlyList<PairPoint> points = new PairSearch(members, new PowerModel(400, 500)).Points();

        // Three BNNs and three INT8 networks (the BC-Net's branch has logits of its own) alone, 3 · 3 CoopNets and the BC-Net at
        // 256 thresholds.
        Assert.HasCount(3 + 3 + (((3 * 3) + 1) * 256), points);
        foreach (PairPoint p in points)
        {
            PairMember? light = members.SingleOrDefault(m => m.Name == p.Light),
                full = members.SingleOrDefault(m => m.Name == p.Full);
            double right = 0,
                inFull = 0;
            for (int i = 0; i < count; i++)
            {
                bool isLight =
                    light is not null && (full is null || light.Outcomes.Samples[i].Confidence256 >= p.ConfidenceThreshold);
                int? answer =
                    isLight ? light!.Outcomes.Samples[i].Light
                    : p.Kind == PairKind.BcNet ? full!.Outcomes.Samples[i].Full
                    : full!.Outcomes.Samples[i].Int8;
                right += answer == labels[i] ? 1 : 0;
                inFull += isLight ? 0 : 1;
            }

            double lightMs = light?.LightMs ?? 0,
                glueMs = p.Kind == PairKind.BcNet ? full!.GlueMs : 0,
                stemMs = light is not null && light == full ? full.StemMs : 0,
                fullMs = inFull / count * ((full?.Int8Ms ?? 0) + glueMs - stemMs);
            Assert.AreEqual(right / count, p.Accuracy, 1e-12, PairSearch.Describe(p));
            Assert.AreEqual(inFull / count, p.FullFraction, 1e-12, PairSearch.Describe(p));
            Assert.AreEqual(lightMs + fullMs, p.MeanMs, 1e-9, PairSearch.Describe(p));
            Assert.AreEqual(((400 * lightMs) + (500 * fullMs)) / 1000, p.MeanMj!.Value, 1e-9, PairSearch.Describe(p));
        }

        IReadOnlyList<PairPoint> front = PairSearch.Front(points);
        foreach (PairPoint p in points)
        {
            bool beaten = points.Any(q =>
                (q.MeanMs < p.MeanMs && q.Accuracy >= p.Accuracy) || (q.MeanMs <= p.MeanMs && q.Accuracy > p.Accuracy)
            );
            Assert.AreEqual(!beaten, front.Any(q => q.MeanMs == p.MeanMs && q.Accuracy == p.Accuracy), PairSearch.Describe(p));
        }

        CollectionAssert.AreEqual(front.OrderBy(p => p.MeanMs).ToArray(), front.ToArray());
        foreach (PairPoint chosen in points.Where((_, i) => i % 97 == 0))
        {
            Assert.AreEqual(
                chosen,
                new PairSearch(members, new PowerModel(400, 500)).At(chosen),
                "confirmed on the same samples"
            );
        }
    }

    [TestMethod]
    public void TheBestKeepsEveryBound()
    {
        PairPoint Point(double accuracy, double ms, double mj) => new(PairKind.Bnn, $"{ms}", null, null, accuracy, 0, ms, mj);
        PairPoint[] points = [Point(0.7, 1, 5), Point(0.8, 2, 9), Point(0.9, 3, 7), Point(0.9, 4, 1)];
        Assert.AreSame(points[1], PairSearch.Best(points, new(0.75, null, null)), "the fastest that is accurate enough");
        Assert.AreSame(points[2], PairSearch.Best(points, new(0.75, null, 8)));
        Assert.AreSame(points[1], PairSearch.Best(points, new(null, 2.5, null)), "the most accurate within the budget");
        Assert.AreSame(points[2], PairSearch.Best(points, new(null, 9, null)), "the faster of two equals");
        AnalysisException none = Assert.ThrowsExactly<AnalysisException>(() => PairSearch.Best(points, new(0.95, null, null)));
        Assert.AreEqual(ExitCode.TargetUnreachable, none.Code);
        Assert.Contains("has 90.00 % in 3.00 ms", none.Message);
        Assert.Contains(
            "takes 1.00 ms",
            Assert.ThrowsExactly<AnalysisException>(() => PairSearch.Best(points, new(0.5, 0.5, null))).Message
        );
    }

    [TestMethod]
    public void WhatModelsShareAppearsOnce()
    {
        using Records records = new();
        Random random = TestSeed.New(nameof(WhatModelsShareAppearsOnce));
        int[] labels = [.. Enumerable.Range(0, 30).Select(_ => random.Next(3))];
        PairMember one = Member(records, random, labels, true, 2, 7, 0);
        PairMember same = one with
        {
            Outcomes = one.Outcomes with { Source = one.Outcomes.Source with { Model = "again" } },
            Int8Ms = 9,
        };
        PairPoint[] points = [.. new PairSearch([one, same]).Points().Where(p => p.ConfidenceThreshold is null)];
        Assert.HasCount(3, points, "one BNN, and two INT8 networks that take different times");
    }

    [TestMethod]
    public void RecordsOfDifferentSamplesAreRefused()
    {
        using Records records = new();
        Random random = TestSeed.New(nameof(RecordsOfDifferentSamplesAreRefused));
        PairMember one = Member(records, random, [0, 1, 2, 1], true, 2, 7, 0);
        foreach (
            (int[] labels, string words) in new[]
            {
                (new[] { 0, 1, 2 }, "4 and 3 samples"),
                ([0, 1, 0, 1], "sample 2 of class 2 beside sample 2 of class 0"),
            }
        )
        {
            AnalysisException e = Assert.ThrowsExactly<AnalysisException>(() =>
                new PairSearch([one, Member(records, random, labels, true, 2, 7, 0)])
            );
            Assert.AreEqual("mixedData", e.Name);
            Assert.Contains(words, e.Message);
        }
    }

    private static int _made;

    private static PairMember Member(
        Records records,
        Random random,
        int[] labels,
        bool coopNet,
        double light,
        double int8,
        double glue
    )
    {
        MeasurementRow[] rows =
        [
            .. Records.Random(random, labels.Length, coopNet).Select((r, i) => r with { Label = labels[i] }),
        ];
        Outcomes outcomes = records.Read(Records.Header(coopNet), rows);
        return new(outcomes with { Source = outcomes.Source with { Model = $"model {++_made}" } }, light, int8, glue);
    }
}
