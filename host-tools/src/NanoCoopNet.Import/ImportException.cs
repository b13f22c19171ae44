// What can be wrong with a network that somebody brings.
namespace NanoCoopNet.Import;

/// <summary>A file that is no ONNX model, or one that this project's engine cannot express; the message names the node.</summary>
public sealed class ImportException(string name, string message, string hint, Exception? inner = null)
    : NanoCoopException(ExitCode.BadModel, name, message, hint, inner);
