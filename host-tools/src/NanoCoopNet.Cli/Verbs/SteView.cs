// How `ste` shows what it found.
using System.Globalization;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Renders <see cref="SteReport"/>.</summary>
internal static class SteView
{
    /// <summary>Facts, predictors, the threshold chosen, bounds.</summary>
    internal static void Render(Shell shell, SteReport r)
    {
        bool isRecord = r.Method == SteMethod.Record;
        Tables.Facts(
            shell,
            $"{r.Model} on {r.Data}",
            ("answers", r.Origin),
            ("predicted by", isRecord ? "the record's own curve, accuracy smoothed" : "polynomials (BC-Net IV-C)"),
            ("judged", Judged(r)),
            ("milliseconds", r.MillisecondsAre ?? "none: no source of time of a board")
        );
        shell.Print(isRecord ? Errors(shell, r) : Polynomials(shell, r));
        if (r.Chosen is { } c)
        {
            string value = ConfidenceText.Format((byte)c.ConfidenceThreshold);
            string on = r.ConfirmedOn ?? "the validation samples";
            (string, string)[] delta = c.Delta is { } d ? [("accuracy − INT8's", Points(d, on))] : [];
            Tables.Facts(
                shell,
                "Threshold for the target",
                [
                    ("confidence threshold", value),
                    (
                        "95 % interval",
                        $"{Tables.F(c.Low, 3)} … {Tables.F(c.High, 3)} (bootstrap; {Tables.Percent(c.UnreachedFraction)} of the "
                            + "resamples do not reach the target)"
                    ),
                    ("accuracy", Percent(c.Accuracy, on)),
                    .. delta,
                    ("full mode", Percent(c.FullFraction, on)),
                    ("mean cost", Cost(c, r)),
                    ("to set it", $"nanocoop ct {value}"),
                ]
            );
        }

        if (r.Risk is { } k)
        {
            shell.Line(
                FormattableString.Invariant(
                    $"At most {100 * k.Epsilon:0.##} points below INT8 with {100 * (1 - k.Delta):0.##} % confidence: "
                )
                    + $"confidence threshold {ConfidenceText.Format((byte)k.ConfidenceThreshold)} or more, full mode "
                    + $"{Tables.Percent(k.FullFraction)} "
                    + $"({Tables.F(100 * k.Loss, 2)} points lost on these {Tables.N(k.Samples)} samples)"
            );
        }

        if (r.LightErrors is { } b)
        {
            shell.Line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Light and wrong with probability at most {b.Alpha}: confidence threshold "
                        + $"{ConfidenceSteps.Value(b.ConfidenceThreshold):F3}"
                ) + FormattableString.Invariant($" or more ({b.ValidationRate:F4} of the validation samples there)")
            );
        }
    }

    private static string Judged(SteReport r) =>
        r.ConfirmedOn is { } data
            ? $"from all {Tables.N(r.CalibrationSamples)} samples, on {Tables.N(r.ValidationSamples)} of {data}"
            : $"from {Tables.N(r.CalibrationSamples)} samples, on the other {Tables.N(r.ValidationSamples)}, split by class, "
                + $"seed {r.Seed}";

    private static Table Errors(Shell shell, SteReport r)
    {
        Table table = Tables.Make(
            shell,
            "Predicted against measured, at a hundred CT",
            "of",
            ">mean square error",
            ">largest error",
            "BC-Net's own"
        );
        foreach (PredictorReport p in r.Predictors)
        {
            table.Row(p.Quantity, Tables.F(p.ValidationMse, 5), Tables.F(p.ValidationMaxError, 3), p.Papers);
        }

        return table;
    }

    private static Table Polynomials(Shell shell, SteReport r)
    {
        Table table = Tables.Make(
            shell,
            "Predictors over CT",
            "of",
            ">degree",
            ">regression MSE",
            "below ε",
            ">validation MSE",
            ">largest error",
            "BC-Net's own"
        );
        foreach (PredictorReport p in r.Predictors)
        {
            table.Row(
                p.Quantity,
                $"{p.Fit?.Degree}",
                Tables.F(p.Fit?.RegressionMse, 5),
                FormattableString.Invariant($"{(p.Fit?.ReachedEpsilon == true ? "yes" : "no")}, ε = {p.Fit?.Epsilon}"),
                Tables.F(p.ValidationMse, 5),
                Tables.F(p.ValidationMaxError, 3),
                p.Papers
            );
        }

        return table;
    }

    private static string Percent(PredictedValue v, string on) =>
        $"{Tables.Percent(v.Predicted)} predicted [{Tables.Percent(v.Band.Low)}, {Tables.Percent(v.Band.High)}]"
        + (v.Measured is { } seen ? $", {Tables.Percent(seen)} on {on}" : "");

    private static string Points(PredictedValue v, string on)
    {
        string Text(double value) => Tables.F(100 * value, 2);
        return $"{Text(v.Predicted)} points predicted" + (v.Measured is { } seen ? $", {Text(seen)} on {on}" : "");
    }

    private static string Cost(ChosenThreshold c, SteReport r)
    {
        string ms = c.PredictedMs is null ? "" : $", {Tables.F(c.PredictedMs, 2)} ms {r.MillisecondsAre}";
        string mj = c.PredictedMj is null ? "" : $", {Tables.F(c.PredictedMj, 3)} mJ ({r.EnergyIs})";
        return c.PredictedCounts is null ? "–" : $"{Tables.N(c.PredictedCounts)} {r.Unit}{ms}{mj}";
    }
}
