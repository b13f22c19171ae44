// --port and --baud: on every verb that talks to a board. Without --port the only candidate is taken; `--port virtual` is a
// virtual board that lives as long as the command.
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.Cli.Virtual;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Board;

/// <summary>The options, and opening the board they name.</summary>
internal sealed class BoardOptions
{
    /// <summary>Names a port where <c>--port</c> does not.</summary>
    private const string Variable = "NANOCOOP_PORT";

    private readonly Option<string?> _port = new("--port", "-p")
    {
        Description =
            "Serial port (COM5, /dev/ttyUSB0, a pty), tcp://host:port, or virtual: a virtual board for this command alone; may "
            + "be left out where only one fits",
        HelpName = "PORT",
    };

    private readonly Option<int?> _baud = Options.Integer(
        "--baud",
        "Rate to raise the link to; falls back by itself",
        BaudNegotiation.Rates[0],
        BaudNegotiation.Rates[^1],
        "RATE"
    );

    /// <summary>Adds the options to a verb.</summary>
    public static BoardOptions AddTo(Command command)
    {
        BoardOptions options = new();
        command.Options.Add(options._port);
        options._baud.Validators.Add(result =>
        {
            if (int.TryParse(result.Tokens.SingleOrDefault()?.Value, out int rate) && !BaudNegotiation.Rates.Contains(rate))
            {
                result.AddError($"--baud is one of {string.Join(", ", BaudNegotiation.Rates)}");
            }
        });
        command.Options.Add(options._baud);
        return options;
    }

    /// <summary>Whether the user named a port.</summary>
    public bool IsNamed(ParseResult parse) => Named(parse) is not null;

    /// <summary>The port named, started where it is <c>virtual</c>; or the only candidate, which is said.</summary>
    public string Port(ParseResult parse, Shell shell)
    {
        if (Named(parse) is { } named)
        {
            return named == OwnBoard.PortName ? shell.Own(OwnBoard.Start(shell)).PortName : named;
        }

        PortInfo only = PortList.OnlyCandidate();
        shell.Say($"port {only.Name} ({only.Description})");
        return only.Name;
    }

    /// <summary>The ports named, parted by commas, or the only candidate.</summary>
    public IReadOnlyList<string> Ports(ParseResult parse, Shell shell) =>
        Port(parse, shell).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Opens the board.</summary>
    /// <param name="bulk">True where much is sent: the rate is raised without being asked.</param>
    public BoardClient Open(ParseResult parse, Shell shell, bool bulk) =>
        Open(Port(parse, shell), parse, shell, bulk, shell.Cancel);

    /// <summary>Opens the board at a port.</summary>
    /// <param name="bulk">True where much is sent: the rate is raised without being asked.</param>
    /// <param name="cancel">Ends every wait for the board.</param>
    public BoardClient Open(string port, ParseResult parse, Shell shell, bool bulk, CancellationToken cancel)
    {
        BoardClient board = BoardClient.Open(port, cancel);
        try
        {
            int? baud = parse.GetValue(_baud) ?? (bulk ? BaudNegotiation.HighBaud : null);
            if (baud is { } rate)
            {
                board.RaiseBaud(rate, shell.Say);
            }

            return board;
        }
        catch
        {
            board.Dispose();
            throw;
        }
    }

    private string? Named(ParseResult parse) =>
        parse.GetValue(_port) ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } port ? port : null);
}
