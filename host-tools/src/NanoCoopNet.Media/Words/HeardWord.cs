// A word found in a recording.
namespace NanoCoopNet.Media;

/// <summary>A word and when it was said.</summary>
/// <param name="Class">Index of its class.</param>
/// <param name="Seconds">Middle of the word, from the recording's start.</param>
/// <param name="Score">Its smoothed probability where it is largest, 0 … 1.</param>
public sealed record HeardWord(int Class, double Seconds, double Score);
