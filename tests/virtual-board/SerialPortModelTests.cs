// The serial port's limits: silent overflow, loss while flash is busy, the wire's speed.
using System.Diagnostics;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class SerialPortModelTests
{
    [TestMethod]
    public void MoreThanTheBufferHoldsIsLostSilently()
    {
        using var wire = new QueueTransport();
        using var serial = new SerialPortModel(wire, new PowerSupply(), 256, 115200);
        byte[] sent = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        foreach (byte[] chunk in sent.Chunk(60))
        {
            wire.Arrive(chunk);
        }

        Eventually.IsTrue(() => serial.Overflowed == 44, "44 of 300 bytes lost");
        byte[] buffer = new byte[400];
        Assert.AreEqual(256, serial.Read(buffer, 0, buffer.Length));
        CollectionAssert.AreEqual(sent[..256], buffer[..256]);
        Assert.AreEqual(0, serial.Read(buffer, 0, buffer.Length), "nothing tells the application");

        wire.Arrive(7, 8);
        Eventually.IsTrue(() => serial.Read(buffer, 0, 2) == 2, "the port goes on");
        Assert.AreEqual(7, buffer[0]);
    }

    [TestMethod]
    public void ARingInTurnKeepsTheOrder()
    {
        Random random = TestSeed.New(nameof(ARingInTurnKeepsTheOrder));
        var ring = new ReceiveRing(100);
        byte next = 0,
            wanted = 0;
        byte[] block = new byte[100];
        for (int held = 0, round = 0; round < 2000; round++)
        {
            int put = random.Next(100 - held + 1);
            ring.Put([.. Enumerable.Range(0, put).Select(_ => next++)]);
            int taken = ring.Take(block.AsSpan(0, random.Next(101)));
            held += put - taken;
            foreach (byte b in block.AsSpan(0, taken))
            {
                Assert.AreEqual(wanted++, b);
            }
        }

        Assert.AreEqual(0, ring.Overflowed);
    }

    [TestMethod]
    public void BytesThatArriveWhileFlashIsErasedAreLost()
    {
        using var wire = new QueueTransport();
        using var serial = new SerialPortModel(wire, new PowerSupply(), 256, 115200);
        using var flash = new VirtualFlash(BoardDescription.NucleoF767Zi.FlashStore, new PowerSupply(), timeScale: 0.1);
        flash.Stalled += serial.Stall;
        flash.Stalled += begins =>
        {
            if (begins)
            {
                wire.Arrive(1, 2, 3);
            }
        };
        Assert.IsTrue(flash.Erase(0));
        wire.Arrive(4);
        byte[] buffer = new byte[8];
        Eventually.IsTrue(() => serial.Read(buffer, 0, 8) == 1, "what comes later arrives");
        Assert.AreEqual(4, buffer[0]);
        Assert.AreEqual(3, serial.DroppedInStall);
    }

    [TestMethod]
    public void AnEraseWithoutDurationLosesBytesToo()
    {
        using var wire = new QueueTransport();
        using var serial = new SerialPortModel(wire, new PowerSupply(), 256, 115200);
        using var flash = new VirtualFlash(BoardDescription.NucleoF767Zi.FlashStore, new PowerSupply());
        flash.Stalled += begins =>
        {
            serial.Stall(begins: true);
            if (!begins)
            {
                wire.Arrive(1, 2, 3);
                serial.Stall(begins: false);
            }
        };
        Assert.IsTrue(flash.Erase(0));
        Eventually.IsTrue(() => serial.DroppedInStall == 3, "dropped");
        Assert.AreEqual(0, serial.Read(new byte[8], 0, 8));
    }

    [TestMethod]
    public void PacedBytesTakeTheirTimeOnTheWire()
    {
        using var wire = new QueueTransport();
        using var serial = new SerialPortModel(wire, new PowerSupply(), 4096, 9600, pace: true);
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 4; i++)
        {
            wire.Arrive(new byte[48]);
        }

        byte[] buffer = new byte[192];
        int received = 0;
        Eventually.IsTrue(() => (received += serial.Read(buffer, 0, 192)) == 192, "192 bytes");
        Assert.IsGreaterThanOrEqualTo(199, clock.ElapsedMilliseconds, "192 bytes at 9600 baud take 200 ms");

        clock.Restart();
        serial.Write(buffer, 0, 96);
        Assert.IsGreaterThanOrEqualTo(99, clock.ElapsedMilliseconds);
        Assert.HasCount(96, wire.Sent);
    }

    [TestMethod]
    public void WithoutPowerThePortIsDead()
    {
        var power = new PowerSupply(0);
        using var wire = new QueueTransport();
        using var serial = new SerialPortModel(wire, power, 256, 115200);
        using var flash = new VirtualFlash(BoardDescription.NucleoF767Zi.FlashStore, power);
        Assert.IsFalse(flash.Erase(0));
        Assert.ThrowsExactly<PowerLostException>(() => serial.Write([1], 0, 1));
        Assert.ThrowsExactly<PowerLostException>(() => serial.Read(new byte[1], 0, 1));
        Assert.IsEmpty(wire.Sent);
    }
}
