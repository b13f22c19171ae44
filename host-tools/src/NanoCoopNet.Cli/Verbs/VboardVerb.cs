// nanocoop vboard: a virtual board in the foreground, until Ctrl+C or until its injected loss of power.
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Virtual;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Runs a virtual board.</summary>
internal sealed class VboardVerb : Verb
{
    private const int PollMs = 200;

    /// <summary>The smallest buffer whose credit and payload let a model be pushed (firmware/PROTOCOL.md).</summary>
    private const int LeastRxBuffer = 128;

    private readonly Option<string?> _cpu;
    private readonly Option<string?> _flash;
    private readonly Option<string?> _key;
    private readonly Option<string?> _link;
    private readonly Option<bool> _pace;
    private readonly Option<int?> _rxBuffer;
    private readonly Option<int?> _powerLoss;
    private readonly OutputOption<string?> _vcd;
    private readonly CaptureModelOptions _capture;

    public VboardVerb()
        : base("vboard", "Run a virtual NUCLEO-F767ZI; prints its port")
    {
        _cpu = Add(
            Options.Cpu(
                "m7: kernels on an emulated Cortex-M7 (default where QEMU is there); m4, m3: on such a core, instructions "
                    + "without times; pc: on this PC",
                "m7",
                "m4",
                "m3",
                "pc"
            )
        );
        _flash = Add(
            Options.Text("--flash", "Keep the model store in FILE (and settings in FILE.settings) between runs", "FILE")
        );
        _key = Add(Options.Text("--key", "Take only models signed with this public key (nanocoop sign)", "FILE.pub"));
        _link = Add(Options.Text("--link", "tcp, tcp:PORT, or a path that links to the pseudo terminal", "WHERE"));
        _pace = Add(new Option<bool>("--pace") { Description = "Bytes take as long as on a real line" });
        _rxBuffer = Add(
            Options.Integer("--rx-buffer", "Bytes of receive buffer; more are lost silently", LeastRxBuffer, 65535, "N")
        );
        _powerLoss = Add(
            Options.Integer("--power-loss-at", "Power fails at the N-th flash write or erase", 1, int.MaxValue, "N")
        );
        _vcd = Add(
            new OutputOption<string?>("--vcd")
            {
                Description = "Write the marker pins as a waveform (GTKWave, PulseView)",
                HelpName = "FILE",
            }
        );
        _capture = CaptureModelOptions.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string? flash = parse.GetValue(_flash);
        VirtualBoardOptions options = new()
        {
            Link = parse.GetValue(_link),
            Key = parse.GetValue(_key) is { } key ? PublicKeyFile.Read(key) : default(ReadOnlyMemory<byte>),
            FlashFile = flash,
            SettingsFile = flash is null ? null : flash + ".settings",
            Pace = parse.GetValue(_pace),
            ReceiveBufferBytes = parse.GetValue(_rxBuffer),
            PowerLossAfterSteps = parse.GetValue(_powerLoss) - 1,
            VcdFile = parse.GetValue(_vcd),
            Capture = _capture.Read(parse),
        };
        (RunningBoard board, BoardCpu cpu) = BoardStart.Start(options, parse.GetValue(_cpu), shell);
        using (board)
        using (VirtualPorts.Announce(board.PortName, $"virtual {board.Name} ({BoardStart.Name(cpu)})"))
        {
            shell.Line(board.PortName);
            shell.Output.Flush();
            shell.Say($"virtual {board.Name}, kernels on {BoardStart.Where(cpu)}; " + "Ctrl+C stops it");
            shell.Say($"  talk to it: nanocoop console --port {board.PortName}   or any terminal program");
            while (!shell.Cancel.IsCancellationRequested && !board.AwaitEnd(PollMs)) { }

            return board.Failure is { } failure ? throw failure : ExitCode.Success;
        }
    }
}
