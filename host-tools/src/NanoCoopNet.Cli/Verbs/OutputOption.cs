// Options that name a result. Before a verb runs, all of its results are checked: nothing is worked out that cannot be kept.
using System.CommandLine;
using System.CommandLine.Parsing;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>What is written to.</summary>
internal enum OutputKind
{
    File,

    /// <summary>A folder that is made where it is missing.</summary>
    Folder,
}

/// <summary>An option whose values are results: one path, or with <see cref="OutputOption{T}"/> of an array several.</summary>
internal interface IOutputOption
{
    OutputKind Kind { get; }
}

/// <inheritdoc cref="IOutputOption"/>
internal sealed class OutputOption<T>(string name, params string[] aliases) : Option<T>(name, aliases), IOutputOption
{
    public OutputKind Kind { get; init; } = OutputKind.File;
}

/// <summary>Checks results.</summary>
internal static class Outputs
{
    /// <exception cref="NanoCoopException">FileNotWritable: one of the results of a command line cannot be written.</exception>
    public static void Check(ParseResult parse)
    {
        foreach (Option option in parse.CommandResult.Command.Options.Where(o => o is IOutputOption))
        {
            foreach (Token path in parse.GetResult(option)?.Tokens ?? [])
            {
                if (((IOutputOption)option).Kind == OutputKind.Folder)
                {
                    OutputFile.CheckFolder(path.Value);
                }
                else
                {
                    OutputFile.Check(path.Value);
                }
            }
        }
    }
}
