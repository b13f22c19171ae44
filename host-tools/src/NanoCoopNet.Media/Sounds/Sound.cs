// A decoded recording, before it is resampled.
namespace NanoCoopNet.Media;

/// <summary>One channel.</summary>
/// <param name="Rate">Samples a second.</param>
/// <param name="Samples">−1 … 1, the mean of the file's channels.</param>
internal sealed record Sound(int Rate, float[] Samples);
