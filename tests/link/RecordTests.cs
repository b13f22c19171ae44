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
        MeasurementFile back = MeasurementFile.Parse("r.csv", text);
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
        MeasurementFile back = MeasurementFile.Parse("r.csv", Write(full, Rows));
        Assert.AreEqual(
            (full.DataSha256, full.Shard, full.Energy),
            (back.Header.DataSha256, back.Header.Shard, back.Header.Energy)
        );
        MeasurementHeader old = MeasurementFile.Parse("r.csv", Write(Header, Rows)).Header;
        Assert.AreEqual((null, null, null), (old.DataSha256, old.Shard, old.Energy));
        Assert.IsTrue(full.IsSameRun(back.Header with { StartedUtc = "later" }));
        Assert.IsFalse(full.IsSameRun(Header));

        string session = MeasurementFile.SessionLine(
            "2026-01-01T00:00:00Z, after 2 rows, warm-up discarded: 2 inferences of 7 8 counts"
        );
        MeasurementFile again = MeasurementFile.Parse("r.csv", Write(Header, Rows) + session);
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
    public void AnotherEnergyIsRefused(string text) => Assert.IsNull(MeasuredEnergy.Parse(text));

    [TestMethod]
    [DataRow("# nanocoop measurement 1", "# something else", "notARecord", "not a record")]
    [DataRow("# nanocoop measurement 1", "# nanocoop measurement 2", "badRecord", "measurement 2")]
    [DataRow("# clockHz", "# clock", "badRecord", "`# clockHz:`")]
    [DataRow("# clockHz: 2", "# clockHz: x", "badRecord", "`# clockHz:`")]
    [DataRow("# board", "# model: twice\n# board", "badRecord", "twice")]
    [DataRow("emulated-instructions", "sundial", "badRecord", "sundial")]
    [DataRow("# layers: 2 1 0", "# layers: 2 1", "badRecord", "layers")]
    [DataRow("index,label", "label,index", "badRecord", "header row")]
    [DataRow("0,3,", "0,x,", "badRecord", "line 16: cell 2: `x`")]
    [DataRow("0,3,", "0,,", "badRecord", "line 16: cell 2")]
    [DataRow("1,4,2,light", "1,4,2", "badRecord", "line 17")]
    public void ADamagedRecordIsRefused(string from, string to, string name, string says)
    {
        RecordException e = Assert.ThrowsExactly<RecordException>(() =>
            MeasurementFile.Parse("r.csv", Write(Header, Rows).Replace(from, to, StringComparison.Ordinal))
        );
        Assert.AreEqual(name, e.Name);
        StringAssert.Contains(e.Message, says);
        StringAssert.Contains(e.Message, "r.csv");
    }

    [TestMethod]
    [DataRow("1, 2")]
    [DataRow("1 (1-1), 2 (2-2), 3 (3-3)")]
    [DataRow("1 (1-1), 2 (2-2), 3 (3-3), x (4-4)")]
    [DataRow("1 (1-1), 2 (2-2), 3 (3-3), 99999999999999999999 (4-4)")]
    public void ModelledCyclesOfAnotherFormAreRefused(string cycles)
    {
        string text = Write(Header, Rows).Replace("# layers", $"# modelledCycles: {cycles}\n# layers", StringComparison.Ordinal);
        RecordException e = Assert.ThrowsExactly<RecordException>(() => MeasurementFile.Parse("r.csv", text));
        StringAssert.Contains(e.Message, "`# modelledCycles:`");
        StringAssert.Contains(e.Hint, "measure");
    }

    [TestMethod]
    [DataRow("1 2;3", false)]
    [DataRow("1 2;x;", false)]
    [DataRow("1;99999999999999999999;", false)]
    [DataRow("692897 506661;800042;", true)]
    public void ModelledCyclesOfLayersComeBackOrAreRefused(string cycles, bool areRead)
    {
        string text = Write(Header, Rows).Replace("# layers", $"# modelledLayers: {cycles}\n# layers", StringComparison.Ordinal);
        if (areRead)
        {
            MeasurementFile file = MeasurementFile.Parse("r.csv", text);
            CollectionAssert.AreEqual(new[] { 692897L, 506661 }, file.Header.ModelledLayers![0].ToArray());
            StringAssert.Contains(Write(file.Header, Rows), $"# modelledLayers: {cycles}\n");
            return;
        }

        RecordException e = Assert.ThrowsExactly<RecordException>(() => MeasurementFile.Parse("r.csv", text));
        StringAssert.Contains(e.Message, "`# modelledLayers:`");
    }

    /// <summary>The form on disk, byte for byte.</summary>
    [TestMethod]
    public void ARecordHasItsForm()
    {
        MeasurementHeader header = Header with
        {
            DataSha256 = "cd",
            Shard = "1 of 2",
            Modelled = new(new(50, 40, 60), new(7, 6, 8), new(900, 800, 1000, false), new(0, 0, 0)),
            Energy = new MeasuredEnergy(3.125, 10.4, "probe, 3.3 V"),
        };
        const string Expected = """
            # nanocoop measurement 1
            # board: NUCLEO-F767ZI (virtual)
            # uniqueId: 00
            # firmware: 0.1.0
            # build: interface 1
            # clockHz: 216000000
            # timeSource: emulated-instructions
            # model: m
            # blobSha256: ab
            # mode: both
            # confidenceThreshold: 0.25
            # data: x.npz
            # started: 2026-01-01T00:00:00Z
            # layers: 2 1 0
            # dataSha256: cd
            # shard: 1 of 2
            # modelledCycles: 50 (40-60), 7 (6-8), ~900 (800-1000), 0 (0-0)
            # energyMj: light 3.125, full 10.4, probe, 3.3 V
            index,label,answer,modeTaken,bnnTop1,bnnTop2,int8Top1,glueTop1,confidence256,confidence65536,

            """;
        string text = new MeasurementFile(header, Rows).Sealed();
        StringAssert.StartsWith(text, Expected.TrimEnd('\n'));
        string[] lines = text.Split('\n');
        StringAssert.EndsWith(
            lines[18],
            ",countsBnn,countsConfidence,countsInt8,countsGlue,countsGaps,countsEndToEnd,bnn.0,bnn.1,int8.0"
        );
        Assert.AreEqual("0,3,3,full,1,2,3,,20,5200,30,4,50,0,,0,10,20,50", lines[19]);
        Assert.AreEqual("1,4,2,light,2,1,,,200,51300,30,4,0,0,,0,10,20,", lines[20]);
        StringAssert.StartsWith(lines[21], "# end: 2 rows, sha256 ");
        Assert.AreEqual(SealState.Intact, RecordSeal.Check(System.Text.Encoding.UTF8.GetBytes(text)));
    }

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

    private static string Write(MeasurementHeader header, IEnumerable<MeasurementRow> rows) =>
        MeasurementFile.Head(header) + string.Concat(rows.Select(row => MeasurementFile.Line(header, row)));
}
