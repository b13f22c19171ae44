// Every file that a user names is read through here: what cannot be read is exit code 3, and nothing without an end is opened.
using System.Text;

namespace NanoCoopNet;

/// <summary>Opens files for reading.</summary>
public static class InputFile
{
    /// <summary>No file larger than this is read whole: 1 GiB.</summary>
    public const long MaxBytes = 1L << 30;

    /// <summary>Opens a regular file.</summary>
    /// <exception cref="NanoCoopException">FileNotFound (named fileNotFound or unreadable): it is not there, is a folder, a pipe
    /// or a device, or may not be read.</exception>
    public static FileStream Open(string path)
    {
        switch (FileKinds.Of(path))
        {
            case FileKind.Folder:
                throw Unreadable(path, "it is a folder", "name a file");
            case FileKind.Special:
                throw Unreadable(path, "it is a pipe or a device", "save what it gives to a file, and name that");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NanoCoopException(ExitCode.FileNotFound, null, $"there is no file {path}", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>All bytes of a file.</summary>
    /// <param name="maxBytes">A larger file is refused before it is read.</param>
    /// <exception cref="NanoCoopException">As <see cref="Open"/>; or it is larger than <paramref name="maxBytes"/>.</exception>
    public static byte[] ReadBytes(string path, long maxBytes = MaxBytes)
    {
        using FileStream file = Open(path);
        try
        {
            if (file.Length > maxBytes)
            {
                throw Unreadable(path, $"it has {file.Length} bytes, and at most {maxBytes} are read", "is it the right file?");
            }

            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>All text of a UTF-8 file.</summary>
    /// <exception cref="NanoCoopException">As <see cref="ReadBytes"/>.</exception>
    public static string ReadText(string path, long maxBytes = MaxBytes) =>
        new StreamReader(new MemoryStream(ReadBytes(path, maxBytes)), Encoding.UTF8).ReadToEnd();

    /// <summary>A file that is there and cannot be read.</summary>
    public static NanoCoopException Unreadable(string path, Exception cause) =>
        Unreadable(path, cause.Message, "check the path and its permissions", cause);

    private static NanoCoopException Unreadable(string path, string why, string hint, Exception? cause = null) =>
        new(ExitCode.FileNotFound, "unreadable", $"{path} cannot be read: {why}", hint, cause);
}
