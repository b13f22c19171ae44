// nf-interop/contract/NativeFields.g.cs, and the enums of ncn_native.h: names for the indices of the interface's int arrays and
// for the values in them.
using System.Globalization;
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class FieldLists
{
    /// <summary>Constants in the device's language.</summary>
    public static string CSharp(NativeInterface api)
    {
        var text = new StringBuilder(
            Header.CSharp("Where the fields of the native interface's int arrays lie, and what stands in some of them.")
        );
        text.Append("namespace NanoCoopNet.Interop\n{\n");
        text.Append(string.Join("\n", api.Arrays.Select(CSharpClass).Concat(api.Values.Select(CSharpClass))));
        return text.Append("}\n").ToString();
    }

    /// <summary>Anonymous enums.</summary>
    public static string C(NativeInterface api) => string.Concat(api.Arrays.Select(CEnum).Concat(api.Values.Select(CEnum)));

    private static string CSharpClass(FieldList list) =>
        Class(
            list.Summary + " Indices.",
            list.Name + "Field",
            list.Fields.Select(f => Constant(f.Count > 1 ? $"{f.Text} ({f.Count} ints)" : f.Text, f.Name, f.Index))
                .Append(Constant("ints of the array", "Ints", list.Ints))
        );

    private static string CSharpClass(ValueList list) =>
        Class(list.Summary, list.Name, list.Values.Select(v => Constant(v.Text, v.Name, v.Number)));

    private static string Class(string summary, string name, IEnumerable<string> constants) =>
        $"    /// <summary>{Header.Xml(summary)}</summary>\n    public static class {name}\n    "
        + $"{{\n{string.Join("\n", constants)}    }}\n";

    private static string Constant(string text, string name, int value) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"        /// <summary>{Header.Xml(text)}</summary>\n        public const int {Naming.Capital(name)} = {value};\n"
        );

    private static string CEnum(FieldList list) =>
        Enum(
            list.Summary + " Indices.",
            list.Fields.Select(f => (list.CName(f), f.Index, f.Count > 1 ? $"{f.Text} ({f.Count} ints)" : f.Text))
                .Append((list.CInts, list.Ints, "ints of the array"))
        );

    private static string CEnum(ValueList list) =>
        Enum(list.Summary, list.Values.Select(v => ($"NCN_{Naming.Upper(list.Name)}_{Naming.Upper(v.Name)}", v.Number, v.Text)));

    private static string Enum(string summary, IEnumerable<(string Name, int Value, string Text)> constants)
    {
        var text = new StringBuilder($"/* {summary} */\nenum {{\n");
        foreach ((string name, int value, string about) in constants)
        {
            text.Append(CultureInfo.InvariantCulture, $"    /* {about} */\n    {name} = {value},\n");
        }

        return text.Append("};\n\n").ToString();
    }
}
