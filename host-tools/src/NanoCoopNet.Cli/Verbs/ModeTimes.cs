// Time of a model by mode: its parts, the C# code around them, and what they come to, all by the clock.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Model;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Modelled cycles by part and mode.</summary>
/// <param name="FullShare">Share of inputs that full mode answers, for <see cref="Mean"/>; 0…1.</param>
/// <param name="Stem">The layers of the BNN that the INT8 network goes on from; null without a shared stem.</param>
/// <param name="Int8">Behind the stem, if there is one.</param>
/// <param name="Int8Alone">With the stem; null where the INT8 network has no logits of its own.</param>
/// <param name="RealName">What the second network is called.</param>
internal sealed record ModeTimes(
    CycleEstimate Bnn,
    CycleEstimate Confidence,
    CycleEstimate Int8,
    CycleEstimate? Glue,
    CycleEstimate ManagedLight,
    CycleEstimate ManagedFull,
    CycleEstimate Light,
    CycleEstimate Full,
    CycleEstimate? Int8Alone,
    double FullShare,
    CycleEstimate Mean,
    string RealName,
    CycleEstimate? Stem = null
)
{
    /// <summary>Those of a valid blob.</summary>
    public static ModeTimes Of(ReadOnlySpan<byte> blob, bool hasGlue, bool hasInt8Logits, NetNumbers numbers, double fullShare)
    {
        PartClock parts = ModelClock.Of(blob).Parts;
        return new(
            parts.Bnn,
            parts.Confidence,
            parts.Int8,
            hasGlue ? parts.Glue : null,
            parts.ManagedLight,
            parts.ManagedFull,
            parts.Light,
            parts.Full,
            hasInt8Logits ? parts.Int8Alone : null,
            fullShare,
            parts.At(fullShare),
            BlobNames.Title(numbers),
            parts.Stem.Cycles > 0 ? parts.Stem : null
        );
    }

    /// <summary>As a table.</summary>
    public void Render(Shell shell)
    {
        Table table = Tables.Make(
            shell,
            $"Time by mode at {BoardClock.Default.ClockHz / 1_000_000} MHz, by the clock",
            "part",
            ">est. ms",
            ">at least",
            ">at most",
            ">est. cycles"
        );
        Row("shared stem, in BNN", Stem);
        Row("BNN", Bnn);
        Row("confidence", Confidence);
        Row(RealName, Int8);
        Row("glue", Glue);
        Row("C#, light", ManagedLight);
        Row("C#, full", ManagedFull);
        Row("light mode", Light);
        Row("full mode", Full);
        Row($"{RealName} alone, C# included", Int8Alone);
        Row($"mean, {Tables.F(100 * FullShare, 1)} % full", Mean);
        shell.Print(table);

        void Row(string part, CycleEstimate? estimate)
        {
            if (estimate is { } e)
            {
                string inexact = e.IsExact ? "" : "~";
                table.Row(
                    part,
                    inexact + EstimatedTime.Ms(e.Cycles),
                    EstimatedTime.Ms(e.Least),
                    EstimatedTime.Ms(e.Most),
                    inexact + Tables.N(e.Cycles)
                );
            }
        }
    }
}
