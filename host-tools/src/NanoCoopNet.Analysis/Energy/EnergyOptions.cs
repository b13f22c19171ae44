// How a capture is turned into energies.
using NanoCoopNet.Captures;

namespace NanoCoopNet.Analysis;

/// <summary>Choices.</summary>
/// <param name="Reading">What the file does not say.</param>
/// <param name="Power">Channels of the power.</param>
/// <param name="Markers">Channels of the markers.</param>
/// <param name="WithoutMarkers">The capture's own markers are not used: it is aligned by its steps of power.</param>
/// <param name="MarkerFile">Another capture of the same time that holds the markers; null: this one does.</param>
/// <param name="SubtractsIdle">Idle power × time is taken off every energy.</param>
/// <param name="AnyPower">No power is too large or too small to be a board's.</param>
public sealed record EnergyOptions(
    CaptureOptions Reading,
    PowerChoice Power,
    MarkerChoice Markers,
    bool WithoutMarkers = false,
    string? MarkerFile = null,
    bool SubtractsIdle = false,
    bool AnyPower = false
)
{
    public static readonly EnergyOptions Default = new(new CaptureOptions(), new PowerChoice(), new MarkerChoice());
}
