// Pairs as `nanocoop pair --json FILE` writes them, read again for the report.
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoCoopNet.Analysis;

/// <summary>A point as the file has it. Fractions are 0…1.</summary>
/// <param name="ConfidenceThreshold">CT, 0…0.996; null for a single network.</param>
public sealed record PairFilePoint(
    PairKind Kind,
    string? Light,
    string? Full,
    double? ConfidenceThreshold,
    double Accuracy,
    double FullFraction,
    double MeanMs
);

/// <summary>What the report shows of a search for pairs.</summary>
/// <param name="MillisecondsAre">Where times come from.</param>
/// <param name="Front">Points that no other beats, by mean time.</param>
/// <param name="Singles">The networks alone.</param>
/// <param name="Chosen">The best for the target; null without one.</param>
/// <param name="Confirmed">The same on the test set; null without its records.</param>
public sealed record PairFile(
    string Data,
    int Samples,
    string MillisecondsAre,
    IReadOnlyList<PairFilePoint> Front,
    IReadOnlyList<PairFilePoint> Singles,
    PairFilePoint? Chosen,
    PairFilePoint? Confirmed
)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="AnalysisException">badPairs: another file.</exception>
    /// <exception cref="NanoCoopException">It cannot be read.</exception>
    public static PairFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PairFile>(InputFile.ReadText(path), Format)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new AnalysisException(
                "badPairs",
                $"{path} holds no pairs: {e.Message}",
                "write it with nanocoop pair RUN.csv … --json FILE",
                e
            );
        }
    }
}
