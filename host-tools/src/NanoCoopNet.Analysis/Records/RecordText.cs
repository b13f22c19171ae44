// The outer checks that every record passes first: its seal, its kind.
using System.Text;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Reads sealed text.</summary>
internal static class RecordText
{
    /// <summary>The text of a record whose seal is intact.</summary>
    /// <exception cref="AnalysisException">truncatedRecord, editedRecord.</exception>
    /// <exception cref="NanoCoopException">FileNotFound: the file cannot be read.</exception>
    public static string ReadSealed(string path)
    {
        byte[] bytes = InputFile.ReadBytes(path);
        return RecordSeal.Check(bytes) switch
        {
            SealState.Missing => throw new AnalysisException(
                "truncatedRecord",
                $"{path} does not end with `{RecordSeal.Prefix.Trim()} …`: the run did not finish, or the file was cut",
                "measure (or evaluate) again; only complete records are analysed"
            ),
            SealState.Broken => throw new AnalysisException(
                "editedRecord",
                $"{path} is not the file that was written: its SHA-256 differs from the one in its last line",
                "take the original file; a spreadsheet or a line-ending conversion changes it"
            ),
            _ => Encoding.UTF8.GetString(bytes),
        };
    }
}
