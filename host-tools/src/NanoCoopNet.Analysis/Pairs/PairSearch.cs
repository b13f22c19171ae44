// All CoopNets of K light and M full networks, from records of the same samples: a CoopNet needs no joint training, so its
// answers follow from those of its parts (CoopNet eq. 3, NUMERICS.md eq. 14 and 17).
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>Puts parts together.</summary>
public sealed class PairSearch
{
    private const int Confidences = 257; // ⌊256·CS⌋ is 0 … 256
    private readonly IReadOnlyList<PairMember> _members;
    private readonly PowerModel? _power;

    /// <param name="members">At least one; all of the same samples.</param>
    /// <param name="power">Turns times into energies.</param>
    /// <exception cref="AnalysisException">mixedData: records of different samples.</exception>
    public PairSearch(IReadOnlyList<PairMember> members, PowerModel? power = null)
    {
        (_members, _power) = (members, power);
        PairMember first = members[0];
        foreach (PairMember other in members.Skip(1))
        {
            RequireSameSamples(first, other);
        }
    }

    /// <summary>Samples that the points were counted on.</summary>
    public int Samples => _members[0].Outcomes.Count;

    /// <summary>Every network alone, every pair at every threshold, every BC-Net as it was trained. What several models share (a
    /// BNN that two of them hold) appears once, under the name of the first.</summary>
    public IReadOnlyList<PairPoint> Points()
    {
        List<PairPoint> points = [];
        PairMember[] lights =
        [
            .. _members.DistinctBy(m => Key(m.Outcomes.Samples.Select(s => (s.Light, s.Confidence256)), m.LightMs)),
        ];
        PairMember[] fulls =
        [
            .. _members
                .Where(m => m.Outcomes.AccuracyInt8 is not null)
                .DistinctBy(m => Key(m.Outcomes.Samples.Select(s => (s.Int8!.Value, 0)), m.Int8Ms)),
        ];
        foreach (PairMember light in lights)
        {
            points.Add(
                new(
                    PairKind.Bnn,
                    light.Name,
                    null,
                    null,
                    Share(light, s => s.Light),
                    0,
                    light.LightMs,
                    _power?.Millijoules(light.LightMs, 0)
                )
            );
            points.AddRange(
                fulls.SelectMany(full =>
                    Curve(PairKind.CoopNet, light, full, i => full.Outcomes.Samples[i].Int8!.Value, full.Int8MsAfter(light))
                )
            );
        }

        foreach (PairMember full in fulls)
        {
            points.Add(
                new(
                    PairKind.Int8,
                    null,
                    full.Name,
                    null,
                    full.Outcomes.AccuracyInt8!.Value,
                    1,
                    full.Int8Ms,
                    _power?.Millijoules(0, full.Int8Ms)
                )
            );
        }

        foreach (PairMember whole in _members.Where(m => !m.Outcomes.Source.IsCoopNet))
        {
            points.AddRange(
                Curve(PairKind.BcNet, whole, whole, i => whole.Outcomes.Samples[i].Full, whole.Int8MsAfter(whole) + whole.GlueMs)
            );
        }

        return points;
    }

    /// <summary>The points that no other point beats: none is as accurate in less time. By time, ascending.</summary>
    public static IReadOnlyList<PairPoint> Front(IEnumerable<PairPoint> points)
    {
        List<PairPoint> front = [];
        foreach (PairPoint point in points.OrderBy(p => p.MeanMs).ThenByDescending(p => p.Accuracy))
        {
            if (front.Count == 0 || point.Accuracy > front[^1].Accuracy)
            {
                front.Add(point);
            }
        }

        return front;
    }

    /// <summary>The fastest point that has the accuracy wanted within the budgets; where no accuracy is wanted, the most accurate
    /// within them.</summary>
    /// <exception cref="AnalysisException">targetUnreachable: the message names the nearest point.</exception>
    public static PairPoint Best(IReadOnlyList<PairPoint> points, PairTarget target)
    {
        PairPoint[] within = [.. points.Where(p => !(p.MeanMs > target.MaxMs) && !(p.MeanMj > target.MaxMj))];
        if (within.Length == 0)
        {
            PairPoint least = points.MinBy(p => p.MeanMs)!;
            throw new AnalysisException(
                ExitCode.TargetUnreachable,
                null,
                FormattableString.Invariant(
                    $"nothing is within that budget: the fastest, {Describe(least)}, takes {least.MeanMs:0.00} ms"
                ),
                "ask for that time or more, or add faster models"
            );
        }

        if (target.Accuracy is not { } wanted)
        {
            return within.OrderByDescending(p => p.Accuracy).ThenBy(p => p.MeanMs).First();
        }

        return within.Where(p => p.Accuracy >= wanted).OrderBy(p => p.MeanMs).ThenByDescending(p => p.Accuracy).FirstOrDefault()
            ?? throw Unreached(within.MaxBy(p => p.Accuracy)!, wanted);
    }

