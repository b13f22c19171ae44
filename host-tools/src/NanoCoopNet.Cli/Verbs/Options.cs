// Options that several verbs share, and the one way in which numbers are read from the command line.
using System.CommandLine;
using NanoCoopNet.Media;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Makers of options.</summary>
internal static class Options
{
    /// <summary><c>--count N</c>, N ≥ 1.</summary>
    public static Option<int?> Count(string description) => Integer("--count", description, 1, int.MaxValue, "N", "-n");

    /// <summary><c>--index I</c> of a .npz, 0 by default.</summary>
    public static Option<int?> Index() => Integer("--index", "Entry of a .npz (0 by default)", 0, int.MaxValue, "I", "-i");

    /// <summary><c>--seed N</c>.</summary>
    public static Option<int?> Seed(string description, int fallback) =>
        Integer("--seed", $"{description} ({fallback} by default)", int.MinValue, int.MaxValue, "N");

    /// <summary>A text; null where it is not given.</summary>
    public static Option<string?> Text(string name, string description, string help, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = help };

    /// <summary>A text without which the command does not run.</summary>
    public static Option<string> Needed(string name, string description, string help, params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = help,
            Required = true,
        };

    /// <summary>A whole number of a range; null where it is not given.</summary>
    /// <param name="most"><see cref="int.MaxValue"/>: no upper end is named.</param>
    public static Option<int?> Integer(
        string name,
        string description,
        int least,
        int most,
        string help,
        params string[] aliases
    ) =>
        Make<int?>(
            name,
            description,
            help,
            aliases,
            text =>
                NumberText.TryParse(text, (least, most == int.MaxValue ? long.MaxValue : most), out long value, out string error)
                && value <= int.MaxValue
                    ? ((int)value, null)
                    : (null, error)
        );

    /// <summary>A number with decimals, of a range; null where it is not given.</summary>
    /// <param name="most">Infinity: no upper end.</param>
    public static Option<double?> Number(
        string name,
        string description,
        double least,
        double most,
        string help,
        params string[] aliases
    ) =>
        Make<double?>(
            name,
            description,
            help,
            aliases,
            text => NumberText.TryParse(text, (least, most), out double value, out string error) ? (value, null) : (null, error)
        );

    /// <summary>A number in 0…1, e.g. an accuracy.</summary>
    public static Option<double?> Fraction(string name, string description, params string[] aliases) =>
        Number(name, description, 0, 1, "0…1", aliases);

    /// <summary><c>--fit crop|pad|stretch</c>, null: crop; host-tools/training/PICTURES.md.</summary>
    public static Option<PictureFit?> Fit() =>
        Make<PictureFit?>(
            "--fit",
            "How to fit a picture of another aspect ratio: its middle (crop, the default), with bars (pad), or "
                + "distorted (stretch)",
            "crop|pad|stretch",
            [],
            text =>
                Enum.TryParse(text, ignoreCase: true, out PictureFit fit) && Enum.IsDefined(fit) && !char.IsDigit(text[0])
                    ? (fit, null)
                    : (null, $"`{text}` is not one of crop, pad, stretch")
        );

    /// <summary><c>--model MODEL.ncn</c>: the file of the model that a board holds.</summary>
    public static Option<string?> BoardModel() =>
        new("--model")
        {
            Description = "File of the board's model (found automatically if it was pushed from here or is a shipped one)",
            HelpName = "MODEL.ncn",
        };

    /// <summary><c>--cpu m7|pc</c>, or more; <c>host</c> is taken for <c>pc</c>.</summary>
    /// <param name="names">What it may be.</param>
    public static Option<string?> Cpu(string description, params string[] names) =>
        Make<string>(
            "--cpu",
            description,
            string.Join('|', names),
            [],
            text =>
                text == "host" ? ("pc", null)
                : names.Contains(text) ? (text, null)
                : (null, $"`{text}` is not one of {string.Join(", ", names)}")
        );

    /// <summary>An option whose value is read by <paramref name="read"/>, which gives a value or says what is wrong.</summary>
    public static Option<T?> Make<T>(
        string name,
        string description,
        string help,
        string[] aliases,
        Func<string, (T? Value, string? Error)> read
    ) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = help,
            CustomParser = result =>
            {
                (T? value, string? error) = read(result.Tokens[^1].Value);
                if (error is not null)
                {
                    result.AddError($"{name}: {error}");
                }

                return value;
            },
        };
}
