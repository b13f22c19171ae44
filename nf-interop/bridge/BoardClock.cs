// From modelled cycles to time on the board: CYCLE-MODEL.md. Every millisecond that was not measured comes from here.
using System.Globalization;
using System.Text.Json;

namespace NanoCoopNet.Bridge;

/// <summary>Modelled cycles with their bounds.</summary>
/// <param name="Cycles">The estimate.</param>
/// <param name="Least">Nothing is faster: two instructions a cycle where they may pair, no misprediction, no waiting.</param>
/// <param name="Most">Every miss holds the core until its line is in.</param>
/// <param name="IsExact">False where a part was scaled from another layer, or was not modelled at all.</param>
public readonly record struct CycleEstimate(long Cycles, long Least, long Most, bool IsExact = true)
{
    /// <summary>e.g. <c>2036000 (1933000-2041000)</c>, with <c>~</c> before it where it is not exact; <see cref="Parse"/> reads
    /// it.</summary>
    public override string ToString() => FormattableString.Invariant($"{(IsExact ? "" : "~")}{Cycles} ({Least}-{Most})");

    /// <summary>Reads <see cref="ToString"/>; null where it is something else.</summary>
    public static CycleEstimate? Parse(string text)
    {
        static long? Number(string n) =>
            long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
        string[] numbers = text.TrimStart('~').Split([' ', '(', '-', ')'], StringSplitOptions.RemoveEmptyEntries);
        return numbers.Select(Number).ToArray() is [{ } cycles, { } least, { } most]
            ? new(cycles, least, most, !text.StartsWith('~'))
            : null;
    }

    /// <summary>Both, one after the other.</summary>
    public static CycleEstimate operator +(CycleEstimate a, CycleEstimate b) =>
        new(a.Cycles + b.Cycles, a.Least + b.Least, a.Most + b.Most, a.IsExact && b.IsExact);

    /// <summary>A share of it.</summary>
    public CycleEstimate Times(double share) =>
        new((long)Math.Round(Cycles * share), (long)Math.Round(Least * share), (long)Math.Round(Most * share), IsExact);

    /// <summary>The cost of another layer, by how much more there is to do.</summary>
    /// <param name="error">By which factor either bound is widened.</param>
    public CycleEstimate Scaled(double ratio, double error) =>
        new(
            (long)Math.Round(Cycles * ratio),
            (long)Math.Round(Least * ratio / error),
            (long)Math.Round(Most * ratio * error),
            false
        );
}

/// <summary>What C# costs in an inference (managed.json): interpreted IL instructions, and how long one
/// takes.</summary>
/// <param name="Light">Instructions of light mode.</param>
/// <param name="Full">Of full mode.</param>
/// <param name="FullWithGlue">Of full mode where a glue network answers.</param>
/// <param name="Int8">Of mode int8.</param>
/// <param name="NsPerIl">Nanoseconds of an instruction on the board, at least and at most.</param>
public sealed record ManagedCode(int Light, int Full, int FullWithGlue, int Int8, IReadOnlyList<int> NsPerIl)
{
    /// <summary>Cycles of instructions; the estimate is the middle of the range.</summary>
    public CycleEstimate Of(int instructions, int clockHz)
    {
        long Cycles(double ns) => (long)Math.Round(instructions * ns * clockHz / 1e9);
        return new(Cycles((NsPerIl[0] + NsPerIl[1]) / 2.0), Cycles(NsPerIl[0]), Cycles(NsPerIl[1]));
    }
}

/// <summary>The board's clock (board.json) and the part of the modelled waiting that is real
/// (nf-interop/kernels/clock.json).</summary>
/// <param name="ClockHz">CPU clock.</param>
/// <param name="WaitingFactor">Fitted to measurements, 0…1.</param>
/// <param name="Managed">What C# costs in an inference.</param>
public sealed record BoardClock(int ClockHz, double WaitingFactor, ManagedCode? Managed = null)
{
    /// <summary>What every column and line of estimated milliseconds refers to.</summary>
    public const string Method = "est. (modelled cycles, nf-interop/bridge/CYCLE-MODEL.md)";

    private static readonly JsonSerializerOptions Format = new() { PropertyNameCaseInsensitive = true };
    private static readonly Lazy<BoardClock> Committed = new(() =>
        Read<BoardClock>("clock.json") with
        {
            ClockHz = Read<BoardClock>("board.json").ClockHz,
            Managed = Read<ManagedCode>("managed.json"),
        }
    );

    /// <summary>The committed one, embedded when this library was built.</summary>
    public static BoardClock Default => Committed.Value;

    /// <summary>Milliseconds of cycles.</summary>
    public double Ms(double cycles) => cycles * 1e3 / ClockHz;

    /// <summary>Nanoseconds of cycles, rounded down; exact integer arithmetic, so a waveform is the same on every PC.</summary>
    public long Ns(long cycles) => (long)((Int128)cycles * 1_000_000_000 / ClockHz);

    /// <summary>Cycles of C#.</summary>
    /// <param name="instructions">Which of its numbers.</param>
    public CycleEstimate OfManaged(Func<ManagedCode, int> instructions) =>
        Managed is { } code ? code.Of(instructions(code), ClockHz) : default;

    /// <summary>Cycles of a measured layer.</summary>
    public CycleEstimate Of(CostRow row, InSram inSram)
    {
        long core = row.CyclesDual + row.CyclesBranch,
            waiting = row.CyclesWaiting[(int)inSram];
        return new((long)Math.Round(core + (WaitingFactor * waiting)), row.CyclesDual, core + waiting);
    }

    internal static T Read<T>(string resource)
    {
        using Stream stream = typeof(BoardClock).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<T>(stream, Format)!;
    }
}
