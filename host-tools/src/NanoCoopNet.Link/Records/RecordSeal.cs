// The last line of a complete record: how many rows there are, and the hash of all that stands before it, so that a truncated or
// edited record is noticed.
using System.Security.Cryptography;
using System.Text;

namespace NanoCoopNet.Link;

/// <summary>What the seal says of a file.</summary>
public enum SealState
{
    /// <summary>Whole, byte for byte as written.</summary>
    Intact,

    /// <summary>No seal at its end: the run did not finish, or the file was cut.</summary>
    Missing,

    /// <summary>A seal of other bytes than these.</summary>
    Broken,
}

/// <summary>Writes and checks seals: <c># end: 300 rows, sha256 ab…</c>.</summary>
public static class RecordSeal
{
    /// <summary>Begin of the line.</summary>
    public const string Prefix = "# end: ";

    /// <summary>Seals a file whose rows are complete.</summary>
    public static void Append(string path, int rows)
    {
        byte[] body = File.ReadAllBytes(path);
        File.AppendAllText(path, Line(body, rows));
    }

    /// <summary>The line that seals these bytes: the hash covers them and the line up to the hash itself.</summary>
    public static string Line(ReadOnlySpan<byte> body, int rows)
    {
        string begin = FormattableString.Invariant($"{Prefix}{rows} rows, sha256 ");
        byte[] hash = SHA256.HashData([.. body, .. Encoding.UTF8.GetBytes(begin)]);
        return begin + Convert.ToHexStringLower(hash) + "\n";
    }

    /// <summary>Checks a file.</summary>
    public static SealState Check(ReadOnlySpan<byte> file)
    {
        int start = file.TrimEnd((byte)'\n').LastIndexOf((byte)'\n') + 1;
        string last = Encoding.UTF8.GetString(file[start..]);
        string[] words = last.Split(' ');
        if (!last.StartsWith(Prefix, StringComparison.Ordinal) || !last.EndsWith('\n'))
        {
            return SealState.Missing;
        }

        return words.Length > 2 && int.TryParse(words[2], out int rows) && last == Line(file[..start], rows)
            ? SealState.Intact
            : SealState.Broken;
    }
}
