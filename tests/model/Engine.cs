// The C engine, or a reason why a test is skipped.
using NanoCoopNet.Bridge;
using NanoCoopNet.Evaluation;

namespace NanoCoopNet.Model.Tests;

/// <summary>The PC's engine with one context and one model.</summary>
internal sealed class Engine : IDisposable
{
    private readonly PcNative _native;

    private Engine(PcNative native, byte[] blob)
    {
        _native = native;
        Session = new EngineSession(native, 1, native.LoadBlob(0, blob));
    }

    public EngineSession Session { get; }

    /// <summary>Opens a blob; inconclusive where the engine cannot be built on this machine.</summary>
    public static Engine Open(byte[] blob)
    {
        Require();
        return new Engine(new PcNative(new PcNativeOptions { ArenaBytes = 1 << 20 }), blob);
    }

    /// <summary>Builds the engine, or makes the test inconclusive.</summary>
    public static void Require()
    {
        try
        {
            NativeBuild.EnsurePc();
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            throw new AssertInconclusiveException($"{e.Message} {e.Hint}");
        }
    }

    /// <summary>Logits of every network that gives some, as real numbers, for one sample.</summary>
    public double[]?[] Logits(ReadOnlySpan<byte> sample, ModelBlob model)
    {
        double[]?[] all = new double[3][];
        Session.SetInput(sample);
        foreach (BlobNet net in model.Nets)
        {
            Session.Run(net.Kind);
            if (net.Layers[^1].Op == LayerOp.DenseLogits)
            {
                int radix = Session.LogitRadices[(int)net.Kind];
                all[(int)net.Kind] = Array.ConvertAll(Session.Logits(net.Kind), v => Math.ScaleB(v, -radix));
            }
        }

        return all;
    }

    public void Dispose() => _native.Dispose();
}
