// Which records the verbs of analysis read.
using System.CommandLine;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Records to analyse, where costs come from, what to compare with.</summary>
internal sealed class RecordOptions
{
    private readonly Argument<string[]> _runs = new("run")
    {
        Description = "Records of measure --out (shards of one run), or one of evaluate --record",
        HelpName = "RUN.csv",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _costs = new("--costs")
    {
        Description = "Measured records whose mean costs are used for predictions; answers are compared",
        HelpName = "RUN.csv",
    };

    private readonly Option<string[]> _baseline = new("--baseline")
    {
        Description = "Records of the CoopNet of the same task: the INT8 network to compare a BC-Net with",
        HelpName = "RUN.csv",
    };

    /// <summary>Adds them to a verb.</summary>
    public static RecordOptions AddTo(Command command)
    {
        RecordOptions options = new();
        command.Arguments.Add(options._runs);
        command.Options.Add(options._costs);
        command.Options.Add(options._baseline);
        return options;
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="AnalysisException">Records that cannot be analysed.</exception>
    public (Outcomes Outcomes, Baseline? Baseline) Read(ParseResult parse)
    {
        Outcomes outcomes = OutcomeFiles.Read(parse.GetRequiredValue(_runs), parse.GetValue(_costs) ?? []);
        return (outcomes, Baseline.Of(outcomes, ReadBaseline(parse)));
    }

    /// <summary>The baseline's outcomes, sample by sample; null where none are given.</summary>
    public Outcomes? ReadBaseline(ParseResult parse) =>
        parse.GetValue(_baseline) is { Length: > 0 } paths ? OutcomeFiles.Read(paths) : null;
}
