// The tool as a function: arguments in, exit code out. Program calls it; tests call it with streams of their own.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Verbs;

namespace NanoCoopNet.Cli;

/// <summary>Parses the command line, runs a verb, prints what went wrong.</summary>
public static partial class Nanocoop
{
    private const string TraceVariable = "NANOCOOP_TRACE";

    private static readonly Option<bool> Wide = new("--wide")
    {
        Description = "Tables leave no column out",
        Recursive = true,
        Hidden = true, // the help of every verb would repeat it
    };

    /// <summary>Runs the tool.</summary>
    public static ExitCode Run(string[] arguments, Shell shell)
    {
        try
        {
            RootCommand root = MakeRoot(shell);
            ParseResult parse = root.Parse(arguments);
            if (!IsCompletion(arguments))
            {
                if (parse.Errors.Count > 0)
                {
                    throw UsageError(parse);
                }

                RefuseUnknownOptions(parse, arguments);
            }

            shell.IsWide = parse.GetValue(Wide);

            InvocationConfiguration configuration = new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = shell.Output,
                Error = shell.Error,
            };
            return (ExitCode)parse.Invoke(configuration);
        }
        catch (Exception e)
        {
            return Print(Failure.Of(e is AggregateException { InnerExceptions: [var only] } ? only : e), e, arguments, shell);
        }
        finally
        {
            shell.End();
        }
    }

    /// <summary>All verbs, in the order of the help.</summary>
    internal static IReadOnlyList<Verb> Verbs() =>
        [
            new DemoVerb(),
            new VboardVerb(),
            new PortsVerb(),
            new InfoVerb(),
            new SignVerb(),
            new PushVerb(),
            new UseVerb(),
            new ClassifyVerb(),
            new ListenVerb(),
            new LiveVerb(),
            new DatasetVerb(),
            new ImportVerb(),
            new MeasureVerb(),
            new CalibrateVerb(),
            new CtVerb(),
            new ConsoleVerb(),
            new QuantiseVerb(),
            new RepackVerb(),
            new InspectVerb(),
            new ExportVerb(),
            new ModelsVerb(),
            new EvaluateVerb(),
            new PointsVerb(),
            new SweepVerb(),
            new SteVerb(),
            new PairVerb(),
            new EnergyVerb(),
            new ConfirmVerb(),
            new ReportVerb(),
            new StudyVerb(),
            new DoctorVerb(),
            new CompletionVerb(),
        ];

    /// <summary>The command line as a whole.</summary>
    internal static RootCommand MakeRoot(Shell shell)
    {
        RootCommand root = new("nanoCoopNet: cooperative neural networks on microcontrollers. Begin with: nanocoop demo");
        foreach (Verb verb in Verbs())
        {
            Add(root, verb, shell);
        }

        root.Options.Add(Wide);
        VerbHelp.AddTo(root);
        return root;
    }

    private static void Add(Command parent, Verb verb, Shell shell)
    {
        verb.Command.SetAction(parse =>
        {
            Outputs.Check(parse);
            return (int)verb.Run(parse, shell);
        });
        parent.Subcommands.Add(verb.Command);
        foreach (Verb child in verb.Children)
        {
            Add(verb.Command, child, shell);
        }
    }

    /// <summary>A shell asks what may follow: <c>[suggest:12] "ct au"</c>.</summary>
    private static bool IsCompletion(string[] arguments) =>
        arguments is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    private static CliException UsageError(ParseResult parse)
    {
        string message =
            parse.CommandResult.Command is not RootCommand
            && parse.UnmatchedTokens.FirstOrDefault(u => u.StartsWith('-')) is { } unknown
                ? $"there is no option {unknown}{Meant(unknown, parse.CommandResult.Command.Options.Select(o => o.Name))}"
            : parse.CommandResult.Command is not RootCommand ? OneLine().Replace(parse.Errors[0].Message, " ").TrimEnd('.')
            : parse.UnmatchedTokens is [var typed, ..]
                ? $"there is no verb `{typed}`{Meant(typed, parse.CommandResult.Command.Subcommands.Select(c => c.Name))}"
            : "a verb is missing";
        return new CliException(ExitCode.Usage, message, Help(parse));
    }

    private static string Meant(string typed, IEnumerable<string> names) =>
        VerbHelp.Nearest(typed, names) is { } near ? $"; did you mean {near}?" : "";

    /// <summary>An option that a verb does not have would be taken for one of its files. A file of such a name can be given after
    /// <c>--</c>.</summary>
    private static void RefuseUnknownOptions(ParseResult parse, string[] arguments)
    {
        int end = Array.IndexOf(arguments, "--");
        HashSet<string> before = [.. end < 0 ? arguments : arguments[..end]];
        string? unknown = parse
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(a => a.Tokens)
            .Select(t => t.Value)
            .FirstOrDefault(t =>
                t.Length > 1
                && t[0] == '-'
                && before.Contains(t)
                && !NumberText.TryParse(t, (double.MinValue, double.MaxValue), out _, out _)
            );
        if (unknown is not null)
        {
            throw new CliException(
                ExitCode.Usage,
                $"there is no option {unknown}{Meant(unknown, parse.CommandResult.Command.Options.Select(o => o.Name))}",
                Help(parse)
            );
        }
    }

    /// <summary>The whole command that lists the options, e.g. <c>nanocoop ct auto --help</c>.</summary>
    private static string Help(ParseResult parse)
    {
        Stack<string> words = new(["--help"]);
        for (CommandResult? at = parse.CommandResult; at is { Command: not RootCommand }; at = at.Parent as CommandResult)
        {
            words.Push(at.Command.Name);
        }

        return $"nanocoop {string.Join(' ', words)}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex OneLine();

    private static ExitCode Print(Failure failure, Exception exception, string[] arguments, Shell shell)
    {
        shell.Error.WriteLine($"error {failure.Name} ({(int)failure.Code}): {failure.Message}");
        shell.Error.WriteLine($"  try: {failure.Hint}");
        if (Environment.GetEnvironmentVariable(TraceVariable) is not null)
        {
            shell.Error.WriteLine(exception);
        }

        if (JsonOption.AskedForOutput(arguments))
        {
            shell.Output.WriteLine(
                JsonOption.Serialise(
                    new
                    {
                        error = new
                        {
                            failure.Name,
                            exitCode = (int)failure.Code,
                            failure.Message,
                            failure.Hint,
                        },
                    }
                )
            );
        }

        return failure.Code;
    }
}
