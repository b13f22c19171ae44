// The whole way from a capture and a record to energies: cut by markers or aligned by steps of power, compared sample by sample,
// integrated.
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Measures the energy of a run.</summary>
public static class CaptureEnergy
{
    private const double LeastPlausibleW = 2e-3,
        MostPlausibleW = 10;

    /// <summary>Reads a capture of a run.</summary>
    /// <param name="path">The capture.</param>
    /// <param name="run">The record of the run.</param>
    /// <param name="progress">Gets 0 … 1, once a pass.</param>
    /// <exception cref="CaptureException">The capture cannot be read, or is not of this run; the name says which.</exception>
    public static RunEnergy Measure(
        string path,
        MeasurementFile run,
        EnergyOptions options,
        Action<double>? progress = null,
        CancellationToken cancel = default
    )
    {
        List<string> warnings = [];
        ExpectedRun expected = new(run);
        CaptureReader Open() => CaptureFile.Open(path, options.Reading);
        CaptureInfo info;
        PowerSource power;
        using (CaptureReader head = Open())
        {
            info = head.Info;
            power =
                PowerSource.Of(info, options.Power)
                ?? throw new CaptureException(
                    "powerMissing",
                    $"{path} has only logic channels, so it gives times but no energy",
                    "give the capture that holds the current, and this one with --markers"
                );
        }

        AlignedRun cut =
            options.WithoutMarkers || (info.Logic.Count == 0 && options.MarkerFile is null)
                ? PowerAlignment.Of(Open, power, expected, warnings, cancel)
                : MarkerAlignment.Of(Open, info, power, expected, options, warnings, progress, cancel);
        double busyW = cut
            .Pairs.SelectMany(p => new[] { p.Seen.Light, p.Seen.Full })
            .OfType<Pulse>()
            .Where(p => p.IsWhole)
            .Select(p => p.MeanW)
            .DefaultIfEmpty(0)
            .Average();
        if (!options.AnyPower && busyW is < LeastPlausibleW or > MostPlausibleW)
        {
            throw new CaptureException(
                "powerImplausible",
                FormattableString.Invariant($"the networks run at {1e3 * busyW:G4} mW, which is implausible for this board"),
                "a unit is mistaken (mA for µA?): check --unit, --voltage and --current; --any-power takes it as it is"
            );
        }

        if (
            !LayerPlacement.ShowsAll(cut, run.Header.LayerCounts)
            && LayerPlacement.Place(Open, power, cut, expected, cancel) is { } placed
        )
        {
            cut = placed;
            warnings.Add("layers are placed by the record's times: the capture does not show each of them by its marker");
        }

        EnergyParts energies = new(cut, run, expected, info, options.SubtractsIdle && cut.IdleW is { } idle ? idle : 0, warnings);
        bool isModel = info.IsModel || run.Header.Board.EndsWith("(virtual)", StringComparison.Ordinal);
        return new RunEnergy(
            Path.GetFileName(path),
            info.Instrument,
            info.RateHz,
            power.Describe(info),
            cut.Alignment,
            cut.ClockRatio,
            1e3 * cut.IdleW,
            options.SubtractsIdle,
            isModel,
            run.Header.Model,
            run.Header.BlobSha256,
            run.Header.Data,
            energies.Parts(),
            energies.Layers(),
            energies.Samples(),
            WaveformOf.Read(Open, power, cut.Pairs, cancel),
            warnings
        );
    }
}
