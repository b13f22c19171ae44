// What `nanocoop live` tells its pages, as JSON over the WebSocket. Live/LIVE.md.
using System.Text.Json;
using System.Text.Json.Serialization;
using NanoCoopNet.Cli.Verbs;

namespace NanoCoopNet.Cli.Live;

/// <summary>One layer of the newest inference.</summary>
/// <param name="Net">bnn, int8 or glue.</param>
/// <param name="Ms">Measured on a board, else by the clock; null where nothing is known of it.</param>
internal sealed record LiveLayer(string Net, string Op, double? Ms);

/// <summary>Means over the newest inferences.</summary>
/// <param name="Count">Inferences since the start.</param>
/// <param name="Over">How many of them the means are of.</param>
internal sealed record LiveStatistics(long Count, int Over, double? Ms, double? Mj, double? FullShare);

/// <summary>A point of the curve that a record gives.</summary>
internal sealed record LiveCurvePoint(double Threshold, double Accuracy, double Ms, double FullShare);

/// <summary>The curve, and where it comes from.</summary>
internal sealed record LiveCurve(string Data, string MillisecondsAre, IReadOnlyList<LiveCurvePoint> Points);

/// <summary>One inference.</summary>
/// <param name="Type">result: a picture, or a word that is certain; window: a tenth of a second of sound.</param>
/// <param name="Input">What a person calls it: a file's name, camera, microphone.</param>
/// <param name="Answer">The class; null: nothing that the model knows.</param>
/// <param name="Mode">light, full or int8.</param>
/// <param name="Ms">Milliseconds of the board, measured or estimated.</param>
/// <param name="Mj">Millijoules by power × time; null without powers.</param>
internal sealed record LiveResult(
    string Type,
    long Id,
    DateTimeOffset At,
    string Input,
    string? Answer,
    IReadOnlyList<RankedClass> Top,
    string Mode,
    double? Confidence,
    double Threshold,
    double? Ms,
    double? Mj,
    IReadOnlyList<LiveLayer> Layers
)
{
    public LiveStatistics? Statistics { get; init; }
}

/// <summary>Everything that a page needs to begin with.</summary>
/// <param name="Kind">picture or sound: what the model takes.</param>
/// <param name="Problem">Why there is no board; null while there is one.</param>
internal sealed record LiveState(
    string Board,
    string Port,
    string Model,
    string Kind,
    IReadOnlyList<string> Classes,
    string MsTitle,
    string? EnergyIs,
    double Threshold,
    string? Problem,
    string? Hint,
    LiveCurve? Curve
)
{
    public string Type => "state";

    public LiveStatistics? Statistics { get; init; }

    public IReadOnlyList<LiveResult> History { get; init; } = [];
}

/// <summary>The threshold in force.</summary>
internal sealed record LiveThreshold(double Threshold)
{
    public string Type => "threshold";
}

/// <summary>Something that one page, or all, should know.</summary>
internal sealed record LiveNotice(string Message, string Hint)
{
    public string Type => "notice";
}

/// <summary>How they are written.</summary>
internal static class LiveJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>UTF-8 of a message.</summary>
    public static byte[] Of<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, Format);
}
