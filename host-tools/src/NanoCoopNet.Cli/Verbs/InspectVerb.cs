// nanocoop inspect: what a model blob holds - layers, shapes, bytes, MACs, RAM plan.
using System.CommandLine;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Prints a blob.</summary>
internal sealed class InspectVerb : Verb
{
    private const double UsualFullShare = 0.2;
    private readonly Argument<string> _model;
    private readonly OutputOption<string?> _graph;
    private readonly Option<double?> _fullShare;
    private readonly PackingOptions _packing;
    private readonly JsonOption _json;

    public InspectVerb()
        : base("inspect", "Show a model: layers, shapes, bytes, MACs, RAM plan, weight layouts and why they were chosen")
    {
        _model = Add(new Argument<string>("model") { Description = "Model blob, .ncn" });
        _graph = Add(
            new OutputOption<string?>("--graph") { Description = "Draw the networks, layer by layer", HelpName = "MODEL.svg" }
        );
        _fullShare = Add(
            Options.Fraction("--full-share", "Share of inputs that full mode answers, for the mean time (0.2 by default)")
        );
        _packing = PackingOptions.AddTo(Command, writes: false);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report : ModelInspection
    {
        public Report(ModelInspection model, PackingReport? packing, ModeTimes modes)
            : base(model) => (Packing, Modes) = (packing, modes);

        /// <summary>null where the kernels' library cannot be built.</summary>
        public PackingReport? Packing { get; }

        /// <summary>Time by mode.</summary>
        public ModeTimes Modes { get; }
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        double fullShare = parse.GetValue(_fullShare) ?? UsualFullShare;
        ModelBlob blob = ModelFile.Read(parse.GetRequiredValue(_model), shell);
        if (parse.GetValue(_graph) is { } graph)
        {
            OutputFile.Write(graph, ModelGraph.Of(blob));
        }

        _json.Write(
            parse,
            shell,
            new Report(
                ModelInspection.Of(blob),
                Explain(parse, shell, blob),
                ModeTimes.Of(
                    blob.Bytes.Span,
                    blob.Nets.Count > (int)NetKind.Glue,
                    blob.Header.HasInt8Logits,
                    blob.Net(NetKind.Int8)?.Numbers ?? NetNumbers.Int8,
                    fullShare
                )
            ),
            r =>
            {
                Render(shell, r);
                if (r.Packing is { } packing)
                {
                    PackingView.Render(shell, packing);
                }

                r.Modes.Render(shell);
            }
        );
        return ExitCode.Success;
    }

    // The kernels' library packs and so knows what a layer could have; everything else of a model is shown without it.
    private PackingReport? Explain(ParseResult parse, Shell shell, ModelBlob blob)
    {
        try
        {
            return Packer.Explain(blob, smallestBytes => _packing.Budget(parse, smallestBytes));
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            shell.Say($"weight layouts are not explained: {e.Message}; {e.Hint}");
            return null;
        }
    }

    private static string StemText(int stemLayers, NetKind net) =>
        (stemLayers, net) switch
        {
            (0, _) or (_, NetKind.Glue) => string.Empty,
            (1, NetKind.Bnn) => "layer 0 is the shared stem, ",
            (_, NetKind.Bnn) => FormattableString.Invariant($"layers 0 to {stemLayers - 1} are the shared stem, "),
            _ => FormattableString.Invariant($"begins with what bnn layer {stemLayers - 1} gives, "),
        };

    internal static void Render(Shell shell, ModelInspection m)
    {
        Tables.Facts(
            shell,
            "Model",
            ("name", m.Name),
            ("form", BlobNames.Of(m.Form) + (m.HasInt8Logits ? "" : ", INT8 network without logits of its own")),
            ("input", $"{m.Input}, preprocessing {BlobNames.Of(m.Preprocessing.Kind)}"),
            ("classes", $"{m.Classes.Count}: {string.Join(' ', m.Classes)}"),
            ("confidence threshold", ConfidenceText.Format((byte)m.ConfidenceThreshold)),
            ("benchmark id", m.BenchmarkId.Length == 0 ? "none" : m.BenchmarkId),
            ("flash", $"{Tables.N(m.BlobBytes)} bytes, CRC-32 {m.Crc32:x8}"),
            ("SHA-256", m.Sha256)
        );

        foreach (NetTotals net in m.Nets)
        {
            string numbers = net.Numbers == NetNumbers.Int8 ? string.Empty : $"{BlobNames.Of(net.Numbers)}, ";
            numbers += StemText(m.StemLayers, net.Net);
            Table table = Tables.Make(
                shell,
                $"{BlobNames.Of(net.Net)}: {numbers}temperature {Tables.F(net.Temperature, 3)}",
                ">#",
                "op",
                "layout",
                "?input",
                "output",
                "?window",
                "??radices",
                ">MACs",
                "?>parameters",
                ">tensors B",
                "?>output B",
                "??>scratch B",
                ">live B"
            );
            foreach (InspectionRow r in m.Rows.Where(r => r.Net == net.Net))
            {
                table.Row(
                    $"{r.Index}",
                    BlobNames.Of(r.Op) + (r.Relu ? " + relu" : ""),
                    r.Layout,
                    r.Input.ToString(),
                    r.Output.ToString(),
                    r.Window,
                    r.Radices,
                    Tables.N(r.Macs),
                    Tables.N(r.Parameters),
                    Tables.N(r.FlashBytes),
                    Tables.N(r.OutputBytes),
                    Tables.N(r.ScratchBytes),
                    Tables.N(r.LiveBytes)
                );
            }

            table.Row(
                "",
                "total",
                "",
                "",
                "",
                "",
                "",
                Tables.N(net.Macs),
                Tables.N(net.Parameters),
                Tables.N(net.FlashBytes),
                "",
                "",
                Tables.N(net.PeakLiveBytes)
            );
            shell.Print(table);
        }

        Tables.Facts(
            shell,
            "RAM",
            (
                "peak RAM",
                $"{Tables.N(m.RamBytes)} bytes: two input banks {Tables.N(m.InputBankBytes)}, activations and scratch "
                    + $"{Tables.N(m.ArenaBytes)}"
            ),
            ("arena the blob asks for", $"{Tables.N(m.ArenaBytes)} bytes (plan of this tool: {Tables.N(m.PlannedArenaBytes)})"),
            ("most bytes live at once", $"{Tables.N(m.PeakLiveBytes)} bytes; weights stay in flash"),
            ("as the papers sum it", $"{Tables.N(m.PaperRamBytes)} bytes (weights in RAM, NUMERICS.md eq. 18)")
        );
    }
}
