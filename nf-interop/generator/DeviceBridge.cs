// firmware/device.nano/InteropNative.g.cs: the device's implementation of INative, which passes every call to the extern methods.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class DeviceBridge
{
    public static string Write(NativeInterface api)
    {
        var text = new StringBuilder();
        text.Append(
            Header.CSharp(
                "The native interface on the device: INative over the extern methods of NanoCoopNet.Interop, which nanoCLR "
                    + "resolves in",
                "nf-interop/clr."
            )
        );
        text.Append("using NanoCoopNet.Interop;\n\n");
        text.Append("namespace NanoCoopNet.Device\n{\n");
        text.Append("    /// <summary>The native interface as the board has it: InternalCall.</summary>\n");
        text.Append("    public sealed class InteropNative : INative\n    {\n");
        text.Append(string.Join("\n", api.Functions.Select(Method)));
        return text.Append("    }\n}\n").ToString();
    }

    private static string Method(NativeFunction f) =>
        "        /// <inheritdoc/>\n"
        + $"        public int {f.Name}({f.CSharpParameters})\n        {{\n"
        + $"            return Native.{f.Name}({string.Join(", ", f.Arguments.Select(a => a.Name))});\n        }}\n";
}
