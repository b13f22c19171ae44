// nanocoop sign: makes a key, and puts its owner's signature behind a model (nf-interop/native/SECURITY.md).
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Signs a model.</summary>
internal sealed class SignVerb : Verb
{
    private const string Way = "nanocoop sign --new-key FILE, then nanocoop sign MODEL.ncn --key FILE --version N -o OUT.ncn";
    private readonly Argument<string?> _model;
    private readonly OutputOption<string?> _newKey;
    private readonly Option<string?> _key;
    private readonly Option<int?> _version;
    private readonly OutputOption<string?> _output;
    private readonly JsonOption _json;

    public SignVerb()
        : base("sign", "Sign a model for boards that take signed models only; --new-key makes a key")
    {
        _model = Add(new Argument<string?>("model") { Description = "Model blob, .ncn", Arity = ArgumentArity.ZeroOrOne });
        _newKey = Add(
            new OutputOption<string?>("--new-key")
            {
                Description = "Make a key: the secret one in FILE, the public one in FILE.pub",
                HelpName = "FILE",
            }
        );
        _key = Add(Options.Text("--key", "Secret key to sign with", "FILE"));
        _version = Add(Options.Integer("--version", "A board takes no version below one that it has had", 1, int.MaxValue, "N"));
        _output = Add(
            new OutputOption<string?>("--output", "-o") { Description = "Signed model to write", HelpName = "FILE.ncn" }
        );
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    /// <param name="PublicKey">Hexadecimal, as NCN_KEY has it.</param>
    /// <param name="Fingerprint">As info shows it.</param>
    /// <param name="Output">The signed model, or the file of the new key.</param>
    /// <param name="Version">Of the signed model; null with a new key.</param>
    public sealed record Report(string PublicKey, string Fingerprint, string Output, int? Version);

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string? model = parse.GetValue(_model),
            newKey = parse.GetValue(_newKey),
            key = parse.GetValue(_key),
            output = parse.GetValue(_output);
        int? version = parse.GetValue(_version);
        if (newKey is not null && model is null && key is null && version is null && output is null)
        {
            using SigningKey made = SigningKey.Make();
            made.Write(newKey);
            _json.Write(parse, shell, Of(made, newKey, null), r => shell.Line(Made(r)));
            return ExitCode.Success;
        }

        if (newKey is not null || model is null || key is null || version is not { } n || output is null)
        {
            throw new CliException(ExitCode.Usage, "a model, --key, --version and --output, or --new-key alone, are needed", Way);
        }

        using SigningKey signer = SigningKey.Read(key);
        OutputFile.Write(output, signer.Sign(ModelFile.Read(model, shell).Bytes.Span, n));
        _json.Write(
            parse,
            shell,
            Of(signer, output, n),
            r => shell.Line($"{r.Output}: version {r.Version}, signed by {r.Fingerprint}")
        );
        return ExitCode.Success;
    }

    private static Report Of(SigningKey key, string output, int? version) =>
        new(Convert.ToHexStringLower(key.PublicKey), PublicKeyFile.Fingerprint(key.PublicKey), output, version);

    private static string Made(Report r) =>
        $"""
            key {r.Fingerprint}
              {r.Output}: secret; keep it, and a copy elsewhere: without it the boards that have it take no new model
              {r.Output}.pub: for `nanocoop vboard --key`
              firmware: cmake ... -DNCN_KEY={r.PublicKey}
            """;
}
