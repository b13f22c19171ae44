// Which file a board's model is: one that was pushed from here, or a shipped one.
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Samples;

/// <summary>Files of models that this PC knows.</summary>
internal static class KnownModels
{
    /// <summary>The file of a model; null: none is known.</summary>
    /// <param name="sha256">The board's model.</param>
    public static string? Find(string sha256) =>
        PushedModels.Find(sha256)
        ?? (Directory.Exists(Repository.Models) ? Directory.GetFiles(Repository.Models, "*.ncn") : []).FirstOrDefault(file =>
            BlobReader.ReadFile(file).Header.Sha256 == sha256
        );
}
