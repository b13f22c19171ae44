// Energy of a mean inference at any fraction of full mode: measured where the record has it, else the model power × time.
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>Energies of the two modes.</summary>
/// <param name="LightMj">Mean millijoules of light mode.</param>
/// <param name="FullMj">Mean millijoules of full mode.</param>
/// <param name="Are">Where they come from: measured, or a model and which.</param>
public sealed record EnergyScale(double LightMj, double FullMj, string Are)
{
    /// <summary>The energies of outcomes: measured ones of the record first; a model needs milliseconds.</summary>
    /// <returns>Null where there are neither.</returns>
    /// <exception cref="AnalysisException">noMilliseconds: a model was given, but no time of a board.</exception>
    public static EnergyScale? Of(Outcomes outcomes, PowerModel? power)
    {
        if (outcomes.Source.Energy is { } measured)
        {
            return new EnergyScale(
                measured.LightMj,
                measured.FullMj,
                measured.IsModel ? measured.Source : $"measured ({measured.Source})"
            );
        }

        if (power is null)
        {
            return null;
        }

        double? perCount = outcomes.Costs?.Scale.Milliseconds(1);
        if (outcomes.Costs?.Mean is not { } mean || perCount is not { } ms)
        {
            throw new AnalysisException(
                "noMilliseconds",
                "an energy by power × time needs milliseconds of a board, which these records lack",
                "measure on a board or with --cpu m7, and give the record (to predictions by --costs)"
            );
        }

        return new EnergyScale(
            power.Millijoules(mean.Light * ms, 0),
            power.Millijoules(mean.Light * ms, (mean.Int8 + mean.Glue) * ms),
            $"{power.Label}, {outcomes.Costs.Scale.MillisecondsAre}"
        );
    }

    /// <summary>Powers of both parts of a record with energies and times: energy by time.</summary>
    /// <exception cref="AnalysisException">noEnergies: the record lacks one of them.</exception>
    public static PowerModel PowersOf(Outcomes outcomes)
    {
        if (
            outcomes.Source.Energy is not { } energy
            || outcomes.Costs is not { } costs
            || costs.Scale.Milliseconds(1) is not { } ms
        )
        {
            throw new AnalysisException(
                "noEnergies",
                "the record has no energies and milliseconds of a board",
                "write energies into it with nanocoop energy CAPTURE --run RUN.csv"
            );
        }

        return new PowerModel(
            1e3 * energy.LightMj / (costs.Mean.Light * ms),
            1e3 * (energy.FullMj - energy.LightMj) / ((costs.Mean.Int8 + costs.Mean.Glue) * ms)
        );
    }

    /// <summary>Mean millijoules at a fraction of full mode.</summary>
    public double At(double fullFraction) => LightMj + (fullFraction * (FullMj - LightMj));

    /// <summary>The fraction of full mode that takes this energy, at most 1.</summary>
    /// <exception cref="AnalysisException">targetUnreachable: less than light mode takes.</exception>
    public double FractionFor(double millijoules) =>
        millijoules >= LightMj
            ? Math.Min(1, (millijoules - LightMj) / (FullMj - LightMj))
            : throw new AnalysisException(
                ExitCode.TargetUnreachable,
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"no CT is within {millijoules} mJ: light mode alone takes {LightMj:0.000} mJ ({Are})"
                ),
                "ask for that energy or more"
            );
}
