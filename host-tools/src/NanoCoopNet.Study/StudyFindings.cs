// The slides' findings, each held against the study's rows, with the figures: whether the direction is theirs, and the size.
using System.Globalization;
using NanoCoopNet.Boards;

namespace NanoCoopNet.Study;

/// <summary>A finding.</summary>
/// <param name="Claim">As the slides have it.</param>
/// <param name="Ours">Our figures.</param>
/// <param name="Verdict">confirmed; same direction, other size; not confirmed; or why it was not tested.</param>
public sealed record Finding(string Claim, string Ours, string Verdict)
{
    public const string Confirmed = "confirmed",
        SameDirection = "same direction",
        OtherSize = SameDirection + ", other size",
        Not = "not confirmed",
        Untested = "not tested";

    /// <summary>Within this factor of the slides' figure ours has the same size.</summary>
    public const double SizeFactor = 1.5;

    /// <summary>What the verdicts mean.</summary>
    public static string Legend { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"{Confirmed}\": every figure here points the way the slides say and, where they give a figure for the "
                + $"same network and board, lies within a factor of {SizeFactor} of it. \"{OtherSize}\": it "
                + $"points that way, but is larger or smaller."
        );
}

/// <summary>One figure of ours for a finding.</summary>
/// <param name="Name">Of what: a network and board.</param>
/// <param name="Agrees">It points the way that the slides say, whatever its size.</param>
/// <param name="Theirs">Their figure for the same; null: they give none.</param>
internal sealed record Evidence(string Name, bool Agrees, double Ours, double? Theirs = null)
{
    /// <summary>As large as theirs, or nothing to compare with.</summary>
    public bool HasTheirSize => Theirs is not { } t || Math.Abs(Math.Log(Ours / t)) <= Math.Log(Finding.SizeFactor);
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
                (n, b) => v.Ratio(n, b, (I8, Ref, On, v.Fast), (F32, Ref, On, v.Fast)),
                (_, _) => null,
                "int8 reference / float32"
            ),
            Ratios(
                v,
                "Without an FPU float32 is 3.6× as slow (LeNet-5, L4)",
                (n, b) => v.Ratio(n, b, (F32, Ref, Off, v.Fast), (F32, Ref, On, v.Fast)),
                (n, b) => (SlideFigures.NetworkOf(n), b.Name) == (SlideFigures.LeNet, "NUCLEO-L496ZG") ? 3.6 : null,
                "FPU off / on"
            ),
            Fastest(v),
            Ratios(
                v,
                "A library speeds int8 up 3.3×, 4.1×, 2.2× (LeNet-5 on L4, F4, F7), 5.5×, 6.6×, 2.5× (ResNet-20)",
                (n, b) => v.Ratio(n, b, (I8, Ref, On, v.Fast), (I8, Opt, On, v.Fast)),
                (n, b) => SlideFigures.Of(n, b) is { } s ? s.Int8Plain / s.Best : null,
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

    /// <summary>A ratio of each network on each board; above 1 it points the way the slides say.</summary>
    private static Finding Ratios(
        StudyView v,
        string claim,
        Func<string, Board, double?> ratio,
        Func<string, Board, double?> theirs,
        string what
    )
    {
        Evidence[] found =
        [
            .. from n in v.Networks
            from b in v.Boards
            let r = ratio(n, b)
            where r is not null
            select new Evidence(v.Name(n, b), r > 1, r.Value, theirs(n, b)),
        ];
        return found.Length == 0
            ? new(claim, "", Finding.Untested + ": the study lacks these rows")
            : new(claim, $"{what}: {string.Join(", ", found.Select(f => Text(f, "0.00")))}", Verdict(found));
    }

    private static string Text(Evidence f, string format = "0.0") =>
        $"{f.Name} {N(f.Ours, format)}×{(f.Theirs is { } t ? $" (theirs {N(t)}×)" : "")}";

    private static string Verdict(IReadOnlyCollection<Evidence> found)
    {
        Evidence[] agreeing = [.. found.Where(f => f.Agrees)];
        bool isWhole = agreeing.Length == found.Count,
            hasSize = agreeing.All(f => f.HasTheirSize);
        return agreeing.Length == 0 ? Finding.Not
            : isWhole ? (hasSize ? Finding.Confirmed : Finding.OtherSize)
            : $"{(hasSize ? Finding.Confirmed : Finding.SameDirection)} for {agreeing.Length} of {found.Count}";
    }
}
