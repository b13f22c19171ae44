// What a verb writes to: results on standard output, messages and progress on standard error. Nothing moves in a pipe.
using Spectre.Console;

namespace NanoCoopNet.Cli.Output;

/// <summary>Streams of one run of the tool.</summary>
public sealed class Shell
{
    private const int PipeWidth = 160;
    private readonly IAnsiConsole _messages;
    private readonly List<IDisposable> _owned = [];
    private bool _showsProgress;

    /// <param name="output">Results.</param>
    /// <param name="error">Messages, errors, progress.</param>
    /// <param name="interactive">True where <paramref name="error"/> is a terminal.</param>
    /// <param name="coloured">True where <paramref name="output"/> is a terminal.</param>
    /// <param name="cancel">Ctrl+C.</param>
    public Shell(TextWriter output, TextWriter error, bool interactive, bool coloured, CancellationToken cancel)
    {
        Output = output;
        Error = error;
        Interactive = interactive;
        IsTerminal = coloured;
        Cancel = cancel;
        Console = Make(output, coloured);
        _messages = Make(error, interactive);
    }

    /// <summary>Raw standard output, for JSON.</summary>
    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool Interactive { get; }

    /// <summary>Whether results go to a terminal, whose width tables keep to.</summary>
    public bool IsTerminal { get; }

    /// <summary><c>--wide</c>: tables leave nothing out.</summary>
    public bool IsWide { get; set; }

    public CancellationToken Cancel { get; }

    /// <summary>Tables and other results.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The shell of this process.</summary>
    public static Shell OfProcess(CancellationToken cancel) =>
        new(
            System.Console.Out,
            System.Console.Error,
            !System.Console.IsErrorRedirected,
            !System.Console.IsOutputRedirected,
            cancel
        );

    /// <summary>What the run made and is disposed at its end.</summary>
    public IReadOnlyList<IDisposable> Owned => _owned;

    /// <summary>Keeps something until the run ends.</summary>
    public T Own<T>(T made)
        where T : IDisposable
    {
        _owned.Add(made);
        return made;
    }

    /// <summary>Disposes what the run made, the newest first.</summary>
    public void End()
    {
        for (; _owned.Count > 0; _owned.RemoveAt(_owned.Count - 1))
        {
            _owned[^1].Dispose();
        }
    }

    /// <summary>One line for a person: what is being done, or was chosen.</summary>
    public void Say(string line) => Error.WriteLine(line);

    /// <summary>A line for a person where there is something to say.</summary>
    public void Note(string? note)
    {
        if (note is not null)
        {
            Say($"note: {note}");
        }
    }

    /// <summary>A line of the result; broken between words where a terminal ends, and one line in a pipe.</summary>
    public void Line(string line = "")
    {
        if (IsTerminal && line.Length > Console.Profile.Width)
        {
            Paragraph(line);
        }
        else
        {
            Output.WriteLine(line);
        }
    }

    /// <summary>Text of the result, broken between words where the terminal ends, in a pipe at a usual width.</summary>
    public void Paragraph(string text) => Console.WriteLine(text);

    /// <summary>The same in a style of Spectre.Console, such as <c>bold green</c>; plain in a pipe.</summary>
    public void Styled(string style, string text) => Console.MarkupLine($"[{style}]{Markup.Escape(text)}[/]");

    /// <summary>Runs work under a progress bar with the time left; on a pipe, or inside other such work, only the
    /// work.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">Gets a sink for (done, total).</param>
    public T WithProgress<T>(string title, Func<Action<double, double>, T> work)
    {
        if (!Interactive || _showsProgress)
        {
            return work((_, _) => { });
        }

        _showsProgress = true;
        try
        {
            return Shown(title, work);
        }
        finally
        {
            _showsProgress = false;
        }
    }

    private T Shown<T>(string title, Func<Action<double, double>, T> work) =>
        _messages
            .Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title));
                return work(
                    (done, total) =>
                    {
                        task.MaxValue = Math.Max(total, 1);
                        task.Value = done;
                    }
                );
            });

    private static IAnsiConsole Make(TextWriter writer, bool terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        if (!terminal)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
