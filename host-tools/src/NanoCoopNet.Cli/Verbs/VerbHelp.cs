// What `--help` says beyond options: the group that a verb belongs to, and lines to type.
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Groups and examples of the verbs.</summary>
internal static class VerbHelp
{
    private const string Boards = "Boards",
        Inputs = "Pictures and speech",
        Models = "Models",
        Own = "Your own data and networks",
        Analysis = "Measuring and choosing";

    /// <summary>Groups in the order of the help.</summary>
    public static readonly IReadOnlyList<string> Groups = [Boards, Inputs, Own, Models, Analysis];

    private static readonly Dictionary<string, (string Group, string[] Examples)> Known = new()
    {
        ["demo"] = (Boards, ["demo", "demo --cpu pc --count 50"]),
        ["vboard"] = (Boards, ["vboard --flash board.bin", "vboard --link tcp:4711"]),
        ["ports"] = (Boards, ["ports"]),
        ["doctor"] = (Boards, ["doctor", "doctor --port /dev/ttyUSB0"]),
        ["info"] = (Boards, ["info", "info --port COM5 --json"]),
        ["sign"] = (Boards, ["sign --new-key owner.key", "sign model.ncn --key owner.key --version 1 -o signed.ncn"]),
        ["push"] = (Boards, ["push model.ncn", "push model.ncn --port /dev/ttyUSB0"]),
        ["use"] = (Boards, ["use 1", "use 1 --port /dev/ttyUSB0"]),
        ["ct"] = (Boards, ["ct", "ct 0.3", "ct auto --latency-ms 15"]),
        ["completion"] = (Models, ["completion bash", "completion pwsh"]),
        ["console"] = (Boards, ["console", "console --send help --send stats"]),
        ["classify"] = (
            Inputs,
            ["classify cat.jpg", "classify photos --fit pad", "classify cat.jpg --model m.ncn --port virtual"]
        ),
        ["listen"] = (Inputs, ["listen < speech.raw"]),
        ["live"] = (Inputs, ["live", "live --run run.csv --power-mw 400,450"]),
        ["dataset"] = (Own, ["dataset photos -o pets.npz", "dataset clips -o words.npz --group '([^/_]+)_[^/]*$'"]),
        ["import"] = (Own, ["import model.onnx -o runs/bundle --data X.npz --range 0..1"]),
        ["quantise"] = (Own, ["quantise runs/bundle -o model.ncn --validation val.npz"]),
        ["models"] = (Models, ["models", "models --board", "models --board l496", "models --markdown"]),
        ["inspect"] = (Models, ["inspect model.ncn", "inspect model.ncn --graph model.svg"]),
        ["repack"] = (Models, ["repack model.ncn -o out.ncn --budget-flash 262144"]),
        ["export"] = (Models, ["export model.ncn --c model.h"]),
        ["evaluate"] = (Analysis, ["evaluate model.ncn --data test.npz --record test.csv"]),
        ["measure"] = (Analysis, ["measure model.ncn --data test.npz --out run.csv"]),
        ["calibrate"] = (Analysis, ["calibrate run.csv --model model.ncn"]),
        ["points"] = (Analysis, ["points card.json --validation val.csv --test test.csv"]),
        ["sweep"] = (Analysis, ["sweep run.csv", "sweep run.csv --csv curve.csv"]),
        ["ste"] = (Analysis, ["ste val.csv --accuracy 0.85"]),
        ["pair"] = (Analysis, ["pair a.csv b.csv --model a.ncn b.ncn"]),
        ["energy"] = (Analysis, ["energy capture.sr --run run.csv"]),
        ["confirm"] = (Analysis, ["confirm run.csv --model model.ncn --data test.npz"]),
        ["report"] = (Analysis, ["report run.csv -o report.html"]),
        ["study"] = (
            Analysis,
            ["study lenet5-mnist-coopnet -o study.html", "study runs/bundle --data test.npz --flags Os,Ofast -o study.html"]
        ),
    };

    /// <summary>Group of a verb.</summary>
    public static string GroupOf(string verb) => Known[verb].Group;

    /// <summary>Command lines of a verb, without <c>nanocoop</c>.</summary>
    public static IReadOnlyList<string> ExamplesOf(string verb) => Known[verb].Examples;

    /// <summary>Puts groups and examples into the help of a root command.</summary>
    public static void AddTo(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new GroupedHelp(root, (HelpAction)help.Action!);
    }

    /// <summary>The verb or option that may have been meant; null: none is near.</summary>
    public static string? Nearest(string typed, IEnumerable<string> names) =>
        names
            .Select(name => (Name: name, Distance: Distance(typed, name)))
            .Where(n => n.Distance <= Math.Max(1, Math.Min(n.Name.Length, typed.Length) / 3))
            .OrderBy(n => n.Distance)
            .Select(n => n.Name)
            .FirstOrDefault();

    /// <summary>Letters to insert, delete, replace or swap.</summary>
    private static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                int same = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }

    private sealed class GroupedHelp(RootCommand root, HelpAction plain) : SynchronousCommandLineAction
    {
        private const int NameColumn = 14,
            Width = 80;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parse)
        {
            TextWriter output = parse.InvocationConfiguration.Output;
            Command command = parse.CommandResult.Command;
            if (command is not RootCommand)
            {
                plain.Invoke(parse);
                Command verb = command;
                while (verb.Parents.OfType<Command>().FirstOrDefault(p => p is not RootCommand) is { } parent)
                {
                    verb = parent;
                }

                output.WriteLine("Examples:");
                foreach (string example in ExamplesOf(verb.Name))
                {
                    output.WriteLine($"  nanocoop {example}");
                }

                output.WriteLine();
                return 0;
            }

            Paragraph(output, root.Description ?? "");
            output.WriteLine();
            Paragraph(output, "Usage: nanocoop VERB ...; nanocoop VERB --help lists a verb's options and examples");
            foreach (string group in Groups)
            {
                output.WriteLine();
                output.WriteLine(group);
                foreach (Command verb in root.Subcommands.Where(c => !c.Hidden && GroupOf(c.Name) == group))
                {
                    string indent = new(' ', NameColumn);
                    string text = string.Join($"\n{indent}", Lines(verb.Description ?? "", Width - NameColumn));
                    output.WriteLine($"  {verb.Name}".PadRight(NameColumn) + text);
                }
            }

            output.WriteLine();
            Paragraph(output, "--wide: tables leave no column out on a narrow terminal; --version; -h, --help");
            return 0;
        }

        private static void Paragraph(TextWriter output, string text)
        {
            foreach (string line in Lines(text, Width))
            {
                output.WriteLine(line);
            }
        }

        private static IEnumerable<string> Lines(string text, int width)
        {
            string line = "";
            foreach (string word in text.Split(' '))
            {
                if (line.Length + 1 + word.Length > width)
                {
                    yield return line;
                    line = "";
                }

                line += (line.Length > 0 ? " " : "") + word;
            }

            yield return line;
        }
    }
}
