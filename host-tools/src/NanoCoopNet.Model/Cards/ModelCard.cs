// The model card beside a blob (host-tools/models/NAME.json): training writes what it knows, the quantiser and evaluator fill the rest.
namespace NanoCoopNet.Model;

/// <summary>Integer results that only the blob and its evaluation give.</summary>
/// <param name="Blob">File name of the blob.</param>
/// <param name="ConfidenceThreshold">CT in force, 0…255.</param>
/// <param name="DifferencePoints">Accuracy auto − accuracy INT8 in points, with its paired 95 % interval.</param>
public sealed record CardResults(
    string Blob, int Samples, double AccuracyFull, double? AccuracyInt8, double AccuracyLight, double AccuracyAuto, int ConfidenceThreshold,
    double LightFraction, double? DifferencePoints, double? DifferenceLowPoints, double? DifferenceHighPoints);

/// <summary>Fills model cards.</summary>
public static class ModelCard
{
    /// <summary>Reads the draft (or begins an empty card), sets the fields of <paramref name="results"/> and those of the blob (bytes, RAM, MACs,
    /// hashes), keeps every other field, and writes it back.</summary>
    public static void Update(string path, ModelInspection model, CardResults? results) => throw new NotImplementedException();
}
