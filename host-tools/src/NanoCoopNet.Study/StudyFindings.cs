// The slides' findings, each held against the study's rows: confirmed or not, with the figure.
using System.Globalization;
using NanoCoopNet.Boards;

namespace NanoCoopNet.Study;

/// <summary>A finding.</summary>
/// <param name="Claim">As the slides have it.</param>
/// <param name="Ours">Our figures.</param>
/// <param name="Verdict">confirmed, not confirmed, or why it was not tested.</param>
public sealed record Finding(string Claim, string Ours, string Verdict)
{
    public const string Confirmed = "confirmed",
        Not = "not confirmed",
        Untested = "not tested";
}

/// <summary>Finds out.</summary>
public static partial class StudyFindings
{
    private const string Ref = StudyMatrix.Reference,
        Opt = StudyMatrix.Optimised,
        On = StudyMatrix.On,
        Off = StudyMatrix.Off,
        F32 = StudyMatrix.Float32,
        I8 = StudyMatrix.Int8;

    /// <summary>All of them, in the order of the slides.</summary>
    public static IReadOnlyList<Finding> Of(StudyView v) =>
        [
            Storage(v),
            Accuracy(v),
            Mixed(v),
            Ratios(
                v,
                "With an FPU, float32 is a little faster than int8 without a library (L4)",
                b => v.Boards.Contains(b),
                (n, b) => v.Ratio(n, b, (I8, Ref, On, v.Fast), (F32, Ref, On, v.Fast)),
                r => r > 1,
                "int8 reference / float32"
            ),
            Ratios(
                v,
                "Without an FPU float32 is 3.6× as slow (LeNet-5, L4)",
                _ => true,
                (n, b) => v.Ratio(n, b, (F32, Ref, Off, v.Fast), (F32, Ref, On, v.Fast)),
                r => r > 2,
                "FPU off / on"
            ),
            Ratios(
                v,
                "int8 with a library is the fastest, whether or not there is an FPU",
                _ => true,
                (n, b) => v.Ratio(n, b, (I8, Opt, Off, v.Fast), (I8, Opt, On, v.Fast)),
                r => r is > 0.95 and < 1.05,
                "FPU off / on"
            ),
            Ratios(
                v,
                "A library speeds int8 up 3.3×, 4.1×, 2.2× (LeNet-5 on L4, F4, F7), 5.5×, 6.6×, 2.5× (ResNet-20)",
                _ => true,
                (n, b) => v.Ratio(n, b, (I8, Ref, On, v.Fast), (I8, Opt, On, v.Fast)),
                r => r > 2,
                "reference / optimised"
            ),
            WorstBest(v),
            Macc(v),
            Uneven(v),
            Dense(v),
            Size(v),
            F7AgainstF4(v),
            new(
                "Latency is a nearly perfect proxy of energy",
                "energies here are a board's power × modelled time, so on one board they are proportional by construction",
                Finding.Untested + ": needs a capture"
            ),
            Answers(v),
        ];

    private static string N(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);

    private static Finding Ratios(
        StudyView v,
        string claim,
        Func<Board, bool> which,
        Func<string, Board, double?> ratio,
        Func<double, bool> holds,
        string what
    )
    {
        (string Name, double Ratio)[] found =
        [
            .. from n in v.Networks
            from b in v.Boards.Where(which)
            let r = ratio(n, b)
            where r is not null
            select (v.Name(n, b), r.Value),
        ];
        return found.Length == 0
            ? new(claim, "", Finding.Untested + ": the study lacks these rows")
            : new(
                claim,
                $"{what}: {string.Join(", ", found.Select(f => $"{f.Name} {N(f.Ratio, "0.00")}×"))}",
                Verdict(found.Count(f => holds(f.Ratio)), found.Length)
            );
    }

    private static string Verdict(int holds, int of) =>
        holds == of ? Finding.Confirmed
        : holds == 0 ? Finding.Not
        : $"{Finding.Confirmed} for {holds} of {of}";
}
