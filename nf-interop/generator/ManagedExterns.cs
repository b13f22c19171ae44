// nf-interop/managed/Native.g.cs: the interop assembly of the device. Only extern methods: any managed method would change the
// native checksum and so ask for a new nanoCLR.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class ManagedExterns
{
    public static string Write(NativeInterface api)
    {
        var text = new StringBuilder();
        text.Append(
            Header.CSharp(
                "The extern methods nanoCLR resolves in nf-interop/clr. Nothing but extern methods may stand in this assembly: "
                    + "their order",
                "and signatures are the native checksum. nf-interop/native/NATIVE.md says what each does and fills."
            )
        );
        text.Append("using System.Runtime.CompilerServices;\n\n");
        text.Append("namespace NanoCoopNet.Interop\n{\n");
        text.Append("    /// <summary>The native interface on the device.</summary>\n");
        text.Append("    public static class Native\n    {\n");
        text.Append(string.Join("\n", api.Functions.Select(Method)));
        text.Append("    }\n}\n");
        return text.ToString();
    }

    private static string Method(NativeFunction f) =>
        $"        /// <summary>{Header.Xml(f.Summary)}</summary>\n"
        + "        [MethodImpl(MethodImplOptions.InternalCall)]\n"
        + $"        public static extern int {f.Name}({f.CSharpParameters});\n";
}
