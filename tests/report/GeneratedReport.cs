// A report of a generated task: a CoopNet and a BC-Net over the same samples, whose BNN is the surer the more often it is right.
using NanoCoopNet.Analysis;
using NanoCoopNet.Analysis.Tests;
using NanoCoopNet.Link;

namespace NanoCoopNet.Report.Tests;

/// <summary>Writes records and builds the report of them.</summary>
internal sealed class GeneratedReport : IDisposable
{
    private const int Samples = 400,
        Classes = 3;
    private readonly Records _records = new();

    public GeneratedReport(int seed)
    {
        Console.WriteLine($"seed {seed}");
        Random random = new(seed);
        (int Label, int Confidence, bool Light, bool Int8, bool Glue)[] task =
        [
            .. Enumerable
                .Range(0, Samples)
                .Select(_ => (random.Next(Classes), random.Next(257)))
                .Select(s =>
                    (
                        s.Item1,
                        s.Item2,
                        random.Next(300) < 120 + (s.Item2 / 2),
                        random.NextDouble() < 0.85,
                        random.NextDouble() < 0.9
                    )
                ),
        ];
        CoopNet = Write("coop.csv", isCoopNet: true);
        BcNet = Write("bc.csv", isCoopNet: false);
        Document = ReportBuilder.Build(
            [.. ReportRuns.Read([BcNet, CoopNet], []).Select(r => r with { Task = PublishedResults.BcNet[0] })],
            new ReportOptions(0.86, null, new SteOptions(Resamples: 10))
            {
                Pairs = new PairFile(
                    "x.npz",
                    Samples,
                    "made up",
                    [
                        new(PairKind.Bnn, "a", null, null, 0.7, 0, 5),
                        new(PairKind.CoopNet, "a", "b", 0.5, 0.8, 0.2, 9),
                        new(PairKind.Int8, null, "b", null, 0.85, 1, 20),
                    ],
                    [new(PairKind.Bnn, "a", null, null, 0.7, 0, 5), new(PairKind.Int8, null, "b", null, 0.85, 1, 20)],
                    new(PairKind.CoopNet, "a", "b", 0.5, 0.8, 0.2, 9),
                    null
                ),
            }
        );

        string Write(string name, bool isCoopNet)
        {
            int Answer(int i, bool right) => right ? task[i].Label : (task[i].Label + 1) % Classes;
            MeasurementRow Row(int i)
            {
                MeasurementRow row = Records.Row(
                    i,
                    task[i].Label,
                    Answer(i, task[i].Light),
                    Answer(i, task[i].Int8),
                    isCoopNet ? null : Answer(i, task[i].Glue),
                    task[i].Confidence,
                    i % 7
                );
                return row with
                {
                    Layers =
                    [
                        [row.Result.CountsBnn],
                        [row.Result.CountsInt8],
                        isCoopNet ? [] : [row.Result.CountsGlue],
                    ],
                };
            }

            MeasurementHeader header = Records.Header(isCoopNet) with { BlobSha256 = new string(isCoopNet ? 'a' : 'b', 64) };
            return _records.Write(name, header, [.. Enumerable.Range(0, Samples).Select(Row)]);
        }
    }

    public string CoopNet { get; }

    public string BcNet { get; }

    public ReportDocument Document { get; }

    public string At(string name) => _records.At(name);

    public void Dispose() => _records.Dispose();
}
