// nf-interop/native/ncn_native.h: the C prototypes of the interface.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

public static class CHeader
{
    internal static string Write(NativeInterface api)
    {
        var text = new StringBuilder();
        text.Append(
            Header.C(
                "The native interface in C: implemented here, called by nanoCLR's glue, by P/Invoke and by the emulated M7's "
                    + "mailbox.",
                "NATIVE.md says what each function does and fills. An array is a pointer and its length in elements; the "
                    + "pointer of an",
                "array of length 0 is never followed."
            )
        );
        text.Append("#ifndef NCN_NATIVE_H\n#define NCN_NATIVE_H\n\n#include <stdint.h>\n\n");
        text.Append("#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
        text.Append("/* exported from the PC's shared library; nothing elsewhere */\n");
        text.Append("#if defined(NCN_SHARED) && defined(_WIN32)\n#define NCN_EXPORT __declspec(dllexport)\n");
        text.Append("#elif defined(NCN_SHARED)\n#define NCN_EXPORT __attribute__((visibility(\"default\")))\n");
        text.Append("#else\n#define NCN_EXPORT\n#endif\n\n");
        text.Append($"#define NCN_INTERFACE_VERSION {api.Version}\n\n");
        text.Append(FieldLists.C(api));
        foreach (NativeFunction f in api.Functions)
        {
            text.Append($"/* {Wrap(f.About, 114, "   ")} */\n{WrapPrototype("NCN_EXPORT " + Prototype(f))};\n\n");
        }

        text.Append("#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
        return text.ToString();
    }

    /// <summary>The prototype without its semicolon, e.g. <c>int32_t ncn_native_abi(int32_t *v, int32_t vLength)</c>.</summary>
    public static string Prototype(NativeFunction f) => $"int32_t {f.CName}({string.Join(", ", f.Arguments.Select(Parameter))})";

    /// <summary>Breaks after a comma only, as clang-format does.</summary>
    private static string WrapPrototype(string prototype)
    {
        const char Joined = '\u00A0';
        string parameters = prototype.Replace(' ', Joined).Replace($",{Joined}", ", ");
        return Wrap(parameters, 119, new string(' ', prototype.IndexOf('(') + 1)).Replace(Joined, ' ');
    }

    private static string Wrap(string text, int columns, string indent)
    {
        var wrapped = new StringBuilder();
        int column = 0;
        foreach (string word in text.Split(' '))
        {
            bool breaks = column > 0 && column + 1 + word.Length > columns;
            wrapped
                .Append(
                    breaks ? "\n" + indent
                    : column > 0 ? " "
                    : ""
                )
                .Append(word);
            column = breaks ? indent.Length + word.Length : column + 1 + word.Length;
        }

        return wrapped.ToString();
    }

    private static string Parameter(Argument a)
    {
        string element = a.Type == ArgumentType.Bytes ? "uint8_t" : "int32_t";
        return a.IsArray ? $"{(a.ReadOnly ? "const " : "")}{element} *{a.Name}, int32_t {a.Name}Length" : $"int32_t {a.Name}";
    }
}
