// Samples that were saved as floats: where their range is plain they are brought back to the integers that models take.
namespace NanoCoopNet.Model;

/// <summary>Scales float images and clips.</summary>
internal static class PlainRange
{
    private const double Half = 127.5;

    /// <summary>The array in the integers of its kind, and a sentence that says how.</summary>
    /// <param name="x">float32 or float64.</param>
    /// <param name="isAudio">Clips in −1…1 become int16; images in 0…1 or −1…1 become uint8.</param>
    /// <exception cref="DatasetException">badType: the values lie in no plain range.</exception>
    public static (NpyArray Array, string Note) Of(NpyArray x, string name, bool isAudio)
    {
        float[] values = x.ToFloat32();
        double least = double.PositiveInfinity,
            most = double.NegativeInfinity;
        bool areFinite = true;
        foreach (float v in values)
        {
            (least, most, areFinite) = (Math.Min(least, v), Math.Max(most, v), areFinite && float.IsFinite(v));
        }

        bool isUnit = areFinite && least >= 0 && most <= 1,
            isSigned = areFinite && least >= -1 && most <= 1;
        int[] shape = [.. x.Shape];
        return (isAudio, isUnit, isSigned) switch
        {
            (true, _, true) => (
                NpyArray.Of(Array.ConvertAll(values, Sample), shape),
                $"{name} is {x} in −1 … 1: taken times 32768"
            ),
            (false, true, _) => (
                NpyArray.Of(Array.ConvertAll(values, v => (byte)Math.Round(v * 255.0)), shape),
                $"{name} is {x} in 0 … 1: taken times 255"
            ),
            (false, _, true) => (
                NpyArray.Of(Array.ConvertAll(values, v => (byte)Math.Round((v + 1) * Half)), shape),
                $"{name} is {x} in −1 … 1: taken as (value + 1) × 127.5"
            ),
            _ => throw new DatasetException(
                "badType",
                FormattableString.Invariant($"{name} is {x} with values of {least:G4} … {most:G4}"),
                Advice(isAudio, areFinite, least, most)
            ),
        };
    }

    private static short Sample(float value) => (short)Math.Clamp(Math.Round(value * 32768.0), short.MinValue, short.MaxValue);

    private static string Advice(bool isAudio, bool areFinite, double least, double most) =>
        (isAudio, areFinite) switch
        {
            (_, false) =>
                "replace the values that are no numbers, then save integers: images as uint8 in 0 … 255, clips as int16",
            (true, _) => "scale the clips to −1 … 1, or save them as int16 samples",
            _ when least >= 0 && most <= byte.MaxValue => "the values are those of bytes: save x.round().astype('uint8')",
            _ => "undo the normalisation (times its deviation, plus its mean), so that values lie in 0 … 1 or 0 … 255; "
                + "the model has that step inside",
        };
}
