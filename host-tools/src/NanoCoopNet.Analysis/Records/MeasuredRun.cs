// A record of `nanocoop measure` as outcomes and costs: both networks must have run for every sample, or no other CT can be
// worked out.
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Reads measured records.</summary>
internal static class MeasuredRun
{
    /// <summary>Reads one as outcomes.</summary>
    /// <exception cref="RecordException">badRecord.</exception>
    /// <exception cref="AnalysisException">badRecord, notBothNetworks, noLabels.</exception>
    public static (MeasurementHeader Header, Outcomes Outcomes) Of(string path, RecordTable table)
    {
        MeasurementFile file = MeasurementFile.Of(table);
        MeasurementHeader h = file.Header;
        if (h.StemLayers > 0 && file.Rows.Any(r => r.Layers[Device.Networks.Bnn].Count < h.StemLayers))
        {
            throw new AnalysisException(
                "noLayers",
                $"{path}: without the counts of its layers nothing says what the shared stem costs, so what INT8 alone does",
                "measure again without --no-layers"
            );
        }

        bool coopNet = h.LayerCounts[Device.Networks.Glue] == 0;
        Outcome[] samples = [.. file.Rows.Select(r => ToOutcome(path, coopNet, r))];
        PartCosts[] counts =
        [
            .. file
                .Rows.Select(row => (row.Result, Stem: row.Layers[Device.Networks.Bnn].Take(h.StemLayers).Sum(c => (double)c)))
                .Select(r => new PartCosts(
                    r.Result.CountsBnn,
                    r.Result.CountsConfidence,
                    r.Result.CountsInt8,
                    r.Result.CountsGlue
                )
                {
                    Stem = r.Stem,
                }),
        ];
        OutcomeSource source = new(h.Model, coopNet, h.BlobSha256, h.Data, $"{h.Board}, {h.TimeSource.Name()}")
        {
            Energy = h.Energy,
        };
        return (h, new Outcomes(source, samples, InTime(h, counts)));
    }

    // Instructions become cycles: each part's mean takes what the clock says, and a sample as much more or less as it executed.
    private static Costs InTime(MeasurementHeader h, PartCosts[] counts)
    {
        Costs counted = new(new CostScale(h.TimeSource, h.ClockHz), counts, counts.Length);
        if (h.TimeSource != TimeSource.EmulatedInstructions || h.Modelled is not { } clock || counts.Length == 0)
        {
            return counted;
        }

        PartCosts mean = counted.Mean;
        double Part(double count, double of, CycleEstimate cycles) => of > 0 ? cycles.Cycles * count / of : 0;
        return new(
            new CostScale(h.TimeSource, h.ClockHz, Modelled: true),
            [
                .. counts.Select(c => new PartCosts(
                    Part(c.Bnn, mean.Bnn, clock.Bnn),
                    Part(c.Confidence, mean.Confidence, clock.Confidence),
                    Part(c.Int8, mean.Int8, clock.Int8),
                    Part(c.Glue, mean.Glue, clock.Glue),
                    clock.ManagedLight.Cycles,
                    clock.ManagedFull.Cycles,
                    clock.ManagedInt8.Cycles
                )
                {
                    Stem = clock.Stem.Cycles,
                }),
            ],
            counts.Length
        );
    }

    private static Outcome ToOutcome(string path, bool coopNet, MeasurementRow row)
    {
        InferResult r = row.Result;
        int? full = coopNet ? r.Int8Top1 : r.GlueTop1;
        if (r.BnnTop1 is not { } light || full is not { } answer)
        {
            throw new AnalysisException(
                "notBothNetworks",
                $"{path}: sample {row.Index} was not run through both networks",
                "measure with --mode both (the default)"
            );
        }

        if (row.Label < 0)
        {
            throw new AnalysisException(
                "noLabels",
                $"{path}: sample {row.Index} has no label",
                "measure a data file with an array y"
            );
        }

        bool consistent =
            r.Confidence256 == r.Confidence65536 >> 8
            && r.Confidence256 is >= 0 and <= 256
            && r is { CountsBnn: >= 0, CountsConfidence: >= 0, CountsInt8: >= 0, CountsGlue: >= 0 };
        return consistent
            ? new Outcome(row.Index, row.Label, light, answer, r.Int8Top1, r.Confidence65536)
            : throw new AnalysisException(
                "badRecord",
                $"{path}: sample {row.Index}: confidence or counts contradict each other",
                "measure again; please report it if it happens again"
            );
    }
}
