// nanocoop export: a model as C source, for firmware that links its model instead of receiving it.
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Exports a blob.</summary>
internal sealed class ExportVerb : Verb
{
    private const string DefaultName = "model";
    private readonly Argument<string> _model;
    private readonly OutputOption<string> _header;
    private readonly Option<string> _name;
    private readonly Option<string?> _sample;
    private readonly Option<string?> _split;
    private readonly Option<int?> _index;
    private readonly Option<PictureFit?> _fit;
    private readonly JsonOption _json;

    public ExportVerb()
        : base("export", "Write a model as an aligned constant of a C header (nf-interop/examples/bare-metal runs it)")
    {
        _model = Add(new Argument<string>("model") { Description = "Model blob, .ncn" });
        _header = Add(
            new OutputOption<string>("--c")
            {
                Description = "C header to write",
                HelpName = "FILE.h",
                Required = true,
            }
        );
        _name = Add(
            new Option<string>("--name")
            {
                Description = "Name of the constant (model by default)",
                HelpName = "NAME",
                DefaultValueFactory = _ => DefaultName,
            }
        );
        _name.Validators.Add(result =>
        {
            if (result.GetValue(_name) is { } name && !CModelHeader.IsName(name))
            {
                result.AddError(
                    $"--name {name} is no identifier of C: a letter, then at most 30 letters, digits and underscores"
                );
            }
        });
        _sample = Add(Options.Text("--sample", "Also a sample, as NAME_sample: a picture, .wav, .npz, .npy", "FILE"));
        _index = Add(Options.Index());
        _fit = Add(Options.Fit());
        _split = Add(Options.Text("--split", "Part of a .npz", "NAME"));
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report(string Output, string Name, string Model, int BlobBytes, string Sha256, bool HasSample);

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        ModelBlob model = ModelFile.Read(parse.GetRequiredValue(_model), shell);
        string output = parse.GetRequiredValue(_header),
            name = parse.GetRequiredValue(_name);
        SampleFile? read = parse.GetValue(_sample) is { } file
            ? SampleFile.Read(
                file,
                parse.GetValue(_split),
                parse.GetValue(_index) ?? 0,
                parse.GetValue(_fit) ?? PictureFit.Crop,
                model
            )
            : null;
        shell.Note(read?.Note);
        ReadOnlyMemory<byte> sample = read?.Bytes ?? default;
        OutputFile.Write(output, CModelHeader.Of(model, name, sample.Span));
        Report report = new(output, name, model.Name, model.Header.BlobBytes, model.Header.Sha256, !sample.IsEmpty);
        _json.Write(
            parse,
            shell,
            report,
            r =>
                shell.Line(
                    $"{r.Output}: {r.Name}[{Tables.N(r.BlobBytes)}] holds {r.Model}{(r.HasSample ? $"; {r.Name}_sample" : "")}"
                )
        );
        return ExitCode.Success;
    }
}
