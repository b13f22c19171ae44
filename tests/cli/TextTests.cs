// The tables of the tool, from made-up reports, against verified texts.
using System.Globalization;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Demo;
using NanoCoopNet.Cli.Doctor;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.Device;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class TextTests
{
    private const int Clock = 216_000_000;

    private static readonly BoardHello Hello = new(
        1,
        false,
        true,
        true,
        false,
        4096,
        1024,
        3040,
        1,
        1,
        1,
        0x1234ABCD,
        229376,
        Clock,
        TimeSource.EmulatedInstructions,
        "5649",
        "NUCLEO-F767ZI",
        "0.1.0"
    );

    private static readonly BoardStatus Status = new(
        CoopMode.Auto,
        77,
        0,
        1,
        1,
        3,
        90,
        5,
        6,
        3,
        [6, 5, 0],
        672,
        0xDEADBEEF,
        3872,
        "0cfe2a48",
        "small",
        [0, 0, 0, 0]
    );

    private static readonly BoardFacts Facts = new(
        Hello,
        Status,
        new(unchecked((uint)NativeInterface.Checksum), 123_456, "nanoCLR 1.15.0.0 for ST_NUCLEO144_F767ZI"),
        new(3, 262_144, 3, 0, 785_408, false)
    );

    [TestMethod]
    public void Ports() =>
        VerifiedText.Check(shell =>
            PortsVerb.Render(
                shell,
                [
                    new PortInfo("/dev/pts/3", null, "virtual NUCLEO-F767ZI (m7)", null, PortRole.VirtualBoard),
                    new PortInfo("/dev/ttyACM0", "0483:374b", "STM32 STLink (STMicroelectronics)", "066B", PortRole.Debugger),
                    new PortInfo("/dev/ttyUSB0", "0403:6001", "FT232R USB UART (FTDI)", "A500", PortRole.Candidate),
                ]
            )
        );

    [TestMethod]
    public void Info() =>
        VerifiedText.Check(shell => InfoVerb.Render(shell, new("/dev/pts/3", Hello, Status, new(12, 8, 3, 1, 100, 200))));

    [TestMethod]
    public void InfoWithoutModel() =>
        VerifiedText.Check(shell =>
            InfoVerb.Render(
                shell,
                new("/dev/pts/3", Hello, Status with { BlobBytes = 0, LastOpenError = [-3, 17, 1, 2] }, new(0, 0, 0, 0, 0, 0))
            )
        );

    [TestMethod]
    public void Inspect() =>
        VerifiedText.Check(shell => InspectVerb.Render(shell, ModelInspection.Of(Files.GoldenBlob("bcnet-logits"))));

    [TestMethod]
    public void Measure()
    {
        BlobNet[] nets = [.. Files.GoldenBlob().Nets.Select((n, i) => n with { Layers = [.. n.Layers.Take(2 - i)] })];
        MeasurementHeader header = MeasurementHeader.Of(Hello, Status with { LayerCounts = [2, 1, 0] }, "both", "x.npz");
        MeasurementRow Row(int i, int label, TakenMode mode, int answer) =>
            new(
                i,
                label,
                new InferResult(
                    i,
                    mode,
                    answer,
                    1,
                    2,
                    2,
                    null,
                    50,
                    12800,
                    1000 + i,
                    20,
                    5000,
                    0,
                    0,
                    TimeSource.EmulatedInstructions
                ),
                [
                    [700 + i, 300],
                    [5000],
                    [],
                ]
            );
        VerifiedText.Check(shell =>
            MeasureVerb.Render(
                shell,
                MeasureReport.Of(
                    new MeasurementFile(
                        header,
                        [Row(0, 1, TakenMode.Light, 1), Row(1, 2, TakenMode.Full, 2), Row(2, 0, TakenMode.Full, 2)]
                    )
                    {
                        Sessions = ["2026-01-01T00:00:00Z, after 0 rows, warm-up discarded: 1 inferences of 7000 counts"],
                    },
                    nets
                )
            )
        );
    }

    [TestMethod]
    public void Doctor() =>
        VerifiedText.Check(shell =>
            DoctorVerb.Render(
                shell,
                [
                    new Finding("CMake", Severity.Problem, "missing: nothing native can be built", "sudo apt-get install cmake"),
                    .. BoardCheck.Board(Facts with { Hello = Hello with { KernelAbi = 2 } }, (1, 1, 1)),
                ]
            )
        );

    [TestMethod]
    public void DoctorOfAnOtherBoard() =>
        VerifiedText.Check(shell =>
            DoctorVerb.Render(
                shell,
                [
                    .. BoardCheck.Board(
                        new(
                            Hello with
                            {
                                InterfaceVersion = 0,
                                ClockHz = 168_000_000,
                                ArenaBytes = 65536,
                                IsDebugBuild = true,
                                IsVirtual = false,
                            },
                            Status with
                            {
                                BlobBytes = 0,
                                LastOpenError = [-3, 17, 1, 2],
                            },
                            new(0x01020304, 98765, "nanoCLR 1.14.0.0 for OTHER"),
                            new(0, 0, 0, -1, 0, false)
                        ),
                        (1, 1, 1)
                    ),
                ]
            )
        );

    [TestMethod]
    public void DoctorOfAnOldFirmware() =>
        VerifiedText.Check(shell =>
            DoctorVerb.Render(
                shell,
                [
                    .. BoardCheck.Board(
                        Facts with
                        {
                            Hello = Hello with { HasDebugger = true, IsVirtual = false },
                            Runtime = null,
                        },
                        null
                    ),
                ]
            )
        );

    [TestMethod]
    public void Models() => VerifiedText.Check(shell => ModelsVerb.Render(shell, MadeCards(), ModelTables.Accuracies));

    private static IReadOnlyList<CardSummary> MadeCards()
    {
        using Files files = new();
        File.WriteAllText(
            files.At("a.json"),
            """
            {"name": "a-coopnet", "form": "coopnet", "dataset": {"name": "A"},
             "float": {"fp32": {"validation": 0.5, "test": 0.8025}},
             "integer": {"accuracyInt8": 0.802, "accuracyBnn": 0.7652, "accuracyFull": 0.802, "flashBytes": 113040,
                         "ramBytes": 47168, "paperRamBytes": 157200},
             "points": {"breakEven": {"confidenceThreshold": 0.734375, "test": 0.8021, "fractionFull": 0.4658,
                                      "deltaOverInt8": 0.0001, "deltaInterval95": [-0.0022, 0.0024]},
                        "maximum": {"confidenceThreshold": 0.9, "test": 0.8073, "fractionFull": 0.9,
                                    "deltaOverInt8": 0.0053, "deltaInterval95": [-0.001, 0.0116]}},
             "papers": {"int8": 80.2, "bnn": 76.52}}
            """
        );
        File.WriteAllText(
            files.At("b.json"),
            """
            {"name": "b-draft", "form": "bcnet-features", "integer": {"accuracyInt8": null},
             "baseline": {"model": "a-coopnet"}}
            """
        );
        File.WriteAllText(files.At("c.json"), """{"no": "card"}""");
        return CardSummary.ReadFolder(files.Folder);
    }

    [TestMethod]
    public void TheDocumentedTablesOfModelsAreThoseOfTheCards()
    {
        IReadOnlyList<CardSummary> cards = CardSummary.ReadFolder(SourceTree.PathOf("host-tools", "models"));
        string document = SourceTree.Read("host-tools", "models", "README.md");
        foreach (
            (string option, string table) in new[]
            {
                ("", ModelTables.Accuracies.Markdown(cards)),
                (" --savings", ModelTables.Savings.Markdown(cards)),
            }
        )
        {
            StringAssert.Contains(document, table, $"it should hold what host-tools/nanocoop models{option} --markdown prints");
        }
    }

    /// <summary>Each task begins with the papers' row; a card without its blob has no times; what is no task of theirs comes
    /// last.</summary>
    [TestMethod]
    public void SavingsStandBesideThePapersRows()
    {
        using Files files = new();
        foreach ((string name, string dataset) in new[] { ("a", "Other"), ("b", "FER2013") })
        {
            File.WriteAllText(
                files.At($"{name}.json"),
                $$$"""
                {"name": "{{{name}}}", "form": "coopnet", "dataset": {"name": "{{{dataset}}}"},
                 "networks": {"bnn": {"topology": "fernet"}, "int8": {"topology": "fernet"} },
                 "integer": {"accuracyInt8": 0.66}, "points": {"breakEven": {"test": 0.65, "fractionFull": 0.25} } }
                """
            );
        }

        File.Copy(Files.Shipped("lenet5-mnist-coopnet"), files.At("a.ncn"));
        string[][] rows = [.. ModelTables.Savings.Rows(CardSummary.ReadFolder(files.Folder))];
        CollectionAssert.AreEqual(
            new[] { "CaffeNet, as published", "VGG-6, as published", "GscNet, as published", "FerNet, as published", "b", "a" },
            rows.Select(r => r[1]).ToArray()
        );
        CollectionAssert.AreEqual(new[] { "174.33", "353.93", "228.94", "35.3" }, rows[3][^4..]);
        CollectionAssert.AreEqual(new[] { "65.00", "25.00", "–", "–", "–", "–" }, rows[4][^6..]);
        double[] ms = [.. rows[5][^4..^1].Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        PartClock parts = ModelClock.Of(File.ReadAllBytes(files.At("a.ncn"))).Parts;
        Assert.AreEqual(BoardClock.Default.Ms(parts.At(0.25).Cycles), ms[2], 0.006, "light + f · full");
    }

    [TestMethod]
    public void TheDocumentedTableOfPredictionsIsThatOfTheCards()
    {
        string table = ModelTables.Predictions.Markdown(CardSummary.ReadFolder(SourceTree.PathOf("host-tools", "models")));
        StringAssert.Contains(
            SourceTree.Read("host-tools", "src", "NanoCoopNet.Analysis", "ANALYSIS.md"),
            table,
            "it should hold what host-tools/nanocoop models --predictions --markdown prints"
        );
    }

    [TestMethod]
    public void Demo()
    {
        DemoReport report = new(
            3,
            2 / 3.0,
            1 / 3.0,
            0.5,
            1_000_000,
            4_500_000,
            new(1_000_000, 4_500_000, 3_500_000, 3_333_333.3),
            "emulated-instructions",
            "NUCLEO-F767ZI (virtual)",
            "m7",
            "0.1.0",
            "keywords",
            "ab",
            1,
            new(
                new(900_000, 850_000, 950_000),
                new(100_000, 90_000, 120_000),
                new(3_000_000, 2_000_000, 5_000_000, false),
                new(0, 0, 0)
            ),
            true,
            [
                new("ct 0.250", "", 0.25, 3, 1, 1 / 3.0, 1_000_000),
                new("ct", "", 0.5, 3, 1 / 3.0, 2 / 3.0, 3_333_333),
                new("ct 0.750", "", 0.75, 3, 0, 1, 4_500_000),
            ],
            [5, 7, 1],
            [0, 1, 2],
            [0, 1, 1],
            [60000, 20000, 12000],
            [TakenMode.Light, TakenMode.Full, TakenMode.Full]
        );
        VerifiedText.Check(shell => DemoView.Render(shell, report, ["yes", "no", "up"], 1 / 3.0));
    }
}
