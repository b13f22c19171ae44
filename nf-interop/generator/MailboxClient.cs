// boards/virtual/M7Native.g.cs: the PC's side of the mailbox of the emulated Cortex-M7 (boards/virtual/m7/MAILBOX.md).
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class MailboxClient
{
    public static string Write(NativeInterface api)
    {
        var text = new StringBuilder();
        text.Append(
            Header.CSharp(
                "The native functions with the kernels on an emulated Cortex-M7: engine functions travel through the mailbox "
                    + "(m7/MAILBOX.md),",
                "board functions go to the machine that owns flash and port."
            )
        );
        text.Append("using NanoCoopNet.Interop;\n\nnamespace NanoCoopNet.VirtualBoard;\n\n");
        text.Append("public abstract partial class M7Native : INative\n{\n");
        int number = 0;
        text.Append(string.Join("\n", api.Functions.Select(f => f.OnEngine ? Engine(f, ++number) : Board(f))));
        text.Append("}\n");
        return text.ToString();
    }

    private static string Board(NativeFunction f) =>
        $"    /// <inheritdoc/>\n    public int {f.Name}({f.CSharpParameters}) => "
        + $"Board.{f.Name}({string.Join(", ", f.Arguments.Select(a => a.Name))});\n";

    private static string Engine(NativeFunction f, int number)
    {
        var text = new StringBuilder();
        text.Append(
            $"    /// <inheritdoc/>\n    public virtual int {f.Name}({f.CSharpParameters})\n    {{\n        lock (_gate)\n     "
                + $"   {{\n"
        );
        text.Append($"            var request = new MailboxRequest(Mailbox, {number});\n");
        foreach (Argument a in f.Arguments)
        {
            text.Append($"            request.Put({a.Name});\n");
        }

        text.Append("            int result = Transact(request);\n");
        for (int i = 0; i < f.Arguments.Count; i++)
        {
            if (f.Arguments[i] is { IsArray: true, ReadOnly: false } a)
            {
                text.Append($"            request.Take({i}, {a.Name});\n");
            }
        }

        return text.Append("            return result;\n        }\n    }\n").ToString();
    }
}
