// Captures that cannot be read, or do not show what they should.
namespace NanoCoopNet.Captures;

/// <summary>An error in a capture file, or in what it shows; exit code BadCapture.</summary>
/// <param name="name">Stable, camelCase, e.g. <c>truncatedCapture</c>.</param>
/// <param name="message">What is wrong and where.</param>
/// <param name="hint">What to do about it.</param>
/// <param name="inner">The cause, where another exception is one.</param>
public sealed class CaptureException(string name, string message, string hint, Exception? inner = null)
    : NanoCoopException(ExitCode.BadCapture, name, message, hint, inner)
{
    /// <summary>A file that ends before its header says, or whose fields contradict each other.</summary>
    internal static CaptureException Bad(string path, string what) =>
        new("badCapture", $"{path}: {what}", "take the original file of the instrument");
}
