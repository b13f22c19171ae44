// P/Invoke of nf-interop/native/host/ncn_host.h: opening and closing hosts. The native functions themselves are in HostNative.g.cs.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Kernels;

/// <summary>struct ncn_host_port.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HostPortTable
{
    public nint Self;
    public nint Flash;
    public int Sectors;
    public int SectorBytes;
    public int ProgramUnitBytes;
    public int ArenaBytes;
    public int Contexts;
    public delegate* unmanaged<nint, int, int> Erase;
    public delegate* unmanaged<nint, int, byte*, int, int> Program;
    public delegate* unmanaged<nint, int, int, void> PinWrite;
    public delegate* unmanaged<nint, int, int> SettingRead;
    public delegate* unmanaged<nint, int, int, int> SettingWrite;
}

internal static unsafe partial class HostImports
{
    public const string Library = "libnanocoop";

    [LibraryImport(Library, EntryPoint = "ncn_host_open")]
    internal static partial nint Open(HostPortTable* port);

    [LibraryImport(Library, EntryPoint = "ncn_host_close")]
    internal static partial void Close(nint host);

    [LibraryImport(Library, EntryPoint = "ncn_host_use")]
    internal static partial void Use(nint host);

    [LibraryImport(Library, EntryPoint = "ncn_host_blob")]
    internal static partial int Blob(nint host, int k, byte* data, int bytes);

    [LibraryImport(Library, EntryPoint = "ncn_host_interface_version")]
    internal static partial int InterfaceVersion();
}
