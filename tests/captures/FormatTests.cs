// Every format: what is written is read, whatever the name; damaged and cut files are refused or read with a warning.

namespace NanoCoopNet.Captures.Tests;

[TestClass]
public sealed class FormatTests
{
    private const int Cases = 8;

    private delegate byte[] Maker(GeneratedTrace trace, Random random);

    private sealed record Format(
        CaptureFormat Is,
        double RateHz,
        Maker Make,
        string? Current,
        string? Voltage,
        int LogicChannels,
        double Relative = 1e-6
    )
    {
        public CaptureOptions Options { get; init; } = new();

        public double? TrueRateHz { get; init; }
    }

    private const double RocketLoggerScale = 100e6 / 49 / 2.048e6;

    private static readonly Dictionary<string, Format> Formats = new()
    {
        ["RocketLogger 1"] = RocketLogger(1, 1000),
        ["RocketLogger 2"] = RocketLogger(2, 64000),
        ["RocketLogger 3"] = RocketLogger(3, 1),
        ["RocketLogger 4"] = RocketLogger(4, 4000),
        ["RocketLogger CSV"] = new(
            CaptureFormat.RocketLoggerCsv,
            1000,
            (t, r) => InstrumentFiles.RocketLoggerCsv(t, r.Next(50, 500)),
            "I1H",
            "V1",
            4
        )
        {
            TrueRateHz = 1000 * RocketLoggerScale,
        },
        ["PPK2"] = new(CaptureFormat.Ppk2, 100_000, (t, _) => InstrumentFiles.Ppk2(t), "current", null, 4),
        ["PPK2 CSV"] = new(CaptureFormat.Ppk2Csv, 100_000, (t, _) => InstrumentFiles.Ppk2Csv(t), "current", null, 4),
        ["Joulescope"] = new(CaptureFormat.Joulescope, 1_000_000, (t, _) => JlsFiles.Joulescope(t), "current", "voltage", 2),
        ["sigrok, whole"] = new(CaptureFormat.Sigrok, 200_000, (t, _) => InstrumentFiles.Sigrok(t, 0), "I [mA]", "U_V", 4),
        ["sigrok, in pieces"] = new(
            CaptureFormat.Sigrok,
            500,
            (t, r) => InstrumentFiles.Sigrok(t, r.Next(10, 300)),
            "I [mA]",
            "U_V",
            4
        ),
        ["EnergyRunner"] = new(CaptureFormat.EnergyRunner, 1000, (t, _) => InstrumentFiles.EnergyRunner(t), null, null, 0),
        ["CSV ;"] = new(
            CaptureFormat.Csv,
            50_000,
            (t, _) => InstrumentFiles.Csv(t, ';', "time [ms];I [mA];supply_V;a;b"),
            "I [mA]",
            "supply_V",
            2
        ),
        ["CSV by number"] = new(
            CaptureFormat.Csv,
            50_000,
            (t, _) => InstrumentFiles.Csv(t, '\t', "t_ms\tx\ty\ta\tb"),
            "x",
            null,
            2
        )
        {
            Options = new CaptureOptions { Unit = "mA", Columns = new CsvColumns("1", ["2"], ["4", "b"]) },
        },
    };

    /// <summary>Data version 1 to 4 of <c>.rld</c>.</summary>
    private static Format RocketLogger(int version, double rateHz) =>
        new(
            CaptureFormat.RocketLogger,
            rateHz,
            (t, r) => InstrumentFiles.RocketLogger(t, version, r.Next(1, 500)),
            "I1",
            "V1",
            4,
            1e-5
        )
        {
            TrueRateHz = rateHz * RocketLoggerScale,
        };

    public static IEnumerable<object[]> Names => Formats.Keys.Select(n => new object[] { n });

