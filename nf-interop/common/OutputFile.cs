// Every result that a user asks for is written through here: checked before the work starts, whole or not at all, and links and
// devices stay what they are.
using System.Text;

namespace NanoCoopNet;

/// <summary>Writes files.</summary>
public static class OutputFile
{
    /// <summary>Finds out whether a file could be written, without changing it.</summary>
    /// <exception cref="NanoCoopException">FileNotWritable.</exception>
    public static void Check(string path) =>
        Try(
            path,
            () =>
            {
                switch (FileKinds.Of(path))
                {
                    case FileKind.Folder:
                        throw new IOException("it is a folder");
                    case FileKind.Special:
                        return; // opening a pipe would wait for its reader
                    case FileKind.Regular:
                        new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
                        return;
                    default:
                        CheckFolderOf(Target(path));
                        return;
                }
            }
        );

    /// <summary>Finds out whether files could be written into a folder, which may not be there yet.</summary>
    /// <exception cref="NanoCoopException">FileNotWritable.</exception>
    public static void CheckFolder(string folder) =>
        Try(
            folder,
            () =>
            {
                string existing = Path.GetFullPath(folder);
                while (FileKinds.Of(existing) == FileKind.Missing && Path.GetDirectoryName(existing) is { } above)
                {
                    existing = above;
                }

                if (FileKinds.Of(existing) != FileKind.Folder)
                {
                    throw new IOException($"{existing} is not a folder");
                }

                Probe(existing);
            }
        );

    /// <summary>Writes a file: beside it first, then in its place. A device or a pipe is written to.</summary>
    /// <exception cref="NanoCoopException">FileNotWritable; what was there before is unchanged.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        Write(path, stream => stream.Write(copy));
    }

    /// <summary>The same with text in UTF-8.</summary>
    public static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text).AsSpan());

    /// <summary>The same with whatever <paramref name="write"/> puts into the stream.</summary>
    public static void Write(string path, Action<Stream> write) =>
        Try(
            path,
            () =>
            {
                if (FileKinds.Of(path) == FileKind.Special)
                {
                    using FileStream device = new(path, FileMode.Open, FileAccess.Write);
                    write(device);
                    return;
                }

                string target = Target(path),
                    partial = target + ".partial";
                try
                {
                    using (FileStream file = new(partial, FileMode.Create, FileAccess.Write))
                    {
                        write(file);
                    }

                    Replace(target, partial);
                }
                catch
                {
                    File.Delete(partial);
                    throw;
                }
            }
        );

    /// <summary>The file behind a path: the end of a chain of links.</summary>
    public static string Target(string path) =>
        new FileInfo(path).LinkTarget is null
            ? path
            // of a bare file name .NET takes the link's target to lie in the root
            : File.ResolveLinkTarget(Path.GetFullPath(path), returnFinalTarget: true)?.FullName ?? path;

    /// <summary>Gives a finished file the name of <paramref name="target"/>, and the permissions of what was there.</summary>
    public static void Replace(string target, string finished)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(finished, File.GetUnixFileMode(target));
        }

        File.Move(finished, target, overwrite: true);
    }

    /// <summary>A file that cannot be written.</summary>
    public static NanoCoopException NotWritable(string path, Exception cause) =>
        new(
            ExitCode.FileNotWritable,
            null,
            $"{path} cannot be written: {cause.Message}",
            "check the path, its permissions and the space left",
            cause
        );

    private static void CheckFolderOf(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (FileKinds.Of(folder) != FileKind.Folder)
        {
            throw new DirectoryNotFoundException($"there is no folder {folder}");
        }

        Probe(folder);
    }

    private static void Probe(string folder) =>
        File.Create(Path.Combine(folder, $".nanocoop-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose).Dispose();

    private static void Try(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }
}
