// nanocoop console: the board's own text console, for a person (raw terminal) or a script (--send).
using System.CommandLine;
using System.Text;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Talks text with a board.</summary>
internal sealed class ConsoleVerb : Verb
{
    private const int ReadMs = 50;
    private const char Leave = '\x1d';
    private readonly Option<string[]> _send;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public ConsoleVerb()
        : base("console", "Talk to the board's text console; Ctrl+] leaves")
    {
        _send = Add(
            new Option<string[]>("--send")
            {
                Description = "Send this line, print the answer and leave; may be repeated",
                HelpName = "LINE",
            }
        );
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>One line sent and what came back.</summary>
    public sealed record Exchange(string Line, IReadOnlyList<string> Answer);

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string[] lines = parse.GetValue(_send) ?? [];
        if (lines.Length == 0)
        {
            return Interact(parse, shell);
        }

        using BoardClient board = _board.Open(parse, shell, bulk: false);
        _json.Write(
            parse,
            shell,
            (Exchange[])[.. lines.Select(line => new Exchange(line, board.Console(line)))],
            exchanges =>
            {
                foreach (string answer in exchanges.SelectMany(e => e.Answer))
                {
                    shell.Output.WriteLine(answer);
                }
            }
        );
        return ExitCode.Success;
    }

    private ExitCode Interact(ParseResult parse, Shell shell)
    {
        using IByteTransport transport = Transports.Open(_board.Port(parse, shell));
        bool keys = !System.Console.IsInputRedirected && shell.IsTerminal;
        shell.Say(keys ? "Ctrl+] leaves; type help" : "reading lines from standard input");
        LineEditor? editor = keys ? new LineEditor(shell.Output) : null;
        editor?.Draw();
        LinkReader reader = new();
        byte[] buffer = new byte[1024];
        Task<string?>? line = null;
        while (true)
        {
            shell.Cancel.ThrowIfCancellationRequested();
            int count = transport.Read(buffer, ReadMs);
            reader.Feed(buffer.AsSpan(0, count));
            string text = BoardText.Clean(reader.TakeText(), "\r\n\t\b");
            if (text.Length > 0 && editor is not null)
            {
                editor.Show(text);
            }
            else if (text.Length > 0)
            {
                shell.Output.Write(text);
                shell.Output.Flush();
            }

            if (editor is not null ? !SendKeys(transport, editor) : count == 0 && !SendLine(transport, ref line))
            {
                return ExitCode.Success;
            }
        }
    }

    private static bool SendKeys(IByteTransport transport, LineEditor editor)
    {
        while (System.Console.KeyAvailable)
        {
            ConsoleKeyInfo key = System.Console.ReadKey(intercept: true);
            if (IsLeave(key))
            {
                return false;
            }

            if (editor.Key(key) is { } line)
            {
                transport.Write(Encoding.UTF8.GetBytes(line + "\r"));
            }
        }

        return true;
    }

    /// <summary>Ctrl+]. Unix terminals send 0x1D, which .NET reports as Ctrl+5.</summary>
    private static bool IsLeave(ConsoleKeyInfo key) =>
        key.KeyChar == Leave || (key.Modifiers == ConsoleModifiers.Control && (key.Key is ConsoleKey.D5 or ConsoleKey.Oem6));

    /// <summary>
    /// Sends the next line of standard input once it is there; the read itself cannot be cancelled, so nobody waits for it.
    /// </summary>
    private static bool SendLine(IByteTransport transport, ref Task<string?>? line)
    {
        line ??= Task.Run(System.Console.In.ReadLine);
        if (!line.IsCompleted)
        {
            return true;
        }

        string? text = line.GetAwaiter().GetResult();
        line = null;
        if (text is not null)
        {
            transport.Write(Encoding.UTF8.GetBytes(text + "\r"));
        }

        return text is not null;
    }
}