    [TestMethod]
    [TestCategory("Slow")]
    [DynamicData(nameof(Names))]
    public void SamplesAndLevelsAreTheOnesWritten(string name)
    {
        Format format = Formats[name];
        Random random = TestSeed.New(name);
        using Folder folder = new();
        for (int i = 0; i < Cases; i++)
        {
            GeneratedTrace t = GeneratedTrace.Random(random, format.RateHz);
            ReadTrace r = ReadTrace.Of(folder.Write("any.name", format.Make(t, random)), format.Options);
            Assert.AreEqual(format.Is, r.Info.Format);
            Assert.IsEmpty(r.Warnings);
            double rate = format.TrueRateHz ?? format.RateHz;
            Assert.AreEqual(rate, r.Info.RateHz, 1e-6 * rate);
            Assert.AreEqual(t.Count / rate, r.EndS, 1e-6 * r.EndS);
            if (format.Current is { } current)
            {
                ReadTrace.AreClose(t.Amperes, r.Channel(current), format.Relative, current);
            }

            if (format.Voltage is { } voltage)
            {
                ReadTrace.AreClose(t.Volts, r.Channel(voltage), format.Relative, voltage);
            }

            if (format.Is == CaptureFormat.EnergyRunner)
            {
                ReadTrace.AreClose([.. t.Amperes.Zip(t.Volts, (a, v) => a * v)], r.Channel("power"), format.Relative, "power");
            }

            ulong mask = (1UL << format.LogicChannels) - 1;
            CollectionAssert.AreEqual(t.Levels.Select(l => l & mask).ToArray(), r.Levels.Select(l => l & mask).ToArray());
        }
    }

