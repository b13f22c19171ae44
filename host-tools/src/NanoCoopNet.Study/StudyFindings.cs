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
public static class StudyFindings
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
            select ($"{n} {StudyView.Short(b)}", r.Value),
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

    private static Finding Storage(StudyView v)
    {
        const string claim = "int8 takes 72 to 73 % less storage than float32; float32 ResNet-20 does not fit the L4's flash";
        (string Name, double Less)[] found =
        [
            .. from n in v.Networks
            let f = Weights(v, n, F32)
            let i = Weights(v, n, I8)
            where f > 0 && i > 0
            select (n, 1 - (i!.Value / f!.Value)),
        ];
        string[] refused =
        [
            .. v
                .Study.Rows.Where(r => r.Form == F32 && r.ProgramBytes is not null && !r.IsGood)
                .Select(r => $"{r.Image.Network} {r.Failure}")
                .Distinct(),
        ];
        return found.Length == 0
            ? new(claim, "", Finding.Untested + ": no float32 rows")
            : new(
                claim,
                string.Join(", ", found.Select(f => $"{f.Name} −{N(100 * f.Less)} % of the weights"))
                    + (refused.Length == 0 ? "; float32 fits every board of the study" : "; " + string.Join("; ", refused)),
                found.All(f => f.Less is > 0.7 and < 0.76) ? Finding.Confirmed : Finding.Not
            );
    }

    private static double? Weights(StudyView v, string network, string numbers) =>
        v
            .Study.Rows.FirstOrDefault(r =>
                r.Image.Network == network && r.Form == numbers && r.Image.Kernels == Ref && r.WeightBytes is not null
            )
            ?.WeightBytes;

    private static Finding Accuracy(StudyView v)
    {
        const string claim = "int8 loses 0.05 (LeNet-5) and 0.06 points (ResNet-20)";
        (string Name, double Loss)[] found =
        [
            .. from n in v.Study.Networks
            let f = n.Accuracy.GetValueOrDefault(F32)?.Network
            let i = n.Accuracy.GetValueOrDefault(I8)?.Network
            where f is not null && i is not null
            select (n.Name, 100 * (f.Value - i.Value)),
        ];
        return found.Length == 0
            ? new(claim, "", Finding.Untested + ": accuracies of both are needed (--data)")
            : new(
                claim,
                string.Join(", ", found.Select(f => $"{f.Name} {N(f.Loss, "0.00")} points lost")),
                Verdict(found.Count(f => f.Loss < 0.3), found.Length)
            );
    }

    private static Finding Mixed(StudyView v)
    {
        const string claim = "Mixed precision is not supported by the runtime they used: 10.03 %, chance (LeNet-5)";
        StudyRow[] rows = [.. v.Study.Rows.Where(r => r.Form == StudyMatrix.Mixed && r.ProgramBytes is not null)];
        if (rows.Length == 0)
        {
            return new(claim, "", Finding.Untested + ": no mixed rows");
        }

        int wrong = rows.Count(r => r.Failure.StartsWith("answers", StringComparison.Ordinal));
        string accuracy = string.Join(
            ", ",
            v.Study.Networks.Select(n => (n.Name, n.Accuracy.GetValueOrDefault(StudyMatrix.Mixed)?.Network))
                .Where(p => p.Network is not null)
                .Select(p => $"{p.Name} {N(100 * p.Network!.Value, "0.00")} %")
        );
        return new(
            claim,
            $"here it works: {accuracy}; the core's answers are the host's in {rows.Length - wrong} of {rows.Length} rows",
            wrong == 0 ? "mended: it works here" : Finding.Not
        );
    }

    private static Finding WorstBest(StudyView v)
    {
        (string Name, double Ratio, double? Theirs)[] found =
        [
            .. from n in v.Networks
            from b in v.Boards
            let e = v.ExtremesOf(n, b)
            where e is not null
            let s = SlideFigures.Times.FirstOrDefault(t => t.Network == SlideFigures.NetworkOf(n) && t.Board == b.Name)
            select ($"{n} {StudyView.Short(b)}", e.Ratio, s?.Worst / s?.Best),
        ];
        string Text((string Name, double Ratio, double? Theirs) f) =>
            $"{f.Name} {N(f.Ratio)}×{(f.Theirs is { } t ? $" (theirs {N(t)}×)" : "")}";
        return new(
            "Worst to best: 12.9×, 14.1×, 15.7× (LeNet-5 on L4, F4, F7), 29.3×, 34.6× (ResNet-20 on F4, F7)",
            string.Join(", ", found.Select(Text)),
            found.Length == 0 ? Finding.Untested : Verdict(found.Count(f => f.Ratio > 10), found.Length)
        );
    }

    private static Finding Macc(StudyView v)
    {
        const string claim = "MACC loses its predictive value with optimised kernels (141× more MACC: 123 to 127× the time at worst, 56 to 61× at best)";
        string[] names = [.. v.Networks];
        List<(double Macs, double Best, double Worst, string Text)> found = [];
        foreach (Board board in v.Boards)
        {
            for (int i = 1; i < names.Length; i++)
            {
                (Extremes? a, Extremes? b) = (v.ExtremesOf(names[0], board), v.ExtremesOf(names[i], board));
                if (a is null || b is null)
                {
                    continue;
                }

                double macs = b.Best.Macs!.Value / a.Best.Macs!.Value,
                    best = b.Best.Ms!.Value / a.Best.Ms!.Value,
                    worst = b.Worst.Ms!.Value / a.Worst.Ms!.Value;
                found.Add(
                    (
                        macs,
                        best,
                        worst,
                        $"{names[i]} over {names[0]} on {StudyView.Short(board)}: {N(macs)}× the MACs, {N(worst)}× the time at worst, "
                            + $"{N(best)}× at best"
                    )
                );
            }
        }

        return found.Count == 0
            ? new(claim, "", Finding.Untested + ": two networks are needed")
            : new(
                claim,
                string.Join("; ", found.Select(f => f.Text)),
                Verdict(
                    found.Count(f => Math.Abs(Math.Log(f.Best / f.Macs)) > Math.Abs(Math.Log(f.Worst / f.Macs))),
                    found.Count
                )
            );
    }

    private static Finding Uneven(StudyView v)
    {
        const string claim = "A library speeds layers of the same type up unevenly";
        List<(string Text, double Spread)> found = [];
        foreach (string network in v.Networks)
        {
            foreach (string core in v.Boards.Select(b => b.Core).Distinct())
            {
                double[] ratios = [.. LayerSpeedups(v, network, core).Where(l => l.IsConvolution).Select(l => l.Ratio)];
                if (ratios.Length > 1)
                {
                    found.Add(
                        ($"{network} {core}: {N(ratios.Min())} to {N(ratios.Max())}× among convolutions", ratios.Max() / ratios.Min())
                    );
                }
            }
        }

        return found.Count == 0
            ? new(claim, "", Finding.Untested + ": both kernel sets are needed")
            : new(claim, string.Join("; ", found.Select(f => f.Text)), Verdict(found.Count(f => f.Spread > 1.2), found.Count));
    }

    /// <summary>Reference over optimised cycles, layer by layer.</summary>
    public static IEnumerable<(int Layer, string Op, bool IsConvolution, double Ratio)> LayerSpeedups(
        StudyView v,
        string network,
        string core
    )
    {
        IReadOnlyList<LayerCost> slow = v.Layers(network, core, I8, Ref, v.Fast),
            fast = v.Layers(network, core, I8, Opt, v.Fast);
        IReadOnlyList<string> ops = OpsOf(v, network);
        return slow.Join(
            fast,
            l => l.Layer,
            l => l.Layer,
            (a, b) =>
                (
                    a.Layer,
                    a.Layer < ops.Count ? ops[a.Layer] : "",
                    a.Layer < ops.Count && ops[a.Layer].StartsWith("conv", StringComparison.Ordinal),
                    a.Cycles / b.Cycles
                )
        );
    }

    /// <summary>Operations of the INT8 network's layers.</summary>
    public static IReadOnlyList<string> OpsOf(StudyView v, string network) =>
        v.Study.Networks.First(n => n.Name == network).Blobs.TryGetValue((I8, Ref), out Model.ModelBlob? blob)
            ? [.. blob.Nets[1].Layers.Select(l => Model.BlobNames.Of(l.Op))]
            : [];

    private static Finding Dense(StudyView v)
    {
        const string claim = "Dense layers hold more than 90 % of LeNet's parameters and take 13 % of its time";
        List<string> texts = [];
        bool holds = true;
        foreach (string network in v.Networks.Where(n => SlideFigures.NetworkOf(n) == SlideFigures.LeNet))
        {
            IReadOnlyList<string> ops = OpsOf(v, network);
            foreach (string core in v.Boards.Select(b => b.Core).Distinct())
            {
                IReadOnlyList<LayerCost> layers = v.Layers(network, core, I8, core == "cortex-m3" ? Ref : Opt, v.Fast);
                LayerCost[] dense = [.. layers.Where(l => ops[l.Layer].StartsWith("dense", StringComparison.Ordinal))];
                if (dense.Length == 0)
                {
                    continue;
                }

                double parameters = dense.Sum(l => l.Parameters) / (double)layers.Sum(l => l.Parameters),
                    time = dense.Sum(l => l.Cycles) / layers.Sum(l => l.Cycles);
                holds &= parameters > 0.9 && time < 0.3;
                texts.Add($"{core}: {N(100 * parameters)} % of the parameters, {N(100 * time)} % of the cycles");
            }
        }

        return texts.Count == 0
            ? new(claim, "", Finding.Untested + ": no LeNet-5 in int8")
            : new(claim, string.Join("; ", texts), holds ? Finding.Confirmed : Finding.Not);
    }

    private static Finding Size(StudyView v)
    {
        const string claim = "-Os instead of -Ofast saves 115 KiB of flash, all of it program";
        StudyRow? small = First(v, v.Small),
            fast = First(v, v.Fast);
        if (small is null || fast is null || v.Small == v.Fast)
        {
            return new(claim, "", Finding.Untested + ": two flags are needed");
        }

        double saved = fast.ProgramBytes!.Value - small.ProgramBytes!.Value;
        return new(
            claim,
            $"{N(saved / 1024)} KiB of program ({small.Image.Kernels} kernels, {small.Image.Core}), "
                + $"{N(fast.WeightBytes!.Value - small.WeightBytes!.Value, "0")} bytes of weights; there is no runtime or library here",
            saved > 0 && fast.WeightBytes == small.WeightBytes ? "confirmed in kind, not in size" : Finding.Not
        );
    }

    private static StudyRow? First(StudyView v, string flags) =>
        v
            .Study.Rows.Where(r => r.IsSingle && r.ProgramBytes is not null && r.Image.Flags == flags)
            .OrderByDescending(r => r.Image.Kernels == Opt)
            .FirstOrDefault();

    private static Finding F7AgainstF4(StudyView v)
    {
        const string claim = "The F7 needs less energy than the F4";
        (string Name, double F4, double F7)[] found =
        [
            .. from n in v.Networks
            let f4 = v.Boards.FirstOrDefault(b => StudyView.Short(b) == "F4")
            let f7 = v.Boards.FirstOrDefault(b => StudyView.Short(b) == "F7")
            where f4 is not null && f7 is not null
            let a = v.ExtremesOf(n, f4)
            let b = v.ExtremesOf(n, f7)
            where a is not null && b is not null
            select (n, a.Best.Mj!.Value, b.Best.Mj!.Value),
        ];
        return found.Length == 0
            ? new(claim, "", Finding.Untested + ": both boards are needed")
            : new(
                claim,
                string.Join(", ", found.Select(f => $"{f.Name}: F4 {N(f.F4, "0.###")}, F7 {N(f.F7, "0.###")} mJ"))
                    + " (modelled, with powers that are not verified)",
                Verdict(found.Count(f => f.F7 < f.F4), found.Length)
            );
    }

    private static Finding Answers(StudyView v)
    {
        Combination[] ran = [.. v.Study.Rows.Where(r => r.ProgramBytes is not null).Select(r => r.Image).Distinct()];
        Combination[] wrong =
        [
            .. v
                .Study.Rows.Where(r => r.Failure.StartsWith("answers", StringComparison.Ordinal))
                .Select(r => r.Image)
                .Distinct(),
        ];
        return new(
            "On-device verification is indispensable: accuracy on the device may differ from the host's",
            $"{ran.Length - wrong.Length} of {ran.Length} images give the host engine's answers"
                + (wrong.Length == 0 ? ", so nothing was found on the core that the host had not shown" : ""),
            wrong.Length > 0 ? Finding.Confirmed : "not needed here: the same C runs on both"
        );
    }
}
