// nanocoop repack: other weight layouts for a model there is already; the same answers, other cycles and bytes.
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Repacks a blob.</summary>
internal sealed class RepackVerb : Verb
{
    private readonly Argument<string> _model;
    private readonly OutputOption<string> _output;
    private readonly OutputOption<string[]> _cards;
    private readonly PackingOptions _packing;
    private readonly JsonOption _json;

    public RepackVerb()
        : base("repack", "Choose a model's weight layouts again; its results stay the same bit for bit")
    {
        _model = Add(new Argument<string>("model") { Description = "Model blob, .ncn" });
        _output = Add(
            new OutputOption<string>("--output", "-o")
            {
                Description = "Blob to write",
                HelpName = "FILE.ncn",
                Required = true,
            }
        );
        _cards = Add(
            new OutputOption<string[]>("--card")
            {
                Description = "Card that names this model or has it as baseline: hash and sizes are updated (may be repeated)",
                HelpName = "CARD.json",
            }
        );
        _packing = PackingOptions.AddTo(Command, writes: true);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report(string Output, int BlobBytes, string Sha256, PackingReport Packing);

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        ModelBlob given = ModelFile.Read(parse.GetRequiredValue(_model), shell);
        PackedModel packed = _packing.Pack(parse, given.Bytes.ToArray());
        ModelBlob made = BlobReader.Read(packed.Blob);
        (string Path, string Text)[] cards =
        [
            .. (parse.GetValue(_cards) ?? []).Select(c => (c, ModelCard.Following(c, given.Header.Sha256, made))),
        ];
        string output = parse.GetRequiredValue(_output);
        OutputFile.Write(output, packed.Blob);
        foreach ((string path, string text) in cards)
        {
            OutputFile.Write(path, text);
        }

        Report report = new(output, packed.Blob.Length, made.Header.Sha256, packed.Report);
        _json.Write(
            parse,
            shell,
            report,
            r =>
            {
                PackingView.Render(shell, r.Packing);
                shell.Line(
                    $"{r.Output}: {Tables.N(r.BlobBytes)} bytes (before: {Tables.N(given.Header.BlobBytes)}), SHA-256 {r.Sha256}"
                );
            }
        );
        return ExitCode.Success;
    }
}
