// Findings about storage, energy, accuracy and answers.

namespace NanoCoopNet.Study;

public static partial class StudyFindings
{
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
            $"{v.Small} instead of {v.Fast}: {N(saved / 1024)} KiB of program ({small.Image.Kernels} kernels, "
                + $"{small.Image.Core}), {N(fast.WeightBytes!.Value - small.WeightBytes!.Value, "0")} bytes of weights; there is "
                + "no runtime or library here",
            Verdict([new("", saved > 0 && fast.WeightBytes == small.WeightBytes, saved / 1024, 115)])
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
            let f4 = v.Boards.FirstOrDefault(b => StudyView.Short(b)[..2] == "F4")
            let f7 = v.Boards.FirstOrDefault(b => StudyView.Short(b)[..2] == "F7")
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
                Verdict([.. found.Select(f => new Evidence(f.Name, f.F7 < f.F4, f.F7 / f.F4))])
            );
    }

    private static Finding Answers(StudyView v)
    {
        Combination[] ran = [.. v.Study.Rows.Where(r => r.ProgramBytes is not null).Select(r => r.Image).Distinct()];
        Combination[] wrong =
        [
            .. v.Study.Rows.Where(r => r.Failure.StartsWith("answers", StringComparison.Ordinal)).Select(r => r.Image).Distinct(),
        ];
        return new(
            "On-device verification is indispensable: accuracy on the device may differ from the host's",
            $"{ran.Length - wrong.Length} of {ran.Length} images give the host engine's answers"
                + (wrong.Length == 0 ? ", so nothing was found on the core that the host had not shown" : ""),
            wrong.Length > 0 ? Finding.Confirmed : "not needed here: the same C runs on both"
        );
    }

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
            .. from r in v.Study.Rows
            where r.Form == F32 && r.ProgramBytes is not null
            group r by (r.Image.Network, Board: r.Board.Name) into rows
            let not = rows.Count(r => !r.IsGood)
            where not > 0
            select $"{rows.Key.Network} in float32 does not fit the {rows.Key.Board} ({not} of {rows.Count()} combinations)",
        ];
        return found.Length == 0
            ? new(claim, "", Finding.Untested + ": no float32 rows")
            : new(
                claim,
                string.Join(", ", found.Select(f => $"{f.Name} −{N(100 * f.Less)} % of the weights"))
                    + (refused.Length == 0 ? "; float32 fits every board of the study" : "; " + string.Join("; ", refused)),
                found.All(f => f.Less is > 0.7 and < 0.76) ? Finding.Confirmed
                    : found.All(f => f.Less > 0.5) ? Finding.OtherSize
                    : Finding.Not
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
                found.All(f => f.Loss < 0.1) ? Finding.Confirmed
                    : found.All(f => f.Loss < 0.3) ? Finding.OtherSize
                    : Finding.Not
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
}
