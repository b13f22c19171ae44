// nanocoop ports: what can be given to --port, and which port is not the application's.
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Lists ports.</summary>
internal sealed class PortsVerb : Verb
{
    private readonly JsonOption _json;

    public PortsVerb()
        : base("ports", "List serial ports and running virtual boards")
    {
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        _json.Write(parse, shell, PortList.All(), ports => Render(shell, ports));
        return ExitCode.Success;
    }

    internal static void Render(Shell shell, IReadOnlyList<PortInfo> ports)
    {
        if (ports.Count == 0)
        {
            shell.Line("no serial ports; start a virtual board with: nanocoop vboard");
            return;
        }

        Table table = Tables.Make(shell, null, "port", "VID:PID", "what", "note");
        foreach (PortInfo port in ports)
        {
            string note = port.Role switch
            {
                PortRole.Debugger => PortInfo.DebuggerAdvice,
                PortRole.VirtualBoard => "virtual board of this PC",
                _ => "may be the application's port",
            };
            table.Row(port.Name, port.VidPid ?? "", port.Description, note);
        }

        shell.Print(table);
    }
}
