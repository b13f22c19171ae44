// nanocoop study: every combination of numbers, kernels, FPU and flags, built, run on emulated cores, modelled on boards.
using System.CommandLine;
using NanoCoopNet.Boards;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Report;
using NanoCoopNet.Study;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Runs studies.</summary>
internal sealed class StudyVerb : Verb
{
    private readonly Argument<string[]> _networks;
    private readonly OutputOption<string> _output;
    private readonly Option<string?> _boards;
    private readonly Option<string?> _flags;
    private readonly Option<string?> _numbers;
    private readonly Option<string?> _kernels;
    private readonly Option<string?> _fpu;
    private readonly Option<int?> _samples;
    private readonly Option<string[]> _data;
    private readonly Option<string?> _split;
    private readonly Option<string[]> _energy;
    private readonly Option<int?> _timeout;
    private readonly Option<bool> _layers;
    private readonly OutputOption<string?> _csv;
    private readonly OutputOption<string?> _markdown;

    public StudyVerb()
        : base("study", "Build and run every combination of numbers, kernels, FPU, flags and core, and analyse what each gains")
    {
        _networks = Add(
            new Argument<string[]>("network")
            {
                Description = "A shipped model's name, a model, .ncn, or a bundle's folder (only that has float32 and mixed)",
                HelpName = "NETWORK",
                Arity = ArgumentArity.OneOrMore,
            }
        );
        _output = Add(
            new OutputOption<string>("--output", "-o")
            {
                Description = "The page",
                HelpName = "STUDY.html",
                Required = true,
            }
        );
        string names = string.Join(", ", BoardCatalogue.All.Select(b => b.Name));
        _boards = Add(Options.Text("--boards", $"Boards, any unique part of a name (all by default: {names})", "A,B"));
        _flags = Add(Options.Text("--flags", "Optimisation flags of arm-none-eabi-gcc (Os,O2,O3,Ofast by default)", "A,B"));
        _numbers = Add(Options.Text("--numbers", "Of float32,mixed,int8 (all by default)", "A,B"));
        _kernels = Add(Options.Text("--kernels", "Of reference,optimised (both by default)", "A,B"));
        _fpu = Add(Options.Text("--fpu", "Of off,on (both by default)", "A,B"));
        _samples = Add(
            Options.Integer("--samples", "That run on the core (1 by default); the first one is counted", 1, 10_000, "N")
        );
        _data = Add(
            new Option<string[]>("--data")
            {
                Description = "Test set, .npz, one a network in their order: accuracy, and the core's samples",
                HelpName = "X.npz",
            }
        );
        _split = Add(Options.Text("--split", "Part of these files: test", "NAME"));
        _energy = Add(
            new Option<string[]>("--energy")
            {
                Description = "Power of a board from a capture: what nanocoop energy --json wrote of a run (repeatable)",
                HelpName = "BOARD=ENERGY.json",
            }
        );
        _timeout = Add(Options.Integer("--timeout", "Seconds an image may run (600 by default)", 1, 86_400, "S"));
        _layers = Add(new Option<bool>("--layers") { Description = "Also every layer of every image" });
        _csv = Add(
            new OutputOption<string?>("--csv")
            {
                Description = "Writes every table with exact values",
                HelpName = "FOLDER",
                Kind = OutputKind.Folder,
            }
        );
        _markdown = Add(
            new OutputOption<string?>("--markdown") { Description = "Writes text and tables", HelpName = "STUDY.md" }
        );
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_data) is { Length: > 0 } data && data.Length != result.GetValue(_networks)?.Length)
            {
                result.AddError("--data names one file a network, in their order");
            }

            if (Path.GetExtension(result.GetValue(_output)) is ".csv" or ".ncn")
            {
                result.AddError($"-o would overwrite {result.GetValue(_output)}; name the page .html");
            }
        });
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        StudyMatrix matrix = new(
            StudyPowers.Apply(
                [
                    .. Listed(parse.GetValue(_boards), [.. BoardCatalogue.All.Select(b => b.Name)])
                        .Select(BoardCatalogue.Find)
                        .Distinct(),
                ],
                parse.GetValue(_energy) ?? []
            ),
            [.. Listed(parse.GetValue(_flags), StudyMatrix.DefaultFlags).Select(f => f[0] == '-' ? f : "-" + f)],
            Of("--numbers", parse.GetValue(_numbers), StudyMatrix.AllNumbers),
            Of("--kernels", parse.GetValue(_kernels), StudyMatrix.AllKernels),
            Of("--fpu", parse.GetValue(_fpu), StudyMatrix.AllFpu),
            parse.GetValue(_samples) ?? 1,
            parse.GetValue(_timeout) ?? 600,
            Environment.ProcessorCount
        );
        NativeBuild.EnsurePc(shell.Say);
        string[] data = parse.GetValue(_data) ?? [];
        StudyNetwork[] networks =
        [
            .. parse
                .GetRequiredValue(_networks)
                .Select((n, i) => StudyNetworks.Read(n, data.ElementAtOrDefault(i), parse.GetValue(_split), matrix, shell)),
        ];
        int images = networks.Sum(n => matrix.Of(n).Count());
        shell.Say($"{images} images; what did not change is taken from the last study");
        StudyResult study = shell.WithProgress(
            $"study, {images} images",
            bar => StudyRunner.Run(matrix, networks, (done, all) => bar(done, all), shell.Say, shell.Cancel)
        );
        ReportDocument document = StudyDocument.Of(study, parse.GetValue(_layers), ReportVerb.Provenance(parse));
        ReportVerb.WriteTables(document, parse.GetValue(_csv), parse.GetValue(_markdown), shell);
        string output = parse.GetRequiredValue(_output);
        OutputFile.Write(output, HtmlPage.Of(document, PageTools.Assets(shell.Say)));
        int failed = study.Rows.Count(r => !r.IsGood);
        shell.Line(
            $"{output}: {Tables.N(study.Rows.Count)} rows of {images} images in {Tables.F(study.Seconds, 0)} s, {failed} of them "
                + "without a time; open it in any browser"
        );
        return ExitCode.Success;
    }

    private static string[] Listed(string? text, string[] all) =>
        text is null ? all : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string[] Of(string option, string? text, string[] all)
    {
        string[] listed = Listed(text, all);
        string? wrong = listed.FirstOrDefault(l => !all.Contains(l));
        return listed.Length > 0 && wrong is null
            ? [.. all.Where(listed.Contains)]
            : throw new CliException(
                ExitCode.Usage,
                $"{option}: `{wrong ?? text}` is not one of {string.Join(", ", all)}",
                $"nanocoop study --help"
            );
    }
}
