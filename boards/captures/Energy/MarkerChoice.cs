// Which logic channel of a capture is which marker.
namespace NanoCoopNet.Captures;

/// <summary>Names of the channels; null: found by <see cref="Markers.Of"/>.</summary>
/// <param name="ActiveLow">A marker is up while its level is low.</param>
/// <param name="WithLayers">Whether layers are looked for.</param>
/// <param name="DebounceS">Levels that last less are no levels.</param>
public sealed record MarkerChoice(
    string? Light = null,
    string? Full = null,
    string? Layer = null,
    bool ActiveLow = false,
    double DebounceS = 0,
    bool WithLayers = true
);

/// <summary>Channels of the markers, as indices in <see cref="CaptureInfo.Logic"/>.</summary>
/// <param name="Layer">Up in every layer; −1: none.</param>
/// <param name="OddLayer">Up with it in layers 1, 3, 5 …, which tells layers apart that follow each other at once; −1:
/// none.</param>
public sealed record Markers(int Light, int Full, int Layer, int OddLayer = -1)
{
    /// <summary>Order of the markers' channels on an instrument that is wired as the board's page says.</summary>
    public static readonly IReadOnlyList<string> BoardNames = ["light", "full", "layer0", "layer1"];

    private static readonly string[] Instrument = ["DI{0}", "D{0}"];

    /// <summary>The channels as <see cref="CaptureScan.Run"/> takes them: light, full, layer, odd layer.</summary>
    public IReadOnlyList<int> Channels =>
        OddLayer >= 0 ? [Light, Full, Layer, OddLayer]
        : Layer >= 0 ? [Light, Full, Layer]
        : [Light, Full];

    /// <summary>
    /// Finds the markers: those named, else channels of the board's names, else the instrument's inputs in the order of the
    /// wiring page.
    /// </summary>
    /// <returns>Null where the capture has no logic channels.</returns>
    /// <exception cref="CaptureException">noChannel.</exception>
    public static Markers? Of(CaptureInfo info, MarkerChoice choice)
    {
        if (info.Logic.Count == 0)
        {
            return null;
        }

        int light = Find(info, choice.Light, 0),
            full = Find(info, choice.Full, 1);
        bool layersMayBe = choice.WithLayers && choice.Light is null;
        int layer =
            (choice.WithLayers && choice.Layer is not null) || (layersMayBe && Guess(info, 2) >= 0)
                ? Find(info, choice.Layer, 2)
                : -1;
        return new Markers(light, full, layer, layer >= 0 && choice.Layer is null ? Guess(info, 3) : -1);
    }

    private static int Find(CaptureInfo info, string? name, int marker)
    {
        int at = name is null ? Guess(info, marker) : IndexOf(info, name);
        return at >= 0
            ? at
            : throw new CaptureException(
                "noChannel",
                name is null
                    ? $"no logic channel was recognised as the marker {BoardNames[marker]}"
                    : $"the capture has no logic channel {name}",
                $"name it, e.g. --{BoardNames[marker]} {info.Logic[^1]}; the capture has {string.Join(", ", info.Logic)}"
            );
    }

    /// <summary>By the board's name; else inputs D0, D1, … or DI1, DI2, …; else in order.</summary>
    private static int Guess(CaptureInfo info, int marker)
    {
        int named = IndexOf(info, BoardNames[marker]);
        if (named >= 0)
        {
            return named;
        }

        int first =
            IndexOf(info, string.Format(System.Globalization.CultureInfo.InvariantCulture, Instrument[0], 1)) >= 0 ? 1 : 0;
        int input = IndexOf(
            info,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, Instrument[first == 1 ? 0 : 1], first + marker)
        );
        return input >= 0 ? input
            : marker < info.Logic.Count && IndexOf(info, BoardNames[0]) < 0 ? marker
            : -1;
    }

    private static int IndexOf(CaptureInfo info, string name) =>
        info.Logic.TakeWhile(l => !l.Equals(name, StringComparison.OrdinalIgnoreCase)).Count() is var at && at < info.Logic.Count
            ? at
            : -1;
}
