// P/Invoke of nf-interop/native/pc/ncn_pc.h and ncn_pc_layout.h: opening and closing boards, weight layouts. The native
// functions themselves are in PcNative.g.cs.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Bridge;

/// <summary>struct ncn_pc_port.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PcPortTable
{
    public nint Self;
    public nint Flash;
    public byte* Key;
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

internal static unsafe partial class PcImports
{
    public const string Library = "libnanocoop";

    [LibraryImport(Library, EntryPoint = "ncn_pc_open")]
    internal static partial nint Open(PcPortTable* port);

    [LibraryImport(Library, EntryPoint = "ncn_pc_close")]
    internal static partial void Close(nint pc);

    [LibraryImport(Library, EntryPoint = "ncn_pc_use")]
    internal static partial void Use(nint pc);

    [LibraryImport(Library, EntryPoint = "ncn_pc_blob")]
    internal static partial int Blob(nint pc, int k, byte* data, int bytes);

    [LibraryImport(Library, EntryPoint = "ncn_pc_layout_bytes")]
    internal static partial int LayoutBytes(byte* record, int* scratchBytes);

    [LibraryImport(Library, EntryPoint = "ncn_pc_layout_pack")]
    internal static partial int LayoutPack(byte* record, byte* weights, int bytes, byte* tensor, int tensorBytes);

    [LibraryImport(Library, EntryPoint = "ncn_pc_layout_unpack")]
    internal static partial int LayoutUnpack(byte* record, byte* tensor, int tensorBytes, byte* weights, int bytes);

    [LibraryImport(Library, EntryPoint = "ncn_pc_verify")]
    internal static partial int Verify(byte* key, byte* message, int bytes, byte* signature);

    [LibraryImport(Library, EntryPoint = "ncn_pc_interface_version")]
    internal static partial int InterfaceVersion();
}
