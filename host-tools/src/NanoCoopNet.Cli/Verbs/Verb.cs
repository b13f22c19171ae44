// A verb of the tool is one class: it declares its arguments, then parses, calls a library and renders.
using System.CommandLine;
using NanoCoopNet.Cli.Output;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Base of verbs.</summary>
internal abstract class Verb
{
    protected Verb(string name, string description) => Command = new Command(name, description);

    /// <summary>The verb's command; constructors add options and arguments.</summary>
    public Command Command { get; }

    /// <summary>Verbs that follow this one on the command line, as in <c>ct auto</c>.</summary>
    public virtual IReadOnlyList<Verb> Children => [];

    /// <summary>Runs the verb.</summary>
    /// <param name="parse">The command line, free of syntax errors.</param>
    /// <param name="shell">Where to write.</param>
    public abstract ExitCode Run(ParseResult parse, Shell shell);

    /// <summary>Adds an option.</summary>
    protected TOption Add<TOption>(TOption option)
        where TOption : Option
    {
        Command.Options.Add(option);
        return option;
    }

    /// <summary>Adds an argument.</summary>
    protected Argument<T> Add<T>(Argument<T> argument)
    {
        Command.Arguments.Add(argument);
        return argument;
    }
}
