// A record file that is damaged or is none.
namespace NanoCoopNet.Link;

/// <summary>An error of a record file.</summary>
/// <param name="name">badRecord, notARecord, truncatedRecord, editedRecord.</param>
/// <param name="message">What is wrong, with file and line.</param>
/// <param name="hint">What to do about it.</param>
public sealed class RecordException(string name, string message, string hint)
    : NanoCoopException(ExitCode.BadRecord, name, message, hint);
