// What enters the glue: both networks' logits or features at one radix, eq. (15).
namespace NanoCoopNet.Model;

/// <summary>A layer the glue can read: its number in the blob, its float values and its quantised ones.</summary>
internal sealed record GlueSource(int Layer, Batch Real, QuantisedBatch Quantised);

/// <summary>What a network begins with: calibration images, or what a shared stem makes of them.</summary>
/// <param name="Real">Of the float stem.</param>
/// <param name="Quantised">Of the integer one.</param>
internal sealed record NetStart(Batch Real, QuantisedBatch Quantised);

/// <summary>What a network leaves for the glue.</summary>
internal sealed record NetValues(GlueSource Logits, GlueSource Features);

/// <summary>Makes the concat layer.</summary>
internal static class GlueInput
{
    /// <summary>Adds the concat; returns both sources concatenated, in real numbers and quantised.</summary>
    /// <exception cref="QuantiseException">radix: the radices lie too far apart.</exception>
    public static (Batch Real, QuantisedBatch Quantised) Concat(NetAssembly assembly, GlueSource bnn, GlueSource int8)
    {
        string name = assembly.Net.Layers[0].OpName + " 0";
        int radix0 = bnn.Quantised.Radix,
            radix1 = int8.Quantised.Radix;
        int min = Math.Max(Math.Max(radix0, radix1) - BlobLayout.MaxShift, BlobLayout.MinRadix),
            max = Math.Min(Math.Min(radix0, radix1), BlobLayout.MaxRadix);
        if (min > max)
        {
            throw new QuantiseException(
                "radix",
                $"{assembly.Where(name)}: its sources have radices {radix0} and {radix1}, too far apart for one",
                "train both networks so that their outputs are of similar size"
            );
        }

        Batch both = Batch.Concat(bnn.Quantised.Values, int8.Quantised.Values);
        RadixChoice choice = RadixChooser.Choose(both.Values, NumericLimits.MinActivation, min, max);
        BlobLayer record = NetAssembly.Record(LayerOp.Concat, bnn.Layer, both.Shape, both.Shape) with
        {
            Source1 = int8.Layer,
            RadixIn0 = radix0,
            RadixIn1 = radix1,
            RadixOut = choice.Radix,
            Shift = radix0 - choice.Radix,
            Shift1 = radix1 - choice.Radix,
        };
        assembly.Add(
            record,
            [],
            [],
            [],
            [],
            NetAssembly.Report(name, radixOut: choice.Radix, shift: record.Shift) with
            {
                OutputSqnrDb = LinearQuantiser.Decibel(both.Values.Sum(v => (double)v * v), choice.SquaredError),
                ClippedActivations = (double)choice.Clipped / both.Values.Length,
            }
        );
        Batch rounded = new(
            both.Shape,
            Array.ConvertAll(both.Values, v => (float)RadixChooser.Round(v, choice.Radix, NumericLimits.MinActivation))
        );
        return (Batch.Concat(bnn.Real, int8.Real), new QuantisedBatch(rounded, choice.Radix));
    }
}
