// The file behind the virtual flash: the bare bytes of the sectors.
namespace NanoCoopNet.VirtualBoard;

internal static class FlashFile
{
    /// <summary>Opens it for this board alone; creates it erased.</summary>
    /// <exception cref="VirtualBoardException">Another size, in use, or not accessible.</exception>
    public static FileStream Open(string path, int bytes)
    {
        FileStream file;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VirtualBoardException(
                ExitCode.FileNotWritable,
                "flashFileUnusable",
                $"cannot open the flash file {path}: {e.Message}",
                "end the other virtual board that uses it, or name another file",
                e
            );
        }

        if (file.Length == 0)
        {
            byte[] erased = new byte[bytes];
            erased.AsSpan().Fill(0xFF);
            file.Write(erased);
            file.Flush();
        }

        if (file.Length != bytes)
        {
            long length = file.Length;
            file.Dispose();
            throw new VirtualBoardException(
                ExitCode.VirtualBoardFailed,
                "flashFileSize",
                $"the flash file {path} has {length} bytes, the board's store {bytes}",
                "delete it (the models in it are lost) or name another file"
            );
        }

        file.Position = 0;
        return file;
    }
}
