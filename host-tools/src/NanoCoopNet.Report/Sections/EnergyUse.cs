// What energies of an inference mean in use: against sending the sample by radio, and a day or a battery at a duty cycle.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

/// <summary>Energies and times of the modes as they are used.</summary>
/// <param name="Auto">At the chosen CT.</param>
/// <param name="Ct">The chosen one.</param>
internal sealed record EnergyUse(ModeUse Light, ModeUse Auto, ModeUse Full, double Ct)
{
    private const int PointsOfCurve = 60;
    private const double LongestS = 3600;
    private static readonly double[] Intervals = [0.1, 1, 10, 60, 600, LongestS];

    private (string Name, string Title, ModeUse Mode, Ink Ink)[] Modes =>
        [
            ("light", "light", Light, Ink.Light),
            ("auto", $"auto at CT {ReportTable.Show(Ct, CellFormat.Fraction)}", Auto, Ink.Third),
            ("full", "full", Full, Ink.Full),
        ];

    /// <summary>Null: the capture lacks one of the modes.</summary>
    public static EnergyUse? Of(ModelCurve model, RunEnergy e)
    {
        if (e.Part("light mode") is not { } light || e.Part("full mode") is not { } full)
        {
            return null;
        }

        double idleMw = e.IdleIsSubtracted ? e.IdleMw ?? 0 : 0;
        ModeUse l = ModeUse.Of(light, idleMw),
            f = ModeUse.Of(full, idleMw);
        return new EnergyUse(l, l.Towards(f, model.Chosen.FullFraction), f, model.Chosen.Ct);
    }

    /// <summary>Sending the sample instead.</summary>
    public ReportTable Radio(string key, string title, long bytes, IReadOnlyList<RadioProfile> radios)
    {
        TableBuilder<RadioProfile> table = new TableBuilder<RadioProfile>()
            .Text("radio", "radio", p => p.Name)
            .Number("mj", "mJ to send the sample", CellFormat.Significant, p => p.Millijoules(bytes));
        foreach ((string name, string heading, ModeUse mode, _) in Modes)
        {
            table.Number($"{name}Ratio", $"by {heading}", CellFormat.Significant, p => p.Millijoules(bytes) / mode.Mj);
        }

        return table
            .Text("source", "figures from", p => p.Source)
            .Build(
                $"radio-{key}",
                $"Sending a sample of {ReportTable.Show((double)bytes, CellFormat.Count)} bytes instead of classifying it, "
                    + $"{title}: the least it takes, without joining, acknowledging and waiting; below 1 sending takes less",
                radios
            );
    }

    /// <summary>Days and energy at some intervals.</summary>
    /// <param name="how">Of the time between.</param>
    public ReportTable Duty(string key, string title, double betweenMw, string how, double? batteryMwh) =>
        Table(
            $"duty-{key}",
            (batteryMwh is { } b ? $"Life of a battery of {ReportTable.Show(b, CellFormat.Count)} mWh, " : "Energy a day, ")
                + $"{how} {ReportTable.Show(betweenMw, CellFormat.Decimal)} mW in between, {title}",
            betweenMw,
            batteryMwh,
            Intervals
        );

    /// <summary>The same at any interval.</summary>
    public (ReportTable Curve, Figure Figure) DutyFigure(string key, string title, double betweenMw, double? batteryMwh)
    {
        double shortest = Full.Seconds;
        ReportTable curve = Table(
            $"duty-curve-{key}",
            $"At any interval, {title}",
            betweenMw,
            batteryMwh,
            Enumerable.Range(0, PointsOfCurve).Select(i => shortest * Math.Pow(LongestS / shortest, i / (PointsOfCurve - 1.0)))
        );
        string what = batteryMwh is null ? "JADay" : "Days";
        return (
            curve,
            new Figure(
                $"duty-{key}",
                $"{(batteryMwh is null ? "Energy a day" : "Battery life")} against duty cycle, {title}",
                $"An answer every so many seconds, {ReportTable.Show(betweenMw, CellFormat.Decimal)} mW in between.",
                [new("everyS", "s between answers", CellFormat.Significant, CanBeLogarithmic: true, IsLogarithmic: true)],
                new("", batteryMwh is null ? "J a day" : "days", CellFormat.Significant, CanBeLogarithmic: true),
                [.. Modes.Select(m => new Series(curve.Id, m.Name + what, m.Title, SeriesKind.Line, m.Ink))],
                []
            )
        );
    }

    private ReportTable Table(string id, string caption, double betweenMw, double? batteryMwh, IEnumerable<double> intervals)
    {
        DutyCycle? At(ModeUse mode, double everyS) => DutyCycle.Of(everyS, mode.Mj, mode.Seconds, betweenMw, batteryMwh);
        TableBuilder<double> table = new TableBuilder<double>().Number(
            "everyS",
            "an answer every s",
            CellFormat.Significant,
            s => s
        );
        foreach ((string name, string heading, ModeUse mode, _) in Modes)
        {
            table.Number($"{name}Days", $"{heading}: days", CellFormat.Significant, s => At(mode, s)?.BatteryDays);
        }

        foreach ((string name, string heading, ModeUse mode, _) in Modes)
        {
            table.Number($"{name}JADay", $"{heading}: J a day", CellFormat.Significant, s => At(mode, s)?.EnergyADayMj / 1e3);
        }

        return table.Build(id, caption, intervals);
    }
}

/// <summary>A mode: energy with nothing taken off, and time of an inference.</summary>
internal readonly record struct ModeUse(double Mj, double Seconds)
{
    /// <param name="idleMw">Taken off the part's energy; 0: nothing was.</param>
    public static ModeUse Of(PartEnergy part, double idleMw) =>
        new(part.MeanMj + (idleMw * part.MeanMs / 1e3), part.MeanMs / 1e3);

    /// <summary>So much of the other.</summary>
    public ModeUse Towards(ModeUse other, double share) =>
        new(Mj + (share * (other.Mj - Mj)), Seconds + (share * (other.Seconds - Seconds)));
}
