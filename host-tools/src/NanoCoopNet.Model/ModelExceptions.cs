// What can be wrong with models and with what they are made of; the exit code says which of them it is.
namespace NanoCoopNet.Model;

/// <summary>A model blob that is not one, or is damaged, or is of another ABI, or breaks a rule.</summary>
public sealed class ModelFormatException(string name, string message, string hint, Exception? inner = null)
    : NanoCoopException(ExitCode.BadModel, name, message, hint, inner);

/// <summary>A .npy or .npz file that cannot be read as the arrays it should hold.</summary>
public sealed class NpzException(string name, string message, string hint, Exception? inner = null)
    : NanoCoopException(ExitCode.BadData, name, message, hint, inner);

/// <summary>A data set that does not fit the model.</summary>
public sealed class DatasetException(string name, string message, string hint, Exception? inner = null)
    : NanoCoopException(ExitCode.BadData, name, message, hint, inner);

/// <summary>A bundle of neutral tensors that breaks TENSORS.md.</summary>
public sealed class BundleException(string name, string message, string hint, Exception? inner = null)
    : NanoCoopException(ExitCode.BadBundle, name, message, hint, inner);

/// <summary>A network that cannot be turned into a blob; the message names network and layer.</summary>
public sealed class QuantiseException(string name, string message, string hint, Exception? inner = null)
    : NanoCoopException(ExitCode.QuantiseFailed, name, message, hint, inner);
