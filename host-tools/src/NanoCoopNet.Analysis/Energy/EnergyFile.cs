// Energies as `nanocoop energy --json FILE` writes them, read again for the report.
using System.Text.Json;

namespace NanoCoopNet.Analysis;

/// <summary>Reads energies.</summary>
public static class EnergyFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="AnalysisException">badEnergies: another file.</exception>
    /// <exception cref="NanoCoopException">It cannot be read.</exception>
    public static RunEnergy Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEnergy>(InputFile.ReadText(path), Format)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new AnalysisException(
                "badEnergies",
                $"{path} holds no energies of a capture: {e.Message}",
                "write it with nanocoop energy CAPTURE --run RUN.csv --json FILE",
                e
            );
        }
    }
}
