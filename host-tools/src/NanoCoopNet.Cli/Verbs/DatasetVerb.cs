// nanocoop dataset: folders of pictures or recordings become the archive that training takes.
using System.CommandLine;
using System.Text.RegularExpressions;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Media;
using NanoCoopNet.Model;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Makes a data set.</summary>
internal sealed class DatasetVerb : Verb
{
    private const double DefaultShare = 0.15,
        MostShare = 0.5;
    private const int MostSide = 256;
    private static readonly Shape DefaultShape = new(32, 32, 3);

    private readonly Argument<string> _source;
    private readonly Option<string> _output;
    private readonly Option<Shape?> _size;
    private readonly Option<PictureFit?> _fit;
    private readonly Option<double?> _validation;
    private readonly Option<double?> _test;
    private readonly Option<Regex?> _group;
    private readonly Option<int?> _seed;
    private readonly JsonOption _json;

    public DatasetVerb()
        : base(
            "dataset",
            "Make a data set for `train --data` from a folder of pictures or recordings for each class; repeated, goes on "
                + "where it was interrupted"
        )
    {
        _source = Add(
            new Argument<string>("source")
            {
                Description = "Folder with one folder for each class, or a .csv with path, label (and group, split)",
            }
        );
        _output = Add(Options.Needed("-o", "The data set: letters, digits, hyphens", "X.npz", "--output"));
        _size = Add(
            Options.Make<Shape?>("--size", "Size of the pictures (32x32x3 by default; x1: grey)", "HxW[x1|x3]", [], ParseSize)
        );
        _fit = Add(Options.Fit());
        _validation = Add(
            Options.Number("--val", $"Share of each class for validation ({DefaultShare} by default)", 0, MostShare, "0…0.5")
        );
        _test = Add(
            Options.Number("--test", $"Share of each class for the test ({DefaultShare} by default)", 0, MostShare, "0…0.5")
        );
        _group = Add(
            Options.Make<Regex?>(
                "--group",
                "Files whose path gives the same first group of this pattern stay in one split, e.g. a speaker: "
                    + "'([^/_]+)_[^/]*$'",
                "PATTERN",
                [],
                ParseGroup
            )
        );
        _seed = Add(Options.Seed("Which files go where", 1));
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report(
        string Output,
        string Kind,
        IReadOnlyList<ClassCount> Classes,
        int? Groups,
        int Reused,
        IReadOnlyList<string> Skipped,
        IReadOnlyList<string> Warnings
    );

    /// <summary>Samples of a class in each split.</summary>
    public sealed record ClassCount(string Name, int Train, int Val, int Test);

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string source = parse.GetRequiredValue(_source),
            output = parse.GetRequiredValue(_output);
        if (!Regex.IsMatch(Path.GetFileName(output), @"^[a-z0-9]+([-_]?[a-z0-9]+)*\.npz$", RegexOptions.IgnoreCase))
        {
            throw new CliException(
                ExitCode.Usage,
                $"{Path.GetFileName(output)} cannot be the data set's name",
                "name it NAME.npz, with letters, digits, single hyphens; models are named after it"
            );
        }

        OutputFile.Check(output);
        DatasetChoices choices = new(
            parse.GetValue(_size) ?? DefaultShape,
            parse.GetValue(_fit) ?? PictureFit.Crop,
            parse.GetValue(_validation) ?? DefaultShare,
            parse.GetValue(_test) ?? DefaultShare,
            parse.GetValue(_seed) ?? 1,
            parse.GetValue(_group)
        );
        DatasetSummary made = shell.WithProgress(
            $"read {source}",
            bar => DatasetBuilder.Build(source, output, choices, bar, shell.Cancel)
        );
        Report report = new(
            output,
            made.Kind,
            [.. made.Classes.Zip(made.Counts, (name, n) => new ClassCount(name, n[0], n[1], n[2]))],
            made.Groups,
            made.Reused,
            made.Skipped,
            made.Warnings
        );
        _json.Write(parse, shell, report, r => Render(shell, r));
        return ExitCode.Success;
    }

    internal static void Render(Shell shell, Report r)
    {
        Table table = Tables.Make(shell, null, "class", ">train", ">val", ">test");
        foreach (ClassCount c in r.Classes)
        {
            table.Row(c.Name, Tables.N(c.Train), Tables.N(c.Val), Tables.N(c.Test));
        }

        table.Row(
            "all",
            Tables.N(r.Classes.Sum(c => c.Train)),
            Tables.N(r.Classes.Sum(c => c.Val)),
            Tables.N(r.Classes.Sum(c => c.Test))
        );
        shell.Print(table);
        foreach (string line in r.Warnings.Concat(r.Skipped.Select(s => "left out: " + s)))
        {
            shell.Say("warning: " + line);
        }

        if (r.Reused > 0)
        {
            shell.Line($"{Tables.N(r.Reused)} samples had been read before the interruption");
        }

        shell.Line(
            $"{r.Output}: {r.Kind}{(r.Groups is { } g ? $", {Tables.N(g)} groups, none in two splits" : "")}; next: "
                + $"host-tools/training/train --data {r.Output} --recipe short"
        );
    }

    private static (Shape?, string?) ParseSize(string text)
    {
        int[] sides = [.. text.ToLowerInvariant().Split('x').Select(s => int.TryParse(s, out int n) ? n : 0)];
        return
            sides.Length is 2 or 3
            && sides.Take(2).All(s => s is >= 1 and <= MostSide)
            && (sides.Length == 2 || sides[2] is 1 or 3)
            ? (new Shape(sides[0], sides[1], sides.Length == 3 ? sides[2] : 3), null)
            : (null, $"`{text}` is no size; give HEIGHTxWIDTH, or HEIGHTxWIDTHx1 for grey; sides of 1 … {MostSide}");
    }

    private static (Regex?, string?) ParseGroup(string text)
    {
        try
        {
            return (new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), null);
        }
        catch (ArgumentException e)
        {
            return (null, $"`{text}` is no pattern: {e.Message}");
        }
    }
}
