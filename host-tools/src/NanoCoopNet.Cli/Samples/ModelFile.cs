// A model that a user names: read, and put through the engine's whole validator before anything is done with it.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Samples;

/// <summary>Reads models.</summary>
internal static class ModelFile
{
    /// <summary>The model of a file.</summary>
    /// <param name="shell">Says so where the C engine cannot be built here; the board has the same validator.</param>
    /// <exception cref="ModelFormatException">Not a model, damaged, or one that breaks a rule: the message names network and
    /// layer.</exception>
    /// <exception cref="NanoCoopException">FileNotFound.</exception>
    public static ModelBlob Read(string path, Shell shell)
    {
        ModelBlob model = BlobReader.ReadFile(path);
        try
        {
            EngineSession.Validate(model);
        }
        catch (NanoCoopException e) when (e.Code == ExitCode.ToolMissing)
        {
            shell.Say($"{path} is not put through the engine's validator: {e.Message}; {e.Hint}");
        }

        return model;
    }
}