    [TestMethod]
    public void ADigitalCaptureGivesTheEdges()
    {
        Random random = TestSeed.New(nameof(ADigitalCaptureGivesTheEdges));
        for (int i = 0; i < Cases; i++)
        {
            using Folder folder = new();
            GeneratedTrace t = GeneratedTrace.Random(random, 10_000);
            LogicEdge[] edges =
            [
                .. Enumerable
                    .Range(1, t.Count - 1)
                    .SelectMany(k =>
                        Enumerable
                            .Range(0, 4)
                            .Where(c => ((t.Levels[k] ^ t.Levels[k - 1]) >> c & 1) != 0)
                            .Select(c => new LogicEdge(k / t.RateHz, c, (t.Levels[k] >> c & 1) != 0))
                    ),
            ];
            AreEqual(edges, ReadTrace.Of(folder.Write("x", InstrumentFiles.Vcd(t, 100))).Edges);
            AreEqual(edges, ReadTrace.Of(folder.Write("y", InstrumentFiles.SaleaeCsv(t))).Edges);
        }

        static void AreEqual(LogicEdge[] expected, IReadOnlyList<LogicEdge> actual)
        {
            Assert.HasCount(expected.Length, actual);
            for (int k = 0; k < expected.Length; k++)
            {
                Assert.AreEqual(expected[k].TimeS, actual[k].TimeS, 1e-8);
                Assert.AreEqual((expected[k].Channel, expected[k].Level), (actual[k].Channel, actual[k].Level));
            }
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void ASaleaeExportIsReadWhole(int version)
    {
        Random random = TestSeed.New(nameof(ASaleaeExportIsReadWhole));
        for (int i = 0; i < Cases; i++)
        {
            using Folder folder = new();
            GeneratedTrace t = GeneratedTrace.Random(random, 125_000);
            foreach ((string name, byte[] bytes) in InstrumentFiles.Saleae(t, version))
            {
                folder.Write(name, bytes);
            }

            ReadTrace r = ReadTrace.Of(folder.At("analog_0.bin"), new CaptureOptions { ShuntOhm = 1 });
            Assert.AreEqual(CaptureUnit.Ampere, r.Info.Analog[0].Unit);
            ReadTrace.AreClose(t.Amperes, r.Channel("analog_0"), 1e-6, "current");
            CollectionAssert.AreEqual(t.Levels, r.Levels);
        }
    }

    [TestMethod]
    public void ASplitRocketLoggerFileIsJoined()
    {
        Random random = TestSeed.New(nameof(ASplitRocketLoggerFileIsJoined));
        using Folder folder = new();
        GeneratedTrace t = GeneratedTrace.Random(random, 1000);
        const int rows = 50;
        int whole = t.Count / rows * rows,
            one = whole / 3 / rows * rows,
            two = whole - one;
        string path = folder.Write("run.rld", InstrumentFiles.RocketLogger(t, 3, rows, 0, one));
        folder.Write("run_p1.rld", InstrumentFiles.RocketLogger(t, 3, rows, one, two - rows));
        folder.Write("run_p2.rld", InstrumentFiles.RocketLogger(t, 3, rows, one + two - rows, rows));
        ReadTrace r = ReadTrace.Of(path);
        ReadTrace.AreClose(t.Amperes[..whole], r.Channel("I1"), 1e-5, "current");
        Assert.IsEmpty(r.Warnings);
        Assert.HasCount(1, ReadTrace.Of(folder.At("run_p1.rld")).Warnings, "a part alone is said to be one");
        folder.Write("run_p1.rld", InstrumentFiles.RocketLogger(t with { RateHz = 2000 }, 3, rows, one, two - rows));
        Assert.AreEqual("badCapture", Assert.ThrowsExactly<CaptureException>(() => ReadTrace.Of(path)).Name);
    }

    [TestMethod]
    public void LostSamplesAreAGap()
    {
        Random random = TestSeed.New(nameof(LostSamplesAreAGap));
        using Folder folder = new();
        GeneratedTrace t = GeneratedTrace.Random(random, 100_000);
        using CaptureReader reader = CaptureFile.Open(
            folder.Write("x.csv", InstrumentFiles.Ppk2Csv(t, i => i is >= 100 and < 130))
        );
        CaptureTrace trace = CaptureScan.Run(reader, PowerSource.Of(reader.Info, new PowerChoice(Voltage: "3.3")), []);
        Assert.AreEqual(30e-5, trace.MissingS, 1e-9);
        Assert.AreEqual(t.Amperes.Where((_, i) => i is < 100 or >= 130).Sum() * 3.3 / t.RateHz, trace.EnergyJ, 1e-9);

        double[] amperes = [.. t.Amperes.Select((a, i) => i is >= 50 and < 60 ? double.NaN : a)];
        using CaptureReader nan = CaptureFile.Open(folder.Write("y", InstrumentFiles.Ppk2(t with { Amperes = amperes })));
        Assert.AreEqual(
            10e-5,
            CaptureScan.Run(nan, PowerSource.Of(nan.Info, new PowerChoice(Voltage: "3.3")), []).MissingS,
            1e-9
        );
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void ACutFileIsRefusedOrWarnedOf(string name)
    {
        Format format = Formats[name];
        Random random = TestSeed.New(name);
        using Folder folder = new();
        GeneratedTrace t = GeneratedTrace.Random(random, format.RateHz);
        byte[] whole = format.Make(t, random);
        bool isText = format.Is is CaptureFormat.Csv or CaptureFormat.Ppk2Csv or CaptureFormat.RocketLoggerCsv;
        for (int i = 0; i < 40; i++)
        {
            int length = random.Next(0, whole.Length - 1);
            if (isText && i > 0)
            {
                break; // text that ends with a row is whole
            }

            if (format.Is == CaptureFormat.EnergyRunner && (length - 5) % 4 == 0)
            {
                continue; // the format does not say how long it is
            }

            string path = folder.Write("cut", whole[..(isText ? 0 : length)]);
            try
            {
                Assert.IsNotEmpty(ReadTrace.Of(path, format.Options).Warnings, $"cut at {length} of {whole.Length}");
            }
            catch (CaptureException e)
            {
                Assert.IsNotEmpty(e.Hint);
            }
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DynamicData(nameof(Names))]
    public void DamageIsNoCrash(string name)
    {
        Format format = Formats[name];
        Random random = TestSeed.New(name);
        using Folder folder = new();
        byte[] whole = format.Make(GeneratedTrace.Random(random, format.RateHz), random);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. whole];
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                damaged[random.Next(random.Next(2) == 0 ? Math.Min(200, damaged.Length) : damaged.Length)] = (byte)
                    random.Next(256);
            }

            string path = folder.Write("damaged", damaged);
            try
            {
                using CaptureReader reader = CaptureFile.Open(path, format.Options);
                CaptureBlock block = new();
                for (int blocks = 0; blocks < 10_000 && reader.Next(block); blocks++) { }
            }
            catch (CaptureException e)
            {
                Assert.IsNotEmpty(e.Hint);
            }
        }
    }

    [TestMethod]
    public void WhatIsNoCaptureIsSaid()
    {
        using Folder folder = new();
        Assert.AreEqual("badCapture", Refused("").Name);
        Assert.AreEqual("unknownCapture", Refused("hello, world\n7,2\n").Name);
        Assert.AreEqual("unknownCapture", Refused("\0\0\0\0").Name);
        Assert.AreEqual("rateMissing", Refused("Current(uA)\n1.5\n").Name);
        Assert.AreEqual("rateMissing", Refused("I [mA];U [V]\n1;2\n").Name);
        Assert.AreEqual(
            "noColumn",
            Refused("time_s,I_mA\n0,1\n1,2\n", new CaptureOptions { Columns = new CsvColumns("t", ["I_mA"], []) }).Name
        );
        Assert.AreEqual("unitContradicts", Refused("time_s,I [mA]\n0,1\n1,2\n", new CaptureOptions { Unit = "uA" }).Name);
        Assert.AreEqual("badCapture", Refused("time_s,I_mA\n0,1\n1,2\n2,x\n").Name);
        Assert.AreEqual("badCapture", Refused("time_s,I_mA\n0,1\n1,2\n0.5,3\n2,1\n").Name, "time goes back");
        Assert.ThrowsExactly<NanoCoopException>(() => CaptureFile.Open(folder.At("none")));

        CaptureException Refused(string text, CaptureOptions? options = null) =>
            Assert.ThrowsExactly<CaptureException>(() =>
                ReadTrace.Of(folder.Write("x", System.Text.Encoding.UTF8.GetBytes(text)), options)
            );
    }

    [TestMethod]
    [DataRow(".rld", 64000.0)]
    [DataRow(".csv", 100_000.0)]
    [DataRow(".sr", 1000.0)]
    [DataRow(".bin", 10_000.0)]
    public void WhatTheWritersWriteIsRead(string extension, double rate)
    {
        Random random = TestSeed.New(extension);
        using Folder folder = new();
        GeneratedTrace t = GeneratedTrace.Random(random, rate);
        string path = folder.At("made" + extension);
        int whole = extension == ".rld" ? t.Count / (int)rate * (int)rate : t.Count;
        using (
            ICaptureWriter writer = CaptureWriters.Create(
                path,
                new CaptureHead(rate, "model: of a test", ["light", "full", "layer0", "layer1"])
            )
        )
        {
            for (int i = 0; i < t.Count; i++)
            {
                writer.Write(t.Amperes[i], t.Volts[i], t.Levels[i]);
            }
        }

        if (whole == 0)
        {
            return; // less than a block
        }

        ReadTrace r = ReadTrace.Of(path);
        Assert.IsTrue(r.Info.IsModel);
        Assert.IsEmpty(Directory.GetFiles(folder.Path, "*.partial"));
        if (extension == ".bin")
        {
            ReadTrace.AreClose([.. t.Amperes.Zip(t.Volts, (a, v) => a * v)], r.Analog[0], 1e-6, "power");
        }
        else
        {
            ReadTrace.AreClose(t.Amperes[..whole], r.Analog[0], 1e-6, "current");
            CollectionAssert.AreEqual(t.Levels[..whole], r.Levels);
        }
    }
}
