// Is the model on the board the one that is meant? Measuring another one would give figures of nothing.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.Cli.Virtual;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Board;

/// <summary>Ties a board's model to a file.</summary>
internal static class ModelCheck
{
    /// <summary>The board's status, once its model is known to be <paramref name="model"/>.</summary>
    /// <exception cref="CliException">ModelMismatch.</exception>
    public static BoardStatus Require(BoardClient board, ModelBlob model, string path)
    {
        BoardStatus status = board.Status();
        if (!status.HasModel)
        {
            throw new CliException(ExitCode.NoModel, "the board has no model", $"nanocoop push {path}");
        }

        return status.Identity == model.Header.Sha256
            ? status
            : throw new CliException(
                ExitCode.ModelMismatch,
                $"the board holds {status.Name} ({status.Identity[..8]}…), not {model.Name} ({model.Header.Sha256[..8]}…)",
                $"nanocoop push {path}"
            );
    }

    /// <summary>Sends the model to a board that this command started, which is empty; others keep what they hold.</summary>
    public static void Provide(BoardClient board, ModelBlob model, Shell shell)
    {
        if (OwnBoard.Is(board, shell))
        {
            _ = PushVerb.Push(board, model, shell);
        }
    }

    /// <summary>The file of the board's model: the one named, else one that was pushed from here, or a shipped one, with the same
    /// identity.</summary>
    /// <param name="board">The board.</param>
    /// <param name="named">Path the user gave, or null.</param>
    /// <param name="shell">Says which was found.</param>
    public static ModelBlob Find(BoardClient board, string? named, Shell shell)
    {
        if (named is not null)
        {
            ModelBlob model = ModelFile.Read(named, shell);
            Provide(board, model, shell);
            Require(board, model, named);
            return model;
        }

        BoardStatus status = board.Status();
        if (!status.HasModel)
        {
            throw new CliException(
                ExitCode.NoModel,
                "the board has no model",
                OwnBoard.Is(board, shell) ? "name it with --model: a virtual board starts empty" : "nanocoop push MODEL.ncn"
            );
        }

        if (KnownModels.Find(status.Identity) is { } file)
        {
            shell.Say($"the board's model is {file}");
            return ModelFile.Read(file, shell);
        }

        throw new CliException(
            ExitCode.ModelMismatch,
            $"the file of the board's model {status.Name} ({status.Identity[..8]}…) is unknown to this PC",
            "name it with --model"
        );
    }
}
