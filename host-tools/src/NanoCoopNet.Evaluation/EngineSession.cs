// One model opened in one context of the C engine on the PC: writes a sample, runs the networks, reads the answers.
using NanoCoopNet.Bridge;
using NanoCoopNet.Interop;
using NanoCoopNet.Model;

namespace NanoCoopNet.Evaluation;

/// <summary>Runs samples through the engine. One thread at a time; several sessions of one <see cref="INative"/> may run at
/// once.</summary>
public sealed class EngineSession
{
    private const int Networks = 3;
    private readonly INative _native;
    private readonly int _context;
    private readonly int[] _layers;
    private readonly byte[] _input;
    private readonly int[] _confidence = new int[ConfidenceField.Ints];

    /// <summary>Opens a model in a context.</summary>
    /// <param name="slot">As <see cref="PcNative.LoadBlob"/> gives it.</param>
    /// <exception cref="ModelFormatException">refused: the message names rule, network and layer.</exception>
    public EngineSession(INative native, int context, int slot)
    {
        (_native, _context) = (native, context);
        int[] info = new int[ModelField.Ints];
        int status = native.ModelOpen(context, slot, info);
        if (status < 0)
        {
            throw Refused(status, info);
        }

        Classes = info[ModelField.Classes];
        _input = new byte[info[ModelField.InputBytes]];
        _layers = info.AsSpan(ModelField.Layers, Networks).ToArray();
        ArenaBytes = info[ModelField.ArenaBytes];
        LogitRadices = info.AsSpan(ModelField.LogitRadix, Networks).ToArray();
    }

    /// <summary>Puts a blob through the engine's whole validator, however large its arena is.</summary>
    /// <exception cref="ModelFormatException">refused: the message names rule, network and layer.</exception>
    /// <exception cref="NanoCoopException">ToolMissing, BuildFailed: the engine cannot be built here.</exception>
    public static void Validate(ModelBlob model)
    {
        const int context = 1;
        using PcNative native = new(new PcNativeOptions());
        int[] info = new int[ModelField.Ints];
        int status = native.ModelOpen(context, native.LoadBlob(0, model.Bytes.Span), info);
        if (status < 0 && status != NativeStatus.Arena)
        {
            throw Refused(status, info);
        }
    }

    public int Classes { get; }

    /// <summary>Bytes the engine needs: both input banks and its plan.</summary>
    public int ArenaBytes { get; }

    /// <summary>Radix of the logits of nets 0, 1, 2.</summary>
    public IReadOnlyList<int> LogitRadices { get; }

    /// <summary>Sets the input of all networks.</summary>
    public void SetInput(ReadOnlySpan<byte> sample)
    {
        sample.CopyTo(_input);
        Check(_native.InputWrite(_context, 0, _input, 0, _input.Length, 0), "InputWrite");
        Check(_native.InputSelect(_context, 0), "InputSelect");
    }

    /// <summary>Runs all layers of a network.</summary>
    public void Run(NetKind net)
    {
        for (int layer = 0; layer < _layers[(int)net]; layer++)
        {
            Check(_native.LayerRun(_context, (int)net, layer, 0), "LayerRun");
        }
    }

    /// <summary>Top class and CS in 2^−16 of a network that has run, eq. (13).</summary>
    public (int Top, int Confidence65536) Confidence(NetKind net)
    {
        Check(_native.Confidence(_context, (int)net, _confidence), "Confidence");
        return (_confidence[ConfidenceField.Top1], _confidence[ConfidenceField.Score65536]);
    }

    /// <summary>int32 logits of a network that has run.</summary>
    public int[] Logits(NetKind net)
    {
        int[] logits = new int[Classes];
        Check(_native.Logits(_context, (int)net, logits), "Logits");
        return logits;
    }

    private static void Check(int status, string function)
    {
        if (status < 0)
        {
            throw new InvalidOperationException($"{function} of the engine returned status {status}");
        }
    }

    private static ModelFormatException Refused(int status, int[] info)
    {
        int rule = info[ModelField.Rule],
            net = info[ModelField.RuleNet],
            layer = info[ModelField.RuleLayer];
        string where =
            net < 0 ? "header"
            : layer < 0 ? $"network {net}"
            : $"network {BlobNames.Of((NetKind)net)}, layer {layer}";
        return rule > 0
            ? new ModelFormatException(
                "refused",
                $"the engine refuses the blob: {where}: {NativeTexts.Rule(rule).Text} (rule {rule})",
                "make the blob again with `nanocoop quantise` of this version"
            )
            : new ModelFormatException(
                "refused",
                $"the engine cannot open the blob: {NativeTexts.Status(status).Text} (it needs an arena of "
                    + $"{info[ModelField.ArenaBytes]} bytes)",
                "use a smaller model"
            );
    }
}
