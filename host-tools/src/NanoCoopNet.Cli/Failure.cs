// One place where every exception of the libraries becomes what a person sees: name, number, sentence, advice.
using NanoCoopNet.Analysis;
using NanoCoopNet.Device;
using NanoCoopNet.Kernels;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli;

/// <summary>A failure as it is printed, and as it stands in JSON.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Name">Finer than the exit code where a library has names of its own, e.g. <c>badCrc</c>.</param>
/// <param name="Message">What happened.</param>
/// <param name="Hint">What to try.</param>
public sealed record Failure(ExitCode Code, string Name, string Message, string Hint)
{
    /// <summary>The failure behind an exception.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        CliException e => new(e.Code, Camel(e.Code), e.Message, e.Hint),
        BoardErrorException { BoardCode: ErrorCode.BlobRefused } e => new(ExitCode.ModelRefused, Camel(ExitCode.ModelRefused),
            $"the board refused the model: {RefusalText.Of(e.Status, e.Detail)}",
                "check the file with `nanocoop inspect`, quantise it again; the board keeps the model it had"),
        LinkException e => new((ExitCode)e.Code, Camel((ExitCode)e.Code), e.Message, e.Hint),
        CodedException e => new(CodeOf(e), e.Code, e.Message, e.Hint),
        ToolchainException e => new(e.Code.Contains("missing", StringComparison.Ordinal) ? ExitCode.ToolMissing
            : ExitCode.BuildFailed, e.Code, e.Message, e.Hint),
        PowerLostException e => new(ExitCode.PowerLost, e.Code, e.Message, e.Hint),
        VirtualBoardException e => new(e.Code.Contains("missing", StringComparison.Ordinal) ? ExitCode.ToolMissing
            : ExitCode.VirtualBoardFailed, e.Code, e.Message, e.Hint),
        OperationCanceledException => new(ExitCode.Interrupted, "interrupted", "stopped by Ctrl+C",
            "repeat the command; push and measure go on where they stopped"),
        FileNotFoundException or DirectoryNotFoundException =>
            new(ExitCode.FileNotFound, "fileNotFound", exception.Message, "check the path"),
        IOException or UnauthorizedAccessException => new(ExitCode.FileNotWritable, "fileNotWritable", exception.Message,
            "check the path, its permissions and the space left"),
        _ => new(ExitCode.InternalError, "internalError", $"{exception.GetType().Name}: {exception.Message}",
            "this is a mistake in nanocoop; please report it with the command line (NANOCOOP_TRACE=1 prints where it happened)"),
    };

    private static ExitCode CodeOf(CodedException exception) => (exception, exception.Code) switch
    {
        (_, "fileNotFound" or "unreadable") => ExitCode.FileNotFound,
        (AnalysisException, AnalysisException.Unreachable) => ExitCode.TargetUnreachable,
        (AnalysisException, _) => ExitCode.BadRecord,
        (BundleException, _) => ExitCode.BadBundle,
        (QuantiseException, _) => ExitCode.QuantiseFailed,
        (ModelFormatException, _) => ExitCode.BadModel,
        _ => ExitCode.BadData,
    };

    private static string Camel(ExitCode code) => char.ToLowerInvariant(code.ToString()[0]) + code.ToString()[1..];
}
