// --power-mw: what turns times into energies while no current is measured.
using System.CommandLine;
using System.Globalization;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>The option.</summary>
internal static class PowerOption
{
    /// <summary><c>--power-mw BNN,INT8</c> or one figure for both.</summary>
    public static Option<string?> Make() => new("--power-mw")
    {
        Description = "Power in mW while the BNN runs and while INT8 and glue run (one figure: both); energies are then this model's, power × time",
        HelpName = "BNN,INT8",
    };

    /// <summary>The model, or null where the option was not given.</summary>
    /// <exception cref="CliException">Usage: no positive figures.</exception>
    public static PowerModel? Of(ParseResult parse, Option<string?> option)
    {
        if (parse.GetValue(option) is not { } text)
        {
            return null;
        }

        double?[] figures = [.. text.Split(',').Select(t => double.TryParse(t, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double v) && v > 0 ? v : (double?)null)];
        return figures switch
        {
            [{ } both] => new PowerModel(both, both),
            [{ } light, { } int8] => new PowerModel(light, int8),
            _ => throw new CliException(ExitCode.Usage, $"`{text}` are no powers", "one or two figures in milliwatts, like --power-mw 400,450"),
        };
    }
}
