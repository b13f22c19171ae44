// P/Invoke of nf-interop/native/host/ncn_host.h and ncn_host_layout.h: opening and closing hosts, weight layouts. The native
// functions themselves are in HostNative.g.cs.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Bridge;

/// <summary>struct ncn_host_port.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HostPortTable
{
    public nint Self;
    public nint Flash;
    public int Sectors;
    public int SectorBytes;
    public int ProgramUnitBytes;
    public int FastArenaBytes;
    public int ArenaBytes;
    public int Contexts;
    public int MostWork;
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

    [LibraryImport(Library, EntryPoint = "ncn_host_layout_bytes")]
    internal static partial int LayoutBytes(byte* record, int* scratchBytes);

    [LibraryImport(Library, EntryPoint = "ncn_host_layout_pack")]
    internal static partial int LayoutPack(byte* record, byte* weights, int bytes, byte* tensor, int tensorBytes);

    [LibraryImport(Library, EntryPoint = "ncn_host_layout_unpack")]
    internal static partial int LayoutUnpack(byte* record, byte* tensor, int tensorBytes, byte* weights, int bytes);

    [LibraryImport(Library, EntryPoint = "ncn_host_interface_version")]
    internal static partial int InterfaceVersion();
}
