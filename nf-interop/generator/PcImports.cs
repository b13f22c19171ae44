// nf-interop/bridge/PcNative.g.cs: the interface through P/Invoke into libnanocoop.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class PcImports
{
    public static string Write(NativeInterface api)
    {
        var text = new StringBuilder();
        text.Append(
            Header.CSharp(
                "The native functions of the PC's library. Use() names this instance's board to the library, for the calling "
                    + "thread; the rest of",
                "the class is in PcNative.cs."
            )
        );
        text.Append("using System.Runtime.InteropServices;\n\n");
        text.Append("namespace NanoCoopNet.Bridge;\n\n");
        text.Append("public sealed unsafe partial class PcNative\n{\n");
        text.Append(string.Join("\n", api.Functions.Select(Method)));
        text.Append("\n    private static partial class Imports\n    {\n");
        text.Append(string.Join("\n", api.Functions.Select(Import)));
        text.Append("    }\n}\n");
        return text.ToString();
    }

    private static string Method(NativeFunction f)
    {
        var text = new StringBuilder();
        text.Append($"    /// <inheritdoc/>\n    public int {f.Name}({f.CSharpParameters})\n    {{\n        Use();\n");
        foreach (Argument a in f.Arguments.Where(a => a.IsArray))
        {
            text.Append($"        fixed ({a.ElementType}* {a.Name}Pointer = {a.Name})\n");
        }

        string call = string.Join(", ", f.Arguments.Select(a => a.IsArray ? $"{a.Name}Pointer, Length({a.Name})" : a.Name));
        text.Append($"        {{\n            return Imports.{f.Name}({call});\n        }}\n    }}\n");
        if (f.Arguments.All(a => !a.IsArray))
        {
            text.Replace(
                $"        {{\n            return Imports.{f.Name}({call});\n        }}\n",
                $"        return Imports.{f.Name}({call});\n"
            );
        }

        return text.ToString();
    }

    private static string Import(NativeFunction f)
    {
        string parameters = string.Join(
            ", ",
            f.Arguments.Select(a => a.IsArray ? $"{a.ElementType}* {a.Name}, int {a.Name}Length" : $"int {a.Name}")
        );
        return $"        [LibraryImport(PcImports.Library, EntryPoint = \"{f.CName}\")]\n        internal static partial int "
            + $"{f.Name}({parameters});\n";
    }
}
