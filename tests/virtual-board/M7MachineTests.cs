// The emulated Cortex-M7 as a machine: exact counts, faults that are reported, an emulator that dies.
using System.Diagnostics;
using NanoCoopNet.Interop;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class M7MachineTests
{
    private const int Loop = 0x101;
    private const int WriteFlash = 0x102;
    private const int UseStack = 0x103;

    [TestMethod]
    public void LoopsOfKnownLengthCountExactly()
    {
        Random random = TestSeed.New(nameof(LoopsOfKnownLengthCountExactly));
        using M7Machine machine = Start();
        IEnumerable<int> lengths = [1, 2, 3, 1000, 1_000_000, .. Enumerable.Range(0, 50).Select(_ => random.Next(1, 100_000))];
        foreach (int iterations in lengths)
        {
            Assert.AreEqual(
                (2 * iterations) + 1,
                Ask(machine, Loop, iterations),
                $"{iterations} iterations of 2 instructions and one before"
            );
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void CountsGoOnWhereTheTimerWraps()
    {
        using M7Machine machine = Start();
        const int Iterations = 336_000_000;
        Assert.AreEqual((2 * Iterations) + 1, Ask(machine, Loop, Iterations), "TIMER0 wraps after 671 million instructions");
    }

    [TestMethod]
    public void AKernelThatWritesFlashFaults()
    {
        using M7Machine machine = Start();
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() => Ask(machine, WriteFlash, 0));
        Assert.AreEqual("emulatorGone", e.Name);
        StringAssert.Contains(e.Message, "address 60000000");
        Assert.ThrowsExactly<VirtualBoardException>(() => Ask(machine, Loop, 1), "and it says so from then on");
    }

    [TestMethod]
    public void ACallThatOverflowsTheStackFaults()
    {
        using M7Machine machine = Start();
        Assert.AreNotEqual(0, Ask(machine, UseStack, 2000));
        Assert.IsGreaterThan(2000, machine.CallStackPeakBytes);
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() => Ask(machine, UseStack, 6000));
        StringAssert.Contains(e.Message, "faulted");
    }

    [TestMethod]
    public void AfterAResetTheImageStartsAnew()
    {
        using M7Machine machine = Start();
        Ask(machine, UseStack, 2000);
        machine.Reset();
        Assert.AreEqual(201, Ask(machine, Loop, 100));
        Assert.IsLessThan(2000, machine.CallStackPeakBytes);
    }

    [TestMethod]
    public void AMarkerWriteTakesTheInstructionsThatTheBoardsPageSays()
    {
        using var bench = new NativeBench(BoardCpu.M7);
        GoldenModel model = TestBlob.CoopNet;
        bench.Store(model.Blob);
        int[] info = new int[ModelField.Ints];
        Assert.AreEqual(0, bench.Native.ModelOpen(1, -1, info));
        bench.Native.MarkerBind(0, 95);
        bench.Native.MarkerBind(1, 77);
        bench.Native.InputSelect(1, 0);
        Assert.IsGreaterThan(0, bench.Native.LayerRun(1, 0, 0, 0b11 | (0b11 << 16)));

        var call = new MailboxRequest(bench.Machine!.Mailbox, 1);
        Assert.AreEqual(4, call.EventCount);
        uint up = call.Event(1).Counter - call.Event(0).Counter,
            down = call.Event(3).Counter - call.Event(2).Counter;
        string page = File.ReadAllText(Path.Combine(SourceTree.Root, "boards", "NUCLEO_F767ZI", "README.md"));
        StringAssert.Contains(page, $"from one marker's write to the next: {up} instructions up, {down} down");
    }

    [TestMethod]
    public void AnEmulatorThatVanishesIsSaid()
    {
        using M7Machine machine = Start();
        machine.KillEmulator();
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() => Ask(machine, Loop, 1));
        Assert.AreEqual("emulatorGone", e.Name);
        Assert.ThrowsExactly<VirtualBoardException>(() => Ask(machine, Loop, 1));
    }

    [TestMethod]
    public void AnEmulatorThatCannotStartIsSaid()
    {
        Machines.CoreImage(BoardCpu.M7);
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() =>
            new M7Machine("no-such-image.elf", 1024, BoardDescription.NucleoF767Zi.FlashStore)
        );
        StringAssert.Contains(e.Message, "no-such-image.elf");
    }

    [TestMethod]
    public void AnArenaLargerThanTheMachineIsRefused()
    {
        string image = Machines.CoreImage(BoardCpu.M7);
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() =>
            new M7Machine(image, 16 << 20, BoardDescription.NucleoF767Zi.FlashStore)
        );
        Assert.AreEqual("arenaTooLarge", e.Name);
    }

    [TestMethod]
    public void TheEmulatorEndsWithThePipeThatThisProcessHolds()
    {
        Machines.NeedPty();
        using var folder = new TestFolder();
        var guarded = new EmulatorProcess("/bin/sh", ["-c", $"echo $$ > {folder["pid"]}; exec sleep 1000"]);
        Eventually.IsTrue(() => File.Exists(folder["pid"]) && File.ReadAllText(folder["pid"]).Trim().Length > 0, "started");
        int pid = int.Parse(File.ReadAllText(folder["pid"]));
        using Process sleeper = Process.GetProcessById(pid);
        guarded.Dispose();
        Eventually.IsTrue(() => sleeper.HasExited, "killed");
    }

    private static M7Machine Start() =>
        new(Machines.CoreImage(BoardCpu.M7), BoardDescription.NucleoF767Zi.ArenaBytes, BoardDescription.NucleoF767Zi.FlashStore);

    private static int Ask(M7Machine machine, int function, int argument)
    {
        var request = new MailboxRequest(machine.Mailbox, function);
        request.Put(argument);
        request.Send();
        machine.Call();
        return request.Result;
    }
}