    /// <summary>The same parts at the same threshold on the samples of this search, to confirm a choice made on others.</summary>
    /// <exception cref="AnalysisException">mixedModels: a part is not among the members.</exception>
    public PairPoint At(PairPoint chosen)
    {
        PairMember Find(string name) =>
            _members.FirstOrDefault(m => m.Name == name)
            ?? throw new AnalysisException(
                "mixedModels",
                $"there is no record of {name} to confirm with",
                "give records of the same models on the test set"
            );
        PairMember? light = chosen.Light is { } l ? Find(l) : null,
            full = chosen.Full is { } f ? Find(f) : null;
        IEnumerable<PairPoint> points = new PairSearch(
            [.. new[] { light, full }.OfType<PairMember>().Distinct()],
            _power
        ).Points();
        return points.Single(p =>
            p.Kind == chosen.Kind
            && p.Light == chosen.Light
            && p.Full == chosen.Full
            && p.ConfidenceThreshold == chosen.ConfidenceThreshold
        );
    }

    /// <summary>e.g. <c>BNN of a + INT8 of b at CT 0.5</c>.</summary>
    public static string Describe(PairPoint p)
    {
        string at = p.ConfidenceThreshold is { } ct
            ? FormattableString.Invariant($" at CT {ConfidenceSteps.Value(ct):0.000}")
            : "";
        return p.Kind switch
        {
            PairKind.Bnn => $"BNN of {p.Light} alone",
            PairKind.Int8 => $"INT8 of {p.Full} alone",
            PairKind.BcNet => $"{p.Light}{at}",
            _ => $"BNN of {p.Light} + INT8 of {p.Full}{at}",
        };
    }

    private IEnumerable<PairPoint> Curve(PairKind kind, PairMember light, PairMember full, Func<int, int> answer, double fullMs)
    {
        int[] samples = new int[Confidences],
            rightLight = new int[Confidences],
            rightFull = new int[Confidences];
        for (int i = 0; i < Samples; i++)
        {
            Outcome s = light.Outcomes.Samples[i];
            samples[s.Confidence256]++;
            rightLight[s.Confidence256] += s.Light == s.Label ? 1 : 0;
            rightFull[s.Confidence256] += answer(i) == s.Label ? 1 : 0;
        }

        int inFull = 0,
            right = rightLight.Sum();
        foreach (int ct in ConfidenceSteps.All)
        {
            double f = (double)inFull / Samples;
            yield return new(
                kind,
                light.Name,
                full.Name,
                ct,
                (double)right / Samples,
                f,
                light.LightMs + (f * fullMs),
                _power?.Millijoules(light.LightMs, f * fullMs)
            );
            inFull += samples[ct];
            right += rightFull[ct] - rightLight[ct];
        }
    }

    private static double Share(PairMember member, Func<Outcome, int> answer) =>
        member.Outcomes.Samples.Count(s => answer(s) == s.Label) / (double)member.Outcomes.Count;

    // Networks that answer alike at the same cost are one network.
    private static (double Ms, int Hash) Key(IEnumerable<(int, int)> answers, double ms)
    {
        HashCode hash = default;
        foreach ((int answer, int confidence) in answers)
        {
            hash.Add(answer);
            hash.Add(confidence);
        }

        return (ms, hash.ToHashCode());
    }

    private static void RequireSameSamples(PairMember first, PairMember other)
    {
        IReadOnlyList<Outcome> a = first.Outcomes.Samples,
            b = other.Outcomes.Samples;
        int at = Enumerable
            .Range(0, Math.Min(a.Count, b.Count))
            .FirstOrDefault(i => (a[i].Index, a[i].Label) != (b[i].Index, b[i].Label), -1);
        if (at < 0 && a.Count == b.Count)
        {
            return;
        }

        string where =
            at < 0
                ? $"{a.Count} and {b.Count} samples"
                : $"sample {a[at].Index} of class {a[at].Label} beside sample {b[at].Index} of class {b[at].Label}";
        throw new AnalysisException(
            "mixedData",
            $"the records of {first.Name} and {other.Name} are of different samples: {where}",
            "evaluate every model on the same validation file: nanocoop evaluate MODEL.ncn --data VALIDATION.npz --record RUN.csv"
        );
    }

    private static AnalysisException Unreached(PairPoint most, double wanted) =>
        new(
            ExitCode.TargetUnreachable,
            null,
            string.Create(
                CultureInfo.InvariantCulture,
                $"nothing reaches {100 * wanted:0.00} %: the most, {Describe(most)}, has {100 * most.Accuracy:0.00} % in "
                    + $"{most.MeanMs:0.00} ms"
            ),
            "lower the target, or raise the budget"
        );
}
