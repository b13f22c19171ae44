// nanocoop demo: a cooperative network at work on a virtual board, from the first build to a table of cost and correctness.
using System.CommandLine;
using NanoCoopNet.Cli.Demo;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Virtual;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>The demo.</summary>
internal sealed class DemoVerb : Verb
{
    private const string ModelFile = "gscnet-keywords-coopnet.ncn";
    private const int DefaultSeed = 1,
        DefaultCount = 200;
    private readonly Option<string?> _cpu;
    private readonly Option<int?> _seed;
    private readonly Option<int?> _count;
    private readonly OutputOption<string?> _vcd;
    private readonly JsonOption _json;

    public DemoVerb()
        : base("demo", "Watch a cooperative network work on a virtual board (start here)")
    {
        _cpu = Add(Options.Cpu("m7: kernels on an emulated Cortex-M7 (default where QEMU is there); pc: on this PC", "m7", "pc"));
        _seed = Add(Options.Seed("Which samples are drawn", DefaultSeed));
        _count = Add(Options.Count($"How many samples ({DefaultCount} by default)"));
        _vcd = Add(new OutputOption<string?>("--vcd") { Description = "Write the marker pins as a waveform", HelpName = "FILE" });
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        int seed = parse.GetValue(_seed) ?? DefaultSeed;
        ModelBlob model = BlobReader.ReadFile(Path.Combine(Repository.Models, ModelFile));
        DemoSamples samples = DemoSamples.Draw(model, parse.GetValue(_count) ?? DefaultCount, seed);

        (RunningBoard virtualBoard, BoardCpu cpu) = BoardStart.Start(
            new VirtualBoardOptions { VcdFile = parse.GetValue(_vcd) },
            parse.GetValue(_cpu),
            shell
        );
        using (virtualBoard)
        using (BoardClient board = BoardClient.Open(virtualBoard.PortName, shell.Cancel))
        {
            shell.Say($"virtual {board.Hello.Board} on {virtualBoard.PortName}, kernels on {BoardStart.Where(cpu)}");
            board.RaiseBaud(BaudNegotiation.HighBaud, shell.Say);
            shell.Say(PushVerb.Describe(PushVerb.Push(board, model, shell)));
            shell.Say($"{samples.Indices.Length} samples of {DemoSamples.FileName}, drawn with --seed {seed}");
            DemoReport report = new DemoRun(board, model, samples, shell).Run(BoardStart.Name(cpu), seed);
            _json.Write(
                parse,
                shell,
                report,
                r => DemoView.Render(shell, r, model.Classes, samples.Int8Accuracy(model, shell.Cancel))
            );
            return ExitCode.Success;
        }
    }
}
