// The whole way without hardware: a virtual board's capture, energy, and the verbs that use what it writes into the record.
using System.Text.Json;
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class EnergyTests
{
    private const double BnnMw = 400,
        Int8Mw = 450;
    private const int Samples = 12;

    /// <summary>The markers' own writes are in the capture and not in the counts; much of so small a model.</summary>
    private const double MarkerShare = 0.01;

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("run.csv")]
    [DataRow("run.sr")]
    public void ACaptureOfTheVirtualBoardGivesTheModelsEnergies(string name)
    {
        using Files files = new();
        (string capture, string record) = Captured(files, name);
        MeasurementFile run = Read(record);
        double ms = 1e3 / run.Header.ClockHz;
        PartClock clock = run.Header.Modelled!;
        double light = (clock.Bnn.Cycles + clock.Confidence.Cycles) * ms * BnnMw / 1e3;
        double full = light + ((clock.Int8.Cycles + clock.Glue.Cycles) * ms * Int8Mw / 1e3);
        string json = files.At("energy.json");
        Outcome energy = Tool.Succeed("energy", capture, "--run", record, "--voltage", "3.3", "--json", json);
        StringAssert.Contains(energy.Output, "MODEL");
        JsonElement all = JsonDocument.Parse(File.ReadAllText(json)).RootElement,
            parts = all.GetProperty("parts");
        Near(light, parts[0]);
        Near(full, parts[1]);
        foreach ((string part, string layers) in new[] { ("BNN", "bnn"), ("INT8", "int8") })
        {
            Assert.AreEqual(
                MeanMj(parts, name => name == part),
                MeanMj(all.GetProperty("layers"), name => name.StartsWith(layers, StringComparison.Ordinal)),
                1e-9,
                "layers and what lies between them add up to the network"
            );
        }

        MeasuredEnergy written = Read(record).Header.Energy!;
        Assert.AreEqual(parts[0].GetProperty("meanMj").GetDouble(), written.LightMj, 1e-12);
        Assert.IsTrue(written.IsModel);
        string sweep = Tool.Succeed("sweep", record).Output;
        StringAssert.Contains(sweep, "Energy, model:");
        Assert.IsFalse(sweep.Contains("measured (", StringComparison.Ordinal));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void WhatDoesNotBelongTogetherIsRefusedAndTheRecordKept()
    {
        using Files files = new();
        (string capture, string record) = Captured(files, "run.csv");
        string before = File.ReadAllText(record);
        string[] powered = ["energy", capture, "--run", record, "--voltage", "3.3"];
        Tool.Fail(ExitCode.BadCapture, "markersSwapped", [.. powered, "--light", "D1", "--full", "D0"]);
        Tool.Fail(ExitCode.BadCapture, "voltageMissing", "energy", capture, "--run", record);
        Tool.Fail(ExitCode.BadCapture, "noChannel", [.. powered, "--light", "D9"]);
        Tool.Fail(ExitCode.BadCapture, "markerMissing", [.. powered, "--light", "D6", "--full", "D7"]);
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", "energy", files.At("none"), "--run", record);
        Tool.Fail(ExitCode.Usage, "usage", "energy", capture, "--csv", files.At("samples.csv"));
        Tool.Fail(ExitCode.Usage, "usage", "energy", capture, "--run", record, "--windows", capture, "--inferences", "3");
        Tool.Fail(ExitCode.Usage, "usage", "energy", capture, "--windows", capture);
        Tool.Fail(
            ExitCode.BadCapture,
            "badWindows",
            "energy",
            capture,
            "--windows",
            record,
            "--inferences",
            "3",
            "--voltage",
            "3.3"
        );
        Tool.Fail(ExitCode.Usage, "usage", "vboard", "--capture", files.At("x.rld"));
        Tool.Fail(ExitCode.Usage, "usage", "vboard", "--capture", files.At("x.rld"), "--power-mw", "400,450");
        Assert.AreEqual(before, File.ReadAllText(record));
        Tool.Succeed("energy", capture, "--run", record, "--voltage", "3.3", "-o", files.At("copy.csv"));
        Assert.AreEqual(before, File.ReadAllText(record));
        Assert.IsNotNull(Read(files.At("copy.csv")).Header.Energy);
    }

    [TestMethod]
    public void ACaptureAloneShowsWhatItHolds()
    {
        using Files files = new();
        string capture = files.At("x.csv");
        File.WriteAllText(
            capture,
            "Timestamp(ms),Current(uA),D0-D7,D0,D1,D2,D3,D4,D5,D6,D7\n"
                + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i / 100.0},{1000 + i},1,{i / 250 % 2},0,0,0,0,0,0,0\n"))
        );
        JsonElement summary = Tool.Succeed("energy", capture, "--json").Json;
        Assert.AreEqual("ppk2Csv", summary.GetProperty("format").GetString());
        Assert.AreEqual(1000, summary.GetProperty("samples").GetInt64());
        JsonElement current = summary.GetProperty("analog")[0];
        Assert.AreEqual(1.4995e-3, current.GetProperty("mean").GetDouble(), 1e-12);
        Assert.AreEqual(1.999e-3, current.GetProperty("max").GetDouble(), 1e-12);
        JsonElement d0 = summary.GetProperty("logic")[0];
        Assert.AreEqual(3, d0.GetProperty("edges").GetInt64());
        Assert.AreEqual(5e-3, d0.GetProperty("upS").GetDouble(), 1e-9);
        StringAssert.Contains(Tool.Succeed("energy", capture).Output, "1.4995 mA");
    }

    private static (string Capture, string Record) Captured(Files files, string name)
    {
        string capture = files.At(name),
            record = files.At("record.csv"),
            data = files.Data("x.npz", Files.GoldenBlob(), Samples);
        CaptureModel model = new(capture, BnnMw, Int8Mw, 120) { RateHz = 1_000_000 };
        using (
            RunningBoard board = Needs.Tools(() =>
                RunningBoard.Start(new VirtualBoardOptions { Cpu = BoardCpu.M7, Capture = model })
            )
        )
        {
            Tool.Succeed("push", Files.Golden(), "--port", board.PortName);
            Assert.AreEqual(
                ExitCode.Success,
                Tool.Measure(Files.Golden(), "--data", data, "--port", board.PortName, "--out", record, "--mark-layers").Code
            );
        }

        return (capture, record);
    }

    private static double MeanMj(JsonElement parts, Func<string, bool> isOf) =>
        parts.EnumerateArray().Where(p => isOf(p.GetProperty("part").GetString()!)).Sum(p => p.GetProperty("meanMj").GetDouble());

    private static void Near(double truth, JsonElement part) =>
        Assert.AreEqual(
            truth,
            part.GetProperty("meanMj").GetDouble(),
            (2 * part.GetProperty("uncertaintyMj").GetDouble()) + (MarkerShare * truth),
            part.GetProperty("part").GetString()
        );

    private static MeasurementFile Read(string path) => MeasurementFile.Parse(path, File.ReadAllText(path));
}
