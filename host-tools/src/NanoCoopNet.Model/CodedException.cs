// The one shape of every failure a person is told about: what happened, a stable code, and what to try.
namespace NanoCoopNet.Model;

/// <summary>An error with a code for programs, a message for people and a hint that says what to try.</summary>
public abstract class CodedException : Exception
{
    /// <param name="code">Stable, camelCase, e.g. <c>badMagic</c>.</param>
    /// <param name="message">What is wrong and where, one sentence.</param>
    /// <param name="hint">What to do about it, one sentence.</param>
    /// <param name="inner">The cause, where another exception is one.</param>
    protected CodedException(string code, string message, string hint, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Hint = hint;
    }

    /// <summary>Stable name of the failure.</summary>
    public string Code { get; }

    /// <summary>What the user can do about it.</summary>
    public string Hint { get; }
}

/// <summary>A model blob that is not one, or is damaged, or is of another ABI.</summary>
public sealed class ModelFormatException(string code, string message, string hint, Exception? inner = null)
    : CodedException(code, message, hint, inner);

/// <summary>A .npy or .npz file that cannot be read as the arrays it should hold.</summary>
public sealed class NpzException(string code, string message, string hint, Exception? inner = null)
    : CodedException(code, message, hint, inner);

/// <summary>A data set that does not fit the model.</summary>
public sealed class DatasetException(string code, string message, string hint, Exception? inner = null)
    : CodedException(code, message, hint, inner);

/// <summary>A bundle of neutral tensors that breaks TENSORS.md.</summary>
public sealed class BundleException(string code, string message, string hint, Exception? inner = null)
    : CodedException(code, message, hint, inner);

/// <summary>A network that cannot be turned into a blob; the message names network and layer.</summary>
public sealed class QuantiseException(string code, string message, string hint, Exception? inner = null)
    : CodedException(code, message, hint, inner);
