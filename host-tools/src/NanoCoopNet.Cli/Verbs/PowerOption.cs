// --power-mw: what turns times into energies while no current is measured.
using System.CommandLine;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>The option.</summary>
internal static class PowerOption
{
    /// <summary><c>--power-mw BNN,INT8</c> or one figure for both; null where it is not given.</summary>
    public static Option<PowerModel?> Make() =>
        Options.Make<PowerModel>(
            "--power-mw",
            "Power in mW while the BNN runs and while INT8 and glue run (one number: both); energies are then modelled, "
                + "power × time",
            "BNN,INT8",
            [],
            Read
        );

    private static (PowerModel? Power, string? Error) Read(string text)
    {
        List<double> figures = [];
        foreach (string part in text.Split(','))
        {
            if (!NumberText.TryParse(part, (double.Epsilon, double.PositiveInfinity), out double figure, out _))
            {
                return (null, $"`{text}` is not one or two figures in milliwatts, like 400,450");
            }

            figures.Add(figure);
        }

        return figures.Count <= 2
            ? (new PowerModel(figures[0], figures[^1]), null)
            : (null, $"`{text}` has more than two figures");
    }
}
