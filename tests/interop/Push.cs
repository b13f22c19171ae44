// Pushes a blob through the store functions as the device's C# does.

namespace NanoCoopNet.Interop.Tests;

/// <summary>How a push ended.</summary>
/// <param name="Status">0, or the status of the call that failed.</param>
/// <param name="Result">StoreBegin's: 0 new, 1 resumed, 2 was there.</param>
/// <param name="From">Offset it began at.</param>
internal sealed record PushResult(int Status, int Result, int From, int Slot, int Rule);

internal static class Push
{
    private const int SignatureBytes = 160;

    /// <param name="file">A blob, with a signature behind it or not.</param>
    public static PushResult Run(
        INative native,
        byte[] file,
        int chunk = 1024,
        byte[]? identity = null,
        int stopAt = int.MaxValue
    )
    {
        int[] begin = new int[BeginField.Ints];
        int[] commit = new int[CommitField.Ints];
        byte[] blob = WithoutSignature(file);
        int status = blob == file ? 0 : Math.Min(0, native.StoreSignature(file[blob.Length..]));
        if (status < 0)
        {
            return new PushResult(status, 0, 0, 0, 0);
        }

        status = native.StoreBegin(identity ?? TestBlobs.Identity(blob), blob.Length, begin);
        if (status < 0 || begin[BeginField.Result] == BeginResult.HasIt)
        {
            return new PushResult(status, begin[BeginField.Result], begin[BeginField.Next], begin[BeginField.Slot], 0);
        }

        for (int step = 0; status >= 0 && step < begin[BeginField.Steps]; step++)
        {
            status = native.StoreErase(step);
        }

        for (int at = begin[BeginField.Next]; status >= 0 && at < blob.Length && at < stopAt; )
        {
            status = native.StoreWrite(at, blob, at, Math.Min(chunk, blob.Length - at));
            at = Math.Max(status, at);
        }

        if (status >= 0 && stopAt == int.MaxValue)
        {
            status = native.StoreCommit(commit);
        }

        return new PushResult(
            Math.Min(status, 0),
            begin[BeginField.Result],
            begin[BeginField.Next],
            begin[BeginField.Slot],
            commit[CommitField.Rule]
        );
    }

    private static byte[] WithoutSignature(byte[] file)
    {
        int end = file.Length - SignatureBytes;
        return end > 0 && file.AsSpan(end, 4).SequenceEqual("NCS1"u8) ? file[..end] : file;
    }

    /// <summary>CRC of the newest committed model, opened and validated; null where there is none. Anything else fails the
    /// test.</summary>
    public static int? OpenNewest(INative native)
    {
        int[] info = new int[ModelField.Ints];
        int status = native.ModelOpen(1, -1, info);
        Assert.IsTrue(status is 0 or NativeStatus.NoModel, $"ModelOpen: status {status}, rule {info[ModelField.Rule]}");
        native.ModelClose(1);
        return status == 0 ? info[ModelField.Crc32] : null;
    }

    public static int Crc(byte[] blob) => BitConverter.ToInt32(blob, TestBlobs.CrcAt);
}
