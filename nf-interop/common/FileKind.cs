// What lies at a path. Opening a pipe waits for its other side, and a device never ends, so both are told apart from files before
// they are opened.
using System.Runtime.InteropServices;
using System.Text;

namespace NanoCoopNet;

/// <summary>What a path names, links followed.</summary>
public enum FileKind
{
    Missing,
    Regular,
    Folder,

    /// <summary>A pipe, a device or a socket.</summary>
    Special,
}

/// <summary>Looks at paths.</summary>
public static unsafe partial class FileKinds
{
    // statx(2): the only stat whose structure is the same on every architecture of Linux.
    private const int CurrentFolder = -100,
        StatxBytes = 256,
        ModeOffset = 28;
    private const uint TypeWanted = 1;
    private const int TypeMask = 0xF000,
        FolderType = 0x4000,
        RegularType = 0x8000;

    /// <summary>What lies there. Outside Linux a special file counts as a regular one.</summary>
    public static FileKind Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Directory.Exists(path) ? FileKind.Folder
                : File.Exists(path) ? FileKind.Regular
                : FileKind.Missing;
        }

        byte* status = stackalloc byte[StatxBytes];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (Statx(CurrentFolder, name, 0, TypeWanted, status) != 0)
            {
                return FileKind.Missing;
            }
        }

        return (*(ushort*)(status + ModeOffset) & TypeMask) switch
        {
            RegularType => FileKind.Regular,
            FolderType => FileKind.Folder,
            _ => FileKind.Special,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Statx(int folder, byte* path, int flags, uint mask, byte* status);
}
