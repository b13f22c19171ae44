// Generated records of known content, in a folder that goes away.
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis.Tests;

/// <summary>Makes records and outcomes.</summary>
internal sealed class Records : IDisposable
{
    public const string Sha = "6602269a7c0a808b5565eb48096ea80dba5b051fd546cb7cdd52752644d4259f";
    private readonly string _folder = Directory.CreateTempSubdirectory("nanocoop-analysis").FullName;

    public static MeasurementHeader Header(bool coopNet = true, TimeSource source = TimeSource.DwtCycles) =>
        new(
            "NUCLEO-F767ZI",
            "00",
            "0.1.0",
            "interface 1",
            216_000_000,
            source,
            coopNet ? "coop" : "bc",
            Sha,
            "both",
            0.5,
            "x.npz",
            "2026-01-01T00:00:00Z",
            [1, 1, coopNet ? 0 : 1]
        );

    /// <summary>A row: BNN, INT8 and glue answers and costs of 100, 1, 300, 10 plus something that depends on the
    /// index.</summary>
    public static MeasurementRow Row(int index, int label, int bnn, int int8, int? glue, int confidence256, int extra = 0) =>
        new(
            index,
            label,
            new InferResult(
                0,
                TakenMode.Full,
                glue ?? int8,
                bnn,
                null,
                int8,
                glue,
                confidence256,
                (confidence256 << 8) | (confidence256 == 256 ? 0 : index & 0xFF),
                100 + extra,
                1,
                300 + (2 * extra),
                glue is null ? 0 : 10,
                0,
                TimeSource.DwtCycles
            ),
            [
                [],
                [],
                [],
            ]
        );

    /// <summary>Random answers of a few classes.</summary>
    public static MeasurementRow[] Random(Random random, int count, bool coopNet, int first = 0) =>
        [
            .. Enumerable
                .Range(first, count)
                .Select(i =>
                    Row(
                        i,
                        random.Next(3),
                        random.Next(3),
                        random.Next(3),
                        coopNet ? null : random.Next(3),
                        random.Next(257),
                        random.Next(50)
                    )
                ),
        ];

    public string At(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a record with its seal.</summary>
    public string Write(string name, MeasurementHeader header, IReadOnlyList<MeasurementRow> rows)
    {
        File.WriteAllText(At(name), new MeasurementFile(header, rows).Sealed());
        return At(name);
    }

    public Outcomes Read(MeasurementHeader header, IReadOnlyList<MeasurementRow> rows) =>
        OutcomeFiles.Read([Write($"{Guid.NewGuid():N}.csv", header, rows)]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
