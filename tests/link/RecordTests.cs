// Texts of thresholds, and records of measurements: written and read back; damaged ones refused with the line.
namespace NanoCoopNet.Link.Tests;

[TestClass]
public sealed class RecordTests
{
    [TestMethod]
    public void InterruptsAreWhatRunsCostMoreThanTheFastest()
    {
        InterruptCost cost = InterruptCost.Of([1010, 1000, 1100, 1000, 1020]);
        Assert.AreEqual(new InterruptCost(5, 1000, 0.01, 0.1), cost);
        Assert.AreEqual(new InterruptCost(1, 7, 0, 0), InterruptCost.Of([7]));
    }

    [TestMethod]
    [DataRow("0", 0)]
    [DataRow("0.3", 77)]
    [DataRow("0.24", 61)]
    [DataRow("0.996", 255)]
    [DataRow("0.001953125", 1)]
    public void ThresholdsRoundHalvesUp(string text, int expected)
    {
        Assert.IsTrue(ConfidenceText.TryParse(text, out byte value));
        Assert.AreEqual((byte)expected, value);
    }

    [TestMethod]
    [DataRow("7")]
    [DataRow("abc")]
    [DataRow("-0.1")]
    [DataRow("0.997")]
    [DataRow("0,3")]
    [DataRow("1e-1")]
    [DataRow("")]
    [DataRow("NaN")]
    public void OtherThresholdsAreRefused(string text) => Assert.IsFalse(ConfidenceText.TryParse(text, out _));

    [TestMethod]
    public void EveryThresholdsTextGivesItBack()
    {
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            Assert.IsTrue(ConfidenceText.TryParse(ConfidenceText.Format((byte)value), out byte back));
            Assert.AreEqual((byte)value, back);
        }
    }

    [TestMethod]
    public void ARecordComesBackAsItWas()
    {
        string text = Write(Header, Rows);
        MeasurementFile back = MeasurementFile.Read(new StringReader(text));
        Assert.AreEqual(text, Write(back.Header, back.Rows));
        Assert.AreEqual(Header.TimeSource, back.Header.TimeSource);
        Assert.AreEqual(Rows[1].Result with { Tag = 0 }, back.Rows[1].Result);
        CollectionAssert.AreEqual(new[] { 10, 20 }, back.Rows[0].Layers[0].ToArray());
        Assert.IsEmpty(back.Rows[1].Layers[1]);
    }

    [TestMethod]
    public void OptionalLinesComeBackAndOlderRecordsLackThem()
    {
        MeasurementHeader full = Header with
        {
            DataSha256 = "cd",
            Shard = "1 of 2",
            Energy = new MeasuredEnergy(3.125, 10.4, "probe, 2026-01-01, 3.3 V"),
        };
        MeasurementFile back = MeasurementFile.Read(new StringReader(Write(full, Rows)));
        Assert.AreEqual(
            (full.DataSha256, full.Shard, full.Energy),
            (back.Header.DataSha256, back.Header.Shard, back.Header.Energy)
        );
        MeasurementHeader old = MeasurementFile.Read(new StringReader(Write(Header, Rows))).Header;
        Assert.AreEqual((null, null, null), (old.DataSha256, old.Shard, old.Energy));
        Assert.IsTrue(full.IsSameRun(back.Header with { StartedUtc = "later" }));
        Assert.IsFalse(full.IsSameRun(Header));

        StringWriter sessions = new() { NewLine = "\n" };
        MeasurementFile.WriteSession(
            sessions,
            "2026-01-01T00:00:00Z, after 2 rows, warm-up discarded: 2 inferences of 7 8 counts"
        );
        MeasurementFile again = MeasurementFile.Read(new StringReader(Write(Header, Rows) + sessions));
        Assert.HasCount(Rows.Length, again.Rows);
        StringAssert.EndsWith(again.Sessions.Single(), "after 2 rows, warm-up discarded: 2 inferences of 7 8 counts");
    }

    [TestMethod]
    public void ASessionSaysWhatItsWarmUpRan()
    {
        InferResult both = Rows[0].Result with { BnnTop1 = 1, CountsInt8 = 5 };
        MeasurementSession session = MeasurementSession.Begin(
            3,
            [both with { CountsInt8 = 0 }, both, both with { BnnTop1 = null }]
        );
        StringAssert.EndsWith(session.ToString(), " counts, mark LFI");
        MeasurementSession back = MeasurementSession.Parse(session.ToString())!;
        Assert.AreEqual(session.ToString(), back.ToString());
        Assert.AreEqual((3, 3, "LFI"), (back.RowsBefore, back.WarmUps, back.Mark));
        MeasurementSession old = MeasurementSession.Parse("x, after 0 rows, warm-up discarded: 2 inferences of 7 8 counts")!;
        Assert.AreEqual((0, 2, ""), (old.RowsBefore, old.WarmUps, old.Mark));
        Assert.AreEqual(0, MeasurementSession.Parse("x, after 0 rows, warm-up discarded: 0 inferences")!.WarmUps);
        Assert.IsNull(MeasurementSession.Parse("something else"));
    }

    [TestMethod]
    [DataRow("light 0, full 1, x")]
    [DataRow("light 1, full x, y")]
    [DataRow("light 1, full 2")]
    [DataRow("full 1, light 2, x")]
    public void AnotherEnergyIsRefused(string text) => Assert.ThrowsExactly<FormatException>(() => MeasuredEnergy.Parse(text));

    [TestMethod]
    [DataRow("# nanocoop measurement 1", "# something else")]
    [DataRow("# clockHz", "# clock")]
    [DataRow("index,label", "label,index")]
    [DataRow("0,3,", "0,x,")]
    [DataRow("1,4,2,light", "1,4,2")]
    public void ADamagedRecordIsRefused(string from, string to) =>
        Assert.ThrowsExactly<FormatException>(() =>
            MeasurementFile.Read(new StringReader(Write(Header, Rows).Replace(from, to, StringComparison.Ordinal)))
        );

    private static readonly MeasurementHeader Header = new(
        "NUCLEO-F767ZI (virtual)",
        "00",
        "0.1.0",
        "interface 1",
        216_000_000,
        TimeSource.EmulatedInstructions,
        "m",
        "ab",
        "both",
        0.25,
        "x.npz",
        "2026-01-01T00:00:00Z",
        [2, 1, 0]
    );

    private static readonly MeasurementRow[] Rows =
    [
        new(
            0,
            3,
            new InferResult(0, TakenMode.Full, 3, 1, 2, 3, null, 20, 5200, 30, 4, 50, 0, 0, TimeSource.EmulatedInstructions),
            [
                [10, 20],
                [50],
                [],
            ]
        ),
        new(
            1,
            4,
            new InferResult(1, TakenMode.Light, 2, 2, 1, null, null, 200, 51300, 30, 4, 0, 0, 0, TimeSource.EmulatedInstructions),
            [
                [10, 20],
                [],
                [],
            ]
        ),
    ];

    private static string Write(MeasurementHeader header, IEnumerable<MeasurementRow> rows)
    {
        StringWriter writer = new() { NewLine = "\n" };
        MeasurementFile.WriteHead(writer, header);
        foreach (MeasurementRow row in rows)
        {
            MeasurementFile.WriteRow(writer, header, row);
        }

        return writer.ToString();
    }
}
