// nanocoop live: a page in the browser that shows a board at work. Drop pictures, speak, drag the threshold.
using System.CommandLine;
using System.Net;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Live;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Serves the page until Ctrl+C.</summary>
internal sealed class LiveVerb : Verb
{
    private const int DefaultPort = 8017;

    private readonly Option<int?> _http;
    private readonly Option<IPAddress?> _bind;
    private readonly Option<string?> _model;
    private readonly Option<string?> _run;
    private readonly Option<PowerModel?> _power;
    private readonly BoardOptions _board;

    public LiveVerb()
        : base("live", "Show a board at work in the browser: drop pictures, speak, drag the threshold")
    {
        _http = Add(
            Options.Integer("--http", $"Port of the page ({DefaultPort} by default; 0: a free one)", 0, ushort.MaxValue, "PORT")
        );
        _bind = Add(
            Options.Make<IPAddress>(
                "--bind",
                "Address to listen on (127.0.0.1 by default: this PC only); browsers allow microphone and camera only there",
                "IP",
                [],
                text => IPAddress.TryParse(text, out IPAddress? ip) ? (ip, null) : (null, $"`{text}` is no address, like 0.0.0.0")
            )
        );
        _model = Add(Options.BoardModel());
        _run = Add(
            Options.Text(
                "--run",
                "Record of the model (nanocoop measure), for its curve of accuracy against time and its powers",
                "RUN.csv"
            )
        );
        _power = Add(PowerOption.Make());
        _board = BoardOptions.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        Outcomes? record = parse.GetValue(_run) is { } run ? OutcomeFiles.Read([run]) : null;
        PowerModel? power = parse.GetValue(_power) ?? (record?.Source.Energy is null ? null : EnergyScale.PowersOf(record));
        string port = _board.Port(parse, shell);
        LiveHub hub = new();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(shell.Cancel);
        using LiveBoard board = new(
            cancel => Open(port, parse, shell, power, cancel),
            hub,
            session => State(session, record, parse.GetValue(_run), power),
            end.Token
        );
        try
        {
            board.Start();
            Serve(parse, shell, board, hub).GetAwaiter().GetResult();
        }
        finally
        {
            end.Cancel();
        }

        return ExitCode.Success;
    }

    private async Task Serve(ParseResult parse, Shell shell, LiveBoard board, LiveHub hub)
    {
        await using LiveServer server = new(board, hub);
        IPAddress bind = parse.GetValue(_bind) ?? IPAddress.Loopback;
        string address = await server.Start(bind, parse.GetValue(_http) ?? DefaultPort, shell.Cancel).ConfigureAwait(false);
        shell.Line(address);
        shell.Output.Flush();
        shell.Say("open it in a browser on this PC; Ctrl+C stops it");
        if (!IPAddress.IsLoopback(bind))
        {
            shell.Say($"note: whoever knows the address can use the board; it is sent unencrypted to all who reach {bind}");
        }

        try
        {
            await Task.Delay(Timeout.Infinite, shell.Cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            shell.Say("stopped");
        }
    }

    private LiveSession Open(string port, ParseResult parse, Shell shell, PowerModel? power, CancellationToken cancel)
    {
        BoardClient board = _board.Open(port, parse, shell, bulk: true, cancel);
        try
        {
            return new LiveSession(board, ModelCheck.Find(board, parse.GetValue(_model), shell), power);
        }
        catch
        {
            board.Dispose();
            throw;
        }
    }

    private static LiveState State(LiveSession session, Outcomes? record, string? run, PowerModel? power)
    {
        ModelBlob model = session.Model;
        BoardHello hello = session.Board.Hello;
        return new LiveState(
            hello.Board + (hello.IsVirtual ? " (virtual)" : ""),
            session.Board.PortName,
            model.Name,
            SampleFile.Hears(model) ? "sound" : "picture",
            model.Classes,
            session.MsTitle,
            power?.Label,
            session.Threshold,
            null,
            null,
            record is null ? null : LiveCurves.Of(record, run!, model.Header.Sha256)
        );
    }
}
