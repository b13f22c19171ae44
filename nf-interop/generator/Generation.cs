// The list of generated files, and which of them no longer say what native-interface.json says.
namespace NanoCoopNet.InterfaceGenerator;

/// <param name="Path">Relative to the repository root, with forward slashes.</param>
public sealed record GeneratedFile(string Path, string Text);

public static class Generation
{
    public const string Source = "nf-interop/native-interface.json";

    /// <summary>Everything generated, from the interface of the clone at <paramref name="root"/>.</summary>
    public static IReadOnlyList<GeneratedFile> All(string root)
    {
        NativeInterface api = NativeInterface.Parse(File.ReadAllText(System.IO.Path.Combine(root, Source)));
        return
        [
            new("nf-interop/contract/INative.g.cs", DeviceInterface.Write(api)),
            new("nf-interop/contract/NativeFields.g.cs", FieldLists.CSharp(api)),
            new("nf-interop/contract/NativeStatus.g.cs", StatusTexts.Constants(root)),
            new("firmware/device.nano/InteropNative.g.cs", DeviceBridge.Write(api)),
            new("nf-interop/managed/Native.g.cs", ManagedExterns.Write(api)),
            new("nf-interop/native/ncn_native.h", CHeader.Write(api)),
            new("nf-interop/bridge/PcNative.g.cs", PcImports.Write(api)),
            new("boards/virtual/M7Native.g.cs", MailboxClient.Write(api)),
            new("boards/virtual/m7/dispatch.g.c", MailboxServer.Write(api)),
            new("nf-interop/bridge/NativeTexts.g.cs", StatusTexts.Write(root)),
            .. ClrGlue.Files(api),
        ];
    }

    /// <summary>The files whose text on disk differs (line ends aside) from what would be written now, or that are
    /// missing.</summary>
    public static IReadOnlyList<GeneratedFile> Stale(string root) =>
        [
            .. All(root)
                .Where(file =>
                {
                    string path = System.IO.Path.Combine(root, file.Path);
                    return !File.Exists(path) || File.ReadAllText(path).ReplaceLineEndings("\n") != file.Text;
                }),
        ];

    public static void Write(string root, GeneratedFile file)
    {
        string path = System.IO.Path.Combine(root, file.Path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, file.Text);
    }
}
