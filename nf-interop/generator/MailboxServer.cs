// boards/virtual/m7/dispatch.g.c: the switch of the emulated Cortex-M7 over engine functions, numbered from 1 in the order of the
// list.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class MailboxServer
{
    public static string Write(NativeInterface api)
    {
        var text = new StringBuilder();
        text.Append(
            Header.C("The M7's side of the mailbox: calls the engine function a request names. Layout and numbering: MAILBOX.md.")
        );
        text.Append("#include \"mailbox.h\"\n#include \"ncn_native.h\"\n#include \"ncn_status.h\"\n\n");
        text.Append(
            "int32_t ncn_mailbox_dispatch(ncn_mailbox *m) {\n    const int32_t *a = m->argument;\n    switch (m->function) {\n"
        );
        int number = 0;
        foreach (NativeFunction f in api.Functions.Where(f => f.OnEngine))
        {
            string call = string.Join(", ", f.Arguments.Select(Pass));
            text.Append($"    case {++number}:\n        return {f.CName}({call});\n");
        }

        text.Append("    default:\n        return NCN_E_ARGUMENT;\n    }\n}\n");
        return text.ToString();
    }

    private static string Pass(Argument a, int i) =>
        a.Type switch
        {
            ArgumentType.Int => $"a[{i}]",
            ArgumentType.Bytes => $"(uint8_t *)ncn_mailbox_array(m, {i}), a[{i}]",
            _ => $"(int32_t *)ncn_mailbox_array(m, {i}), a[{i}]",
        };
}
