// nf-interop/contract/INative.g.cs: the interface the device's C# is written against. C# 9, no generics, no nullable annotations.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class DeviceInterface
{
    public static string Write(NativeInterface api)
    {
        var text = new StringBuilder();
        text.Append(
            Header.CSharp(
                "The native functions as the device's C# sees them: InternalCall on the board, P/Invoke on the PC "
                    + "(PcNative), a mailbox",
                "to the emulated Cortex-M7 (M7Native). nf-interop/native/NATIVE.md says what each does and fills."
            )
        );
        text.Append("namespace NanoCoopNet.Interop\n{\n");
        text.Append(
            "    /// <summary>The native interface. Results of 0 or more are values, negative ones a status of "
                + "ncn_status.h.</summary>\n"
        );
        text.Append("    public interface INative\n    {\n");
        text.Append(string.Join("\n", api.Functions.Select(Method)));
        text.Append("    }\n\n");
        text.Append(
            "    /// <summary>Which interface these declarations are; Abi's interfaceVersion must say the same.</summary>\n"
        );
        text.Append("    public static class NativeInterface\n    {\n");
        text.Append($"        public const int Version = {api.Version};\n\n");
        text.Append(
            "        /// <summary>nanoFramework's native checksum of the interop assembly, as bits; nanoCLR starts the "
                + "application only where its own is the same.</summary>\n"
        );
        text.Append($"        public const int Checksum = unchecked((int)0x{ClrGlue.Checksum(api):X8});\n");
        text.Append("    }\n}\n");
        return text.ToString();
    }

    private static string Method(NativeFunction f) =>
        $"        /// <summary>{Header.Xml(f.About)}</summary>\n        int {f.Name}({f.CSharpParameters});\n";
}
