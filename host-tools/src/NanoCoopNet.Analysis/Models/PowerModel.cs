// Energy while no current is measured: power per state × time. A model, and labelled so wherever it shows.
namespace NanoCoopNet.Analysis;

/// <summary>Powers of the two states in which an inference spends its time.</summary>
/// <param name="LightMilliwatts">While BNN and confidence run.</param>
/// <param name="Int8Milliwatts">While INT8 and glue run.</param>
public sealed record PowerModel(double LightMilliwatts, double Int8Milliwatts)
{
    /// <summary>How energies of this model are named.</summary>
    public string Label =>
        FormattableString.Invariant($"model: {LightMilliwatts} mW (BNN), {Int8Milliwatts} mW (INT8, glue) × time");

    /// <summary>Millijoules of an inference with the BNN's and INT8's parts in milliseconds.</summary>
    public double Millijoules(double lightMs, double int8Ms) => ((LightMilliwatts * lightMs) + (Int8Milliwatts * int8Ms)) / 1000;
}
