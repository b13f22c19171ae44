// The tables of `sweep` and `ste`, from made-up records, against verified texts.
using System.Runtime.CompilerServices;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.Link;
using SampleOutcome = NanoCoopNet.Analysis.Outcome;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class AnalysisTextTests
{
    [TestMethod]
    public void Sweep()
    {
        Outcomes outcomes = MakeUp(200);
        MemoryModel memory = MemoryModel.Of(Files.GoldenBlob("bcnet-logits"));
        SweepReport report = SweepReport.Of(outcomes, Baseline.Of(outcomes, null), 0.9999, ConfidenceSteps.Hundred, memory);
        VerifiedText.Check(shell => SweepVerb.Render(shell, report));
    }

    [TestMethod]
    public void SweepWithoutCosts() =>
        VerifiedText.Check(shell =>
            SweepVerb.Render(shell, SweepReport.Of(MakeUp(20) with { Costs = null }, null, null, ConfidenceSteps.Hundred, null))
        );

    [TestMethod]
    public void Ste() => CheckSte(SteMethod.Record);

    [TestMethod]
    public void SteByPolynomials() => CheckSte(SteMethod.Polynomial);

    private static void CheckSte(SteMethod method, [CallerMemberName] string name = "")
    {
        Outcomes outcomes = MakeUp(2000);
        SteOptions options = new(method, Resamples: 20);
        SteResult ste = ThresholdEstimator.Run(outcomes, options);
        LightErrorBound bound = LightErrorBound.Of(ste.Calibration, ste.Validation, 0.1);
        VerifiedText.Check(
            shell => SteView.Render(shell, SteReport.Of(outcomes, ste, options, new Target(MinAccuracy: 0.85), bound)),
            name
        );
    }

    /// <summary>Confidences spread evenly; the BNN is wrong on every fourth, INT8 on every fiftieth; costs of an emulated
    /// core.</summary>
    private static Outcomes MakeUp(int count)
    {
        SampleOutcome[] samples =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    int label = i % 2,
                        int8 = i % 50 == 0 ? 1 : label;
                    return new SampleOutcome(i, label, i % 4 == 3 ? 0 : label, int8, int8, i * 89 % 256 << 8);
                }),
        ];
        PartCosts[] costs = [.. samples.Select(s => new PartCosts(1_000_000 + s.Index, 500, 3_000_000, 0))];
        OutcomeSource source = new("made-up", true, new string('a', 64), "x.npz", "nowhere");
        return new(
            source,
            samples,
            new Costs(new CostScale(TimeSource.EmulatedInstructions, 216_000_000, Modelled: true), costs, count)
        );
    }
}
