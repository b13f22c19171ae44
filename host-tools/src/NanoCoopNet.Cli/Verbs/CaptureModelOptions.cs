// Options of the virtual board's instrument.
using System.CommandLine;
using NanoCoopNet.Captures;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Verbs;

/// <summary><c>--capture FILE --power-mw BNN,INT8,IDLE …</c></summary>
internal sealed class CaptureModelOptions
{
    private const string PowerName = "--power-mw";

    private readonly OutputOption<string?> _file = new("--capture")
    {
        Description = $"Write what an instrument at the supply would record, by a power model: {CaptureWriters.Extensions}",
        HelpName = "FILE",
    };

    private readonly Option<double[]?> _power = Options.Make<double[]>(
        PowerName,
        "For --capture: power in mW while the BNN runs, while INT8 and glue run, and idle",
        "BNN,INT8,IDLE",
        [],
        ReadPowers
    );
    private readonly Option<double?> _rate = Options.Number(
        "--rate-hz",
        "For --capture: samples per second (64,000 for .rld, else 100,000)",
        1,
        1e6,
        "HZ"
    );
    private readonly Option<double?> _noise = Options.Fraction(
        "--noise",
        "For --capture: standard deviation of a sample, relative to its power"
    );
    private readonly Option<double?> _drift = Options.Number(
        "--drift-ppm",
        "For --capture: how much faster the instrument's clock runs",
        -1e4,
        1e4,
        "PPM"
    );
    private readonly Option<int?> _seed = Options.Seed("Of --capture's noise", 0);

    /// <summary>Adds them to a verb.</summary>
    public static CaptureModelOptions AddTo(Command command)
    {
        CaptureModelOptions options = new();
        foreach (
            Option option in (Option[])
                [options._file, options._power, options._rate, options._noise, options._drift, options._seed]
        )
        {
            command.Options.Add(option);
        }

        command.Validators.Add(r =>
        {
            // Whether they are given; a value that cannot be read is named by its own option.
            if (r.GetResult(options._file) is { Implicit: false } != r.GetResult(options._power) is { Implicit: false })
            {
                r.AddError($"--capture FILE and {PowerName} BNN,INT8,IDLE go together");
            }
        });
        return options;
    }

    /// <summary>The model, or null where none is wanted.</summary>
    public CaptureModel? Read(ParseResult parse) =>
        parse.GetValue(_file) is { } file && parse.GetValue(_power) is [var bnn, var int8, var idle]
            ? new CaptureModel(file, bnn, int8, idle)
            {
                RateHz = parse.GetValue(_rate),
                Noise = parse.GetValue(_noise) ?? 0,
                DriftPpm = parse.GetValue(_drift) ?? 0,
                Seed = parse.GetValue(_seed) ?? 0,
            }
            : null;

    private static (double[]? Powers, string? Error) ReadPowers(string text)
    {
        List<double> powers = [];
        foreach (string part in text.Split(','))
        {
            if (!NumberText.TryParse(part, (1e-6, 1e6), out double power, out _))
            {
                return (null, $"`{text}` is not three figures in milliwatts, like 400,450,120");
            }

            powers.Add(power);
        }

        return powers.Count == 3 ? ([.. powers], null) : (null, $"`{text}` is not three figures in milliwatts, like 400,450,120");
    }
}
