// Records that must be refused, each with its code; shards and predictions that must join.
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Analysis.Tests;

[TestClass]
public sealed class RecordTests
{
    private static readonly MeasurementRow[] Rows =
    [
        .. Enumerable.Range(0, 5).Select(i => Records.Row(i, 1, 1, 0, null, 50 * i)),
    ];

    [TestMethod]
    public void EveryTruncationAndEveryChangedByteIsRefused()
    {
        using Records records = new();
        byte[] whole = File.ReadAllBytes(records.Write("r.csv", Records.Header(), Rows));
        Assert.AreEqual(SealState.Intact, RecordSeal.Check(whole));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.AreEqual(SealState.Missing, RecordSeal.Check(whole.AsSpan(0, length)), $"{length} bytes");
        }

        for (int at = 0; at < whole.Length; at++)
        {
            byte[] edited = [.. whole];
            edited[at] ^= 1;
            Assert.AreNotEqual(SealState.Intact, RecordSeal.Check(edited), $"byte {at}");
        }
    }

    [TestMethod]
    public void DamageIsNamed()
    {
        using Records records = new();
        string path = records.Write("r.csv", Records.Header(), Rows),
            text = File.ReadAllText(path);
        File.WriteAllText(path, text[..^10]);
        Fails("truncatedRecord", path);
        File.WriteAllText(path, text.Replace("0,1,0,full", "0,2,0,full", StringComparison.Ordinal));
        Fails("editedRecord", path);
        File.WriteAllText(path, "a,b\n");
        RecordSeal.Append(path, 0);
        Fails("notARecord", path);
        File.WriteAllText(
            path,
            text[..text.IndexOf(RecordSeal.Prefix, StringComparison.Ordinal)]
                .Replace("clockHz: 2", "clockHz: x2", StringComparison.Ordinal)
        );
        RecordSeal.Append(path, Rows.Length);
        Fails("badRecord", path);
    }

    [TestMethod]
    public void RowsThatDoNotSufficeAreNamed()
    {
        using Records records = new();
        void Refused(string code, MeasurementRow row) => Fails(code, records.Write("r.csv", Records.Header(), [row]));
        Refused("notBothNetworks", Rows[0] with { Result = Rows[0].Result with { Int8Top1 = null } });
        Refused("noLabels", Rows[0] with { Label = -1 });
        Refused("badRecord", Rows[1] with { Result = Rows[1].Result with { Confidence256 = 49 } });
        Fails("noSamples", records.Write("r.csv", Records.Header(), []));
    }

    [TestMethod]
    public void RunsOfDifferentThingsAreNotMixed()
    {
        using Records records = new();
        MeasurementRow[] others =
        [
            .. Rows.Select(r =>
                r with
                {
                    Index = r.Index + 5,
                    Result = r.Result with { Confidence65536 = r.Result.Confidence256 << 8 },
                }
            ),
        ];
        string first = records.Write("a.csv", Records.Header(), Rows);
        string Other(MeasurementHeader header) => records.Write("b.csv", header, others);
        Fails("mixedModels", first, Other(Records.Header() with { BlobSha256 = new string('1', 64) }));
        Fails("mixedData", first, Other(Records.Header() with { Data = "y.npz" }));
        Fails("mixedSources", first, Other(Records.Header(source: TimeSource.HostClock)));
        Fails("mixedSources", first, Other(Records.Header() with { Build = "interface 2" }));
        Fails("duplicateSample", first, first);
        Outcomes joined = OutcomeFiles.Read([Other(Records.Header() with { UniqueId = "01" }), first]);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 10).ToArray(),
            joined.Samples.Select(s => s.Index).ToArray(),
            "shards of two boards, in the order of the samples"
        );
        Assert.AreEqual(10, joined.Costs!.MeasuredOn);
    }

    [TestMethod]
    public void PredictionsComeBackAndBorrowCosts()
    {
        using Records records = new();
        Random random = TestSeed.New(nameof(PredictionsComeBackAndBorrowCosts));
        MeasurementRow[] rows = Records.Random(random, 60, coopNet: true);
        ModelBlob blob = BlobReader.ReadFile(
            Path.Combine(NanoCoopNet.Bridge.RepositoryRoot.Find(), "tests", "kernels", "golden", "coopnet.ncn")
        );
        PredictionFile.Write(records.At("p.csv"), Predicted(blob, rows));
        Outcomes predicted = OutcomeFiles.Read([records.At("p.csv")]);
        Outcomes measured = records.Read(Records.Header(), rows);
        CollectionAssert.AreEqual(measured.Samples.ToArray(), predicted.Samples.ToArray());
        Assert.IsNull(predicted.Costs);
        Assert.AreEqual(blob.Header.Sha256, predicted.Source.BlobSha256);

        MeasurementHeader same = Records.Header() with { BlobSha256 = blob.Header.Sha256 };
        Outcomes both = OutcomeFiles.Read([records.At("p.csv")], [records.Write("m.csv", same, rows[..20])]);
        Assert.AreEqual(rows[..20].Average(r => r.Result.CountsBnn), both.Costs!.PerSample[59].Bnn, 1e-9);
        Assert.AreEqual(20, both.Costs.MeasuredOn);

        rows[3] = rows[3] with { Label = rows[3].Label + 1 };
        Assert.AreEqual(
            "unequalAnswers",
            Assert
                .ThrowsExactly<AnalysisException>(() =>
                    OutcomeFiles.Read([records.At("p.csv")], [records.Write("m.csv", same, rows[..20])])
                )
                .Name
        );
    }

    private static Outcomes Predicted(ModelBlob blob, MeasurementRow[] rows) =>
        new(
            new OutcomeSource(blob.Name, true, blob.Header.Sha256, "x.npz", PredictionFile.Origin) { Form = "coopnet" },
            [
                .. rows.Select(r => new Outcome(
                    r.Index,
                    r.Label,
                    r.Result.BnnTop1!.Value,
                    r.Result.Int8Top1!.Value,
                    r.Result.Int8Top1,
                    r.Result.Confidence65536
                )),
            ],
            null
        );

    private static void Fails(string code, params string[] paths)
    {
        NanoCoopException e = Assert.Throws<NanoCoopException>(() => OutcomeFiles.Read(paths));
        Assert.AreEqual(ExitCode.BadRecord, e.Code);
        Assert.AreEqual(code, e.Name, e.Message);
        Assert.IsGreaterThan(5, e.Hint.Length);
    }
}
