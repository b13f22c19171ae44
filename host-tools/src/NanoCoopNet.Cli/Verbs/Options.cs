// Options that several verbs share.
using System.CommandLine;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Makers of options.</summary>
internal static class Options
{
    /// <summary><c>--count N</c>, N ≥ 1.</summary>
    public static Option<int?> Count(string description)
    {
        Option<int?> option = new("--count", "-n") { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is < 1)
            {
                result.AddError("--count is at least 1");
            }
        });
        return option;
    }

    /// <summary>A number in 0…1, e.g. an accuracy.</summary>
    public static Option<double?> Fraction(string name, string description, params string[] aliases)
    {
        Option<double?> option = new(name, aliases) { Description = description, HelpName = "0…1" };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is not (null or (>= 0 and <= 1)))
            {
                result.AddError($"{name} is a fraction, 0 … 1");
            }
        });
        return option;
    }

    /// <summary><c>--cpu m7|host</c>.</summary>
    public static Option<string?> Cpu(string description)
    {
        Option<string?> option = new("--cpu") { Description = description, HelpName = "m7|host" };
        option.AcceptOnlyFromAmong("m7", "host");
        return option;
    }
}
