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

    /// <summary>Runs the tool.</summary>
    public static ExitCode Run(string[] arguments, Shell shell)
    {
        try
        {
            RootCommand root = MakeRoot(shell);
            ParseResult parse = root.Parse(arguments);
            if (parse.Errors.Count > 0)
            {
                throw UsageError(parse);
            }

            RefuseUnknownOptions(parse, arguments);

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
            new PushVerb(),
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
            new DoctorVerb(),
        ];

    private static RootCommand MakeRoot(Shell shell)
    {
        RootCommand root = new("nanoCoopNet: cooperative neural networks on microcontrollers. Begin with: nanocoop demo");
        foreach (Verb verb in Verbs())
        {
            Add(root, verb, shell);
        }

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

    private static CliException UsageError(ParseResult parse)
    {
        string message =
            parse.CommandResult.Command is not RootCommand ? OneLine().Replace(parse.Errors[0].Message, " ").TrimEnd('.')
            : parse.UnmatchedTokens.Count > 0 ? $"there is no verb `{parse.UnmatchedTokens[0]}`"
            : "a verb is missing";
        return new CliException(ExitCode.Usage, message, Help(parse));
    }

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
            throw new CliException(ExitCode.Usage, $"there is no option {unknown}", Help(parse));
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
