// The waveform file.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class VcdWriterTests
{
    private static readonly PinDescription[] Pins =
    [
        new()
        {
            Name = "light",
            Pin = "PF15",
            Number = 95,
        },
        new()
        {
            Name = "full",
            Pin = "PE13",
            Number = 77,
        },
    ];

    [TestMethod]
    public void TheWholeFileOfTwoEdges()
    {
        var text = new StringWriter();
        using (var vcd = new VcdWriter(text, Pins, "a test"))
        {
            vcd.Write(95, true, 10);
            vcd.Write(77, true, 10);
            vcd.Write(95, false, 25);
        }

        Assert.AreEqual(
            """
            $comment a test $end
            $timescale 1 ns $end
            $scope module markers $end
            $var wire 1 ! light $end
            $var wire 1 " full $end
            $upscope $end
            $enddefinitions $end
            #0
            $dumpvars
            0!
            0"
            $end
            #10
            1!
            1"
            #25
            0!

            """.ReplaceLineEndings("\n"),
            text.ToString()
        );
    }

    [TestMethod]
    public void WhatIsWrittenCanBeRead()
    {
        Random random = TestSeed.New(nameof(WhatIsWrittenCanBeRead));
        var text = new StringWriter();
        var wanted = new List<(string, bool)>();
        bool[] levels = new bool[2];
        long edges;
        using (var vcd = new VcdWriter(text, Pins, "a test"))
        {
            for (int i = 0, time = 0; i < 1000; i++)
            {
                int pin = random.Next(2);
                bool level = random.Next(2) == 1;
                vcd.Write(Pins[pin].Number, level, time += random.Next(3) - 1);
                vcd.Write(12, level, time);
                if (levels[pin] != level)
                {
                    wanted.Add((Pins[pin].Name, levels[pin] = level));
                }
            }

            edges = vcd.Edges;
        }

        var (wires, read) = VcdReader.Read(text.ToString());
        CollectionAssert.AreEqual(new[] { "light", "full" }, wires.ToArray());
        CollectionAssert.AreEqual(wanted, read.Select(e => (e.Wire, e.Level)).ToList());
        Assert.AreEqual(edges, read.Count);
    }

    [TestMethod]
    public void TwoEdgesOfOneWireAreNeverAtTheSameTime()
    {
        var text = new StringWriter();
        using (var vcd = new VcdWriter(text, Pins, "a test"))
        {
            vcd.Write(95, true, 100);
            vcd.Write(95, false, 100);
            vcd.Write(95, true, 100);
        }

        CollectionAssert.AreEqual(
            new long[] { 100, 101, 102 },
            VcdReader.Read(text.ToString()).Edges.Select(e => e.TimeNs).ToArray()
        );
    }

    [TestMethod]
    public void EstimatesFollowTheDocumentedModel()
    {
        BoardClock clock = new(216_000_000, 0.5);
        Assert.AreEqual(1000.0, clock.Ms(216_000_000), 1e-9);
        Assert.AreEqual(1_000_000_000, clock.Ns(216_000_000));
        Assert.AreEqual(4_629_629_629_629_629L, clock.Ns(1_000_000_000_000_000));
        CostRow row = new(1, 0, 3, 3, 1, 4, 4, 16, 2304, 900, 1000, 100, [0, 10, 20, 30, 40, 50, 60, 70]);
        Assert.AreEqual(new CycleEstimate(1115, 1000, 1130), clock.Of(row, InSram.Source | InSram.Result));
    }
}
