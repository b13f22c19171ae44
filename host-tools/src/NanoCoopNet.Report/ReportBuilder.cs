// From models to the document: the sections in reading order.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

/// <summary>Choices of a report.</summary>
/// <param name="Fp32Accuracy">0…1; null: from the models' cards.</param>
/// <param name="ConfidenceThreshold">CT byte at which latencies and modes are shown; null: break-even, else maximum
/// accuracy.</param>
/// <param name="Ste">Of the threshold estimation.</param>
/// <param name="Power">Model of energy where the records have none measured; null: no energies then.</param>
public sealed record ReportOptions(double? Fp32Accuracy, int? ConfidenceThreshold, SteOptions Ste, PowerModel? Power = null)
{
    /// <summary>Energies from captures, for their own section.</summary>
    public IReadOnlyList<RunEnergy> Energies { get; init; } = [];

    /// <summary>To compare classifying with sending.</summary>
    public IReadOnlyList<RadioProfile> Radios { get; init; } = RadioProfile.All;

    /// <summary>Power between answers, where it is less than the capture's idle; null: that.</summary>
    public double? SleepMw { get; init; }

    /// <summary>Battery in mWh, for its life at duty cycles; null: none.</summary>
    public double? BatteryMwh { get; init; }

    /// <summary>Records of other samples, by which points are chosen; of models without one they are chosen by the report's
    /// own.</summary>
    public IReadOnlyList<Outcomes> Validation { get; init; } = [];

    /// <summary>Of the page; null: the models' names.</summary>
    public string? Title { get; init; }

    /// <summary>When, by what and with which command line the report was made; one line each.</summary>
    public IReadOnlyList<string> Provenance { get; init; } = [];

    /// <summary>What `pair` found; null: no section of it.</summary>
    public PairFile? Pairs { get; init; }
}

/// <summary>Builds the report.</summary>
public static class ReportBuilder
{
    /// <summary>All sections; those whose numbers are not in the records are left out.</summary>
    /// <exception cref="AnalysisException">Records of models that cannot be compared.</exception>
    public static ReportDocument Build(IReadOnlyList<ReportRun> runs, ReportOptions options)
    {
        CostScale[] scales = [.. runs.Select(r => r.Outcomes.Costs?.Scale).OfType<CostScale>().Distinct()];
        if (scales.Length > 1)
        {
            throw new AnalysisException(
                "mixedSources",
                $"costs are in {string.Join(" and ", scales.Select(s => s.Unit))}, or clocks differ",
                "measure all models on one kind of board"
            );
        }

        CostScale? scale = scales.FirstOrDefault();
        string unit = scale?.Unit ?? "cost";
        int classes = runs.Max(r => r.Blob?.Classes.Count ?? r.Outcomes.Samples.Max(s => s.Label) + 1);
        IReadOnlyList<ModelCurve> models = ModelCurve.Of(runs, options);
        Section?[] sections =
        [
            SummarySection.Of(models, unit, scale),
            CurvesSection.Of(models, unit, scale),
            PointsSection.Of(models, unit, scale),
            ComparisonSection.Of(models),
            PairsSection.Of(options.Pairs),
            AnswersSection.Of(models, classes),
            LayersSection.Of(models),
            LatencySection.Of(models, unit, scale),
            EnergySection.Of(models, options),
            ConfidenceSection.Of(models, classes),
            SteSection.Of(models, options.Ste),
            PapersSection.Of(models),
            SourcesSection.Of(models, options.Provenance),
        ];
        return new ReportDocument(
            options.Title ?? string.Join(", ", runs.Select(r => r.Name)),
            runs[0].Outcomes.Source.Data,
            [.. sections.OfType<Section>()],
            [.. models.Select(m => (m.CurveTable, m.Run.Title))],
            models[0].Curve.TakeWhile(p => p.Ct < models[0].Chosen.Ct).Count()
        );
    }
}
