// What follows from the rows: best and worst, the effect of each axis, interactions, predictors, Pareto fronts.
using MathNet.Numerics;

namespace NanoCoopNet.Study;

/// <summary>Best and worst combination of a network on a board.</summary>
public sealed record Extremes(StudyRow Best, StudyRow Worst)
{
    /// <summary>Worst over best.</summary>
    public double Ratio => Worst.Ms!.Value / Best.Ms!.Value;
}

/// <summary>An axis alone: everything else equal.</summary>
/// <param name="From">Setting whose time is divided by…</param>
/// <param name="To">…that of this one.</param>
/// <param name="Ratio">Geometric mean; above 1: <paramref name="To"/> is faster.</param>
/// <param name="Least">Smallest ratio of a pair; then the largest.</param>
/// <param name="Pairs">Pairs of rows that differ in this axis alone.</param>
public sealed record AxisEffect(string Axis, string From, string To, double Ratio, double Least, double Most, int Pairs);

/// <summary>The analysis.</summary>
public static class StudyAnalysis
{
    /// <summary>The axes: name, value of a row, and a row's key without it.</summary>
    public static readonly IReadOnlyList<(string Name, Func<StudyRow, string> Value)> Axes =
    [
        ("numbers", r => r.Image.Numbers),
        ("kernels", r => r.Image.Kernels),
        ("FPU", r => r.Image.Fpu),
        ("flags", r => r.Image.Flags),
    ];

    /// <summary>Best and worst of rows; null where none ran.</summary>
    public static Extremes? ExtremesOf(IEnumerable<StudyRow> rows)
    {
        StudyRow[] good = [.. rows.Where(r => r.IsGood && r.Ms > 0).OrderBy(r => r.Ms)];
        return good.Length == 0 ? null : new(good[0], good[^1]);
    }

    /// <summary>Effects of every axis between its first setting and each other one that rows have.</summary>
    /// <param name="rows">Of one network and board.</param>
    /// <param name="settings">Of each axis, in order.</param>
    public static IEnumerable<AxisEffect> Effects(
        IReadOnlyList<StudyRow> rows,
        IReadOnlyDictionary<string, IReadOnlyList<string>> settings
    )
    {
        foreach ((string axis, Func<StudyRow, string> value) in Axes)
        {
            foreach (string to in settings[axis].Skip(1))
            {
                if (Effect(rows, axis, settings[axis][0], to) is { } effect)
                {
                    yield return effect;
                }
            }
        }
    }

    /// <summary>One effect; null where no two rows differ in the axis alone.</summary>
    public static AxisEffect? Effect(IReadOnlyList<StudyRow> rows, string axis, string before, string after)
    {
        Func<StudyRow, string> value = Axes.First(a => a.Name == axis).Value;
        string Others(StudyRow r) => string.Join('|', Axes.Where(a => a.Name != axis).Select(a => a.Value(r)));
        StudyRow[] good = [.. rows.Where(r => r.IsGood && r.Ms > 0)];
        double[] ratios =
        [
            .. from a in good
            where value(a) == before
            from b in good
            where value(b) == after && Others(a) == Others(b)
            select a.Ms!.Value / b.Ms!.Value,
        ];
        return ratios.Length == 0
            ? null
            : new(axis, before, after, Math.Exp(ratios.Average(Math.Log)), ratios.Min(), ratios.Max(), ratios.Length);
    }

    /// <summary>R² of a straight line through (x, y); null for fewer than three points or where x does not vary.</summary>
    public static double? RSquared(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 3 || points.All(p => p.X == points[0].X) || points.All(p => p.Y == points[0].Y))
        {
            return null;
        }

        double[] x = [.. points.Select(p => p.X)],
            y = [.. points.Select(p => p.Y)];
        (double a, double b) = Fit.Line(x, y);
        return GoodnessOfFit.CoefficientOfDetermination(x.Select(v => a + (b * v)), y);
    }

    /// <summary>Rows that no other is at least as good as in every metric and better in one: milliseconds, millijoules, bytes of
    /// flash, and accuracy where it is known.</summary>
    public static IReadOnlyList<StudyRow> Pareto(IReadOnlyList<StudyRow> rows)
    {
        (StudyRow Row, double[] Metrics)[] all =
        [
            .. rows.Where(r => r.IsGood && r.Ms is not null)
                .Select(r => (r, new[] { r.Ms!.Value, r.Mj!.Value, r.FlashBytes!.Value, -(r.Accuracy ?? 0) })),
        ];
        bool Beats(double[] a, double[] b) => a.Zip(b).All(p => p.First <= p.Second) && a.Zip(b).Any(p => p.First < p.Second);
        return [.. all.Where(one => !all.Any(other => Beats(other.Metrics, one.Metrics))).Select(p => p.Row)];
    }
}
