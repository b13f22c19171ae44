// Findings about time: worst and best, what predicts it, layers.
using NanoCoopNet.Boards;

namespace NanoCoopNet.Study;

public static partial class StudyFindings
{
    private static Finding WorstBest(StudyView v)
    {
        const string claim = "Worst to best: 12.9×, 14.1×, 15.7× (LeNet-5 on L4, F4, F7), 29.3×, 34.6× (ResNet-20 on F4, F7)";
        Evidence[] found =
        [
            .. from n in v.Networks
            from b in v.Boards
            let e = v.ExtremesOf(n, b)
            where e is not null
            let s = SlideFigures.Of(n, b)
            select new Evidence(v.Name(n, b), e.Ratio > 10, e.Ratio, s?.Worst / s?.Best),
        ];
        bool isWhole =
            v.Study.Rows.Any(r => r.Form == F32 && r.Image.Fpu == Off && r.IsGood)
            && v.Study.Rows.Any(r => r.Form == I8 && r.IsGood);
        return new(
            claim,
            string.Join(", ", found.Select(f => Text(f))),
            !isWhole
                ? Finding.Untested + ": float32 without an FPU, their worst, or int8, their best, is not part of the study"
                : Verdict(found)
        );
    }

    /// <summary>Against the fastest of every other form and set of kernels, with an FPU and without; and int8 with one against
    /// without one, which must be the same within 5 %.</summary>
    private static Finding Fastest(StudyView v)
    {
        const string claim = "int8 with a library is the fastest, whether or not there is an FPU";
        List<Evidence> found = [];
        List<string> texts = [];
        foreach (string network in v.Networks)
        {
            foreach (Board board in v.Boards)
            {
                StudyRow[] rows = [.. v.Single(network, board).Where(r => r.IsGood)];
                List<(string Fpu, double Ms)> int8 = [];
                foreach (string fpu in (string[])[On, Off])
                {
                    StudyRow[] here = [.. rows.Where(r => r.Image.Fpu == fpu)];
                    StudyRow? ours = here.Where(r => r.Form == I8 && r.Image.Kernels == Opt).MinBy(r => r.Ms),
                        next = here.Where(r => r.Form != I8 || r.Image.Kernels != Opt).MinBy(r => r.Ms);
                    if (ours is null || next is null)
                    {
                        continue;
                    }

                    string name = $"{v.Name(network, board)} FPU {fpu}";
                    found.Add(new(name, ours.Ms < next.Ms, next.Ms!.Value / ours.Ms!.Value));
                    texts.Add($"{name} {N(found[^1].Ours)}× ({next.Form}, {next.Image.Kernels})");
                    int8.Add((fpu, ours.Ms.Value));
                }

                if (int8.Count == 2)
                {
                    double ratio = int8[1].Ms / int8[0].Ms;
                    found.Add(new($"{v.Name(network, board)} off / on", ratio is > 0.95 and < 1.05, ratio));
                    texts.Add($"int8 FPU off / on {N(ratio, "0.00")}×");
                }
            }
        }

        return found.Count == 0
            ? new(claim, "", Finding.Untested + ": optimised int8 and another form or kernels are needed")
            : new(claim, "next fastest / int8 optimised: " + string.Join(", ", texts), Verdict(found));
    }

    private static Finding Macc(StudyView v)
    {
        const string claim =
            "MACC loses its predictive value with optimised kernels (141× more MACC: 123 to 127× the time at worst, 56 to 61× at "
            + "best)";
        string[] names = [.. v.Networks];
        List<Evidence> found = [];
        foreach (Board board in v.Boards)
        {
            for (int i = 1; i < names.Length; i++)
            {
                (Extremes? a, Extremes? b) = (v.ExtremesOf(names[0], board), v.ExtremesOf(names[i], board));
                if (a is null || b is null)
                {
                    continue;
                }

                double macs = b.Best.Macc!.Value / a.Best.Macc!.Value,
                    best = b.Best.Ms!.Value / a.Best.Ms!.Value,
                    worst = b.Worst.Ms!.Value / a.Worst.Ms!.Value;
                bool theirs =
                    SlideFigures.Of(names[0], board) is { Network: SlideFigures.LeNet }
                    && SlideFigures.Of(names[i], board) is { Network: SlideFigures.ResNet };
                found.Add(
                    new(
                        $"{names[i]} over {names[0]} on {StudyView.Short(board)}: {N(macs)}× the MACC, {N(worst)}× the time at "
                            + $"worst, {N(best)}× at best",
                        Math.Abs(Math.Log(best / macs)) > Math.Abs(Math.Log(worst / macs)),
                        best,
                        theirs ? SlideFigures.BestResNetOverLeNet(board) : null
                    )
                );
            }
        }

        return found.Count == 0
            ? new(claim, "", Finding.Untested + ": two networks are needed")
            : new(claim, string.Join("; ", found.Select(f => f.Name)), Verdict(found));
    }

    private static Finding Uneven(StudyView v)
    {
        const string claim = "A library speeds layers of the same type up unevenly";
        List<Evidence> found = [];
        foreach (string network in v.Networks)
        {
            foreach (string core in v.Boards.Select(b => b.Core).Distinct())
            {
                double[] ratios = [.. LayerSpeedups(v, network, core).Where(l => l.IsConvolution).Select(l => l.Ratio)];
                if (ratios.Length > 1)
                {
                    double spread = ratios.Max() / ratios.Min();
                    found.Add(
                        new($"{network} {core}: {N(ratios.Min())} to {N(ratios.Max())}× among convolutions", spread > 1.2, spread)
                    );
                }
            }
        }

        return found.Count == 0
            ? new(claim, "", Finding.Untested + ": both kernel sets are needed")
            : new(claim, string.Join("; ", found.Select(f => f.Name)), Verdict(found));
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
        List<Evidence> found = [];
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
                found.Add(
                    new(
                        $"{core}: {N(100 * parameters)} % of the parameters, {N(100 * time)} % of the cycles",
                        parameters > 0.9 && time < 0.5,
                        time,
                        0.13
                    )
                );
            }
        }

        return found.Count == 0
            ? new(claim, "", Finding.Untested + ": no LeNet-5 in int8")
            : new(claim, string.Join("; ", found.Select(f => f.Name)), Verdict(found));
    }
}
