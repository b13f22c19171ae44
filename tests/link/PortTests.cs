// Ports that are not there, are held, go away; and the list of ports from a made-up sysfs.
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Link.Tests;

[TestClass]
public sealed class PortTests
{
    [TestMethod]
    [DataRow("/dev/does-not-exist")]
    [DataRow("tcp://127.0.0.1:1")]
    [DataRow("tcp://nonsense")]
    [DataRow("tcp://127.0.0.1:99999")]
    public void APortThatDoesNotExist(string port) =>
        Assert.AreEqual(ExitCode.PortNotFound, Assert.ThrowsExactly<LinkException>(() => Transports.Open(port)).Code);

    [TestMethod]
    public void AFileIsNoPort()
    {
        string file = Path.GetTempFileName();
        LinkException e = Assert.ThrowsExactly<LinkException>(() => Transports.Open(file));
        Assert.AreEqual(ExitCode.PortNotFound, e.Code);
        File.Delete(file);
    }

    [TestMethod]
    public void APortIsHeldByOneProgramAtATime()
    {
        OnlyOnUnix();
        using RunningBoard board = Boards.Start();
        using (IByteTransport first = Transports.Open(board.PortName))
        {
            Assert.AreEqual(ExitCode.PortBusy, Assert.ThrowsExactly<LinkException>(() => Transports.Open(board.PortName)).Code);
        }

        using IByteTransport later = Transports.Open(board.PortName);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("tcp")]
    public void ASecondProgramIsToldThatThePortIsBusyAndTheFirstGoesOn(string? link)
    {
        using RunningBoard board = Boards.Start(new VirtualBoardOptions { Link = link });
        using BoardClient first = BoardClient.Open(board.PortName);
        for (int i = 0; i < 3; i++)
        {
            LinkException busy = Assert.ThrowsExactly<LinkException>(() => BoardClient.Open(board.PortName));
            Assert.AreEqual(ExitCode.PortBusy, busy.Code, busy.Message);
            Assert.IsFalse(first.Status().HasModel);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(115200)]
    [DataRow(230400)]
    [DataRow(460800)]
    [DataRow(921600)]
    public void APortIsOpenedAgainAndAgainAtEveryRate(int baud)
    {
        OnlyOnUnix();
        using RunningBoard board = Boards.Start();
        byte[] sent = [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7))];
        for (int round = 0; round < 5; round++)
        {
            using BoardClient client = BoardClient.Open(board.PortName);
            client.RaiseBaud(baud, Assert.Fail);
            Assert.AreEqual(baud, client.Baud);
            foreach (byte[] part in sent.Chunk(1024))
            {
                CollectionAssert.AreEqual(part, client.Echo(part));
            }
        }
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("tcp")]
    public void APortThatVanishes(string? link)
    {
        RunningBoard board = Boards.Start(new VirtualBoardOptions { Link = link });
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(Boards.GoldenModel());
        board.Dispose();
        Assert.AreEqual(ExitCode.PortVanished, Assert.ThrowsExactly<LinkException>(() => client.Status()).Code);
    }

    [TestMethod]
    [DataRow(ExitCode.BoardSilent)]
    [DataRow(ExitCode.PortNotFound)]
    [DataRow(ExitCode.PortBusy)]
    [DataRow(ExitCode.PortDenied)]
    public void AFailureToConnectTellsTheStLinksPortFromTheApplications(ExitCode code)
    {
        PortInfo stLink = new("/dev/ttyACM0", "0483:374b", "ST-LINK", null, PortRole.Debugger);
        PortInfo adapter = new("/dev/ttyUSB0", "0403:6001", "FT232R", null, PortRole.Candidate);
        LinkException failure = new(code, "it failed", "try again");

        Assert.AreEqual(
            $"/dev/ttyACM0 is the ST-LINK's port and {PortInfo.DebuggerAdvice}; that may be /dev/ttyUSB0",
            PortAdvice.Complete(failure, stLink.Name, [stLink, adapter]).Hint
        );
        Assert.AreEqual(
            "try again; /dev/ttyACM0 is the ST-LINK's port, not the application's",
            PortAdvice.Complete(failure, adapter.Name, [stLink, adapter]).Hint
        );
        Assert.AreEqual(
            "try again; the application's may be /dev/ttyUSB0",
            PortAdvice.Complete(failure, "/dev/ttyS9", [adapter]).Hint
        );
        Assert.AreEqual("try again", PortAdvice.Complete(failure, "/dev/ttyS9", []).Hint);
    }

    [TestMethod]
    public void OtherFailuresAreNotOnesOfThePort()
    {
        LinkException failure = new(ExitCode.PortVanished, "it went", "plug it in");
        Assert.AreSame(failure, PortAdvice.Complete(failure, "a", [new("a", null, "ST-LINK", null, PortRole.Debugger)]));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void NobodyAnswers()
    {
        LinkException e = Assert.ThrowsExactly<LinkException>(() => BoardClient.Greet(new SilentTransport()));
        Assert.AreEqual(ExitCode.BoardSilent, e.Code);
        StringAssert.Contains(e.Hint, "ST-LINK");
    }

    [TestMethod]
    public void LinuxPortsHaveUsbIdsAndTheDebuggerIsTold()
    {
        OnlyOnUnix();
        string sys = MakeSys();
        IReadOnlyList<PortInfo> ports = LinuxPorts.List(sys);
        PortInfo stLink = ports.Single(p => p.Name == "/dev/ttyACM0"),
            adapter = ports.Single(p => p.Name == "/dev/ttyUSB0");
        Assert.AreEqual(("0483:374b", PortRole.Debugger), (stLink.VidPid, stLink.Role));
        Assert.AreEqual(("0403:6001", PortRole.Candidate, "A5001"), (adapter.VidPid, adapter.Role, adapter.SerialNumber));
        Assert.HasCount(2, ports, "a ttyS without hardware is no port");
        Assert.AreEqual(adapter, PortList.OnlyCandidate(ports));
        LinkException onlyDebugger = Assert.ThrowsExactly<LinkException>(() => PortList.OnlyCandidate([stLink]));
        StringAssert.Contains(onlyDebugger.Message, "D0/D1");
        Assert.AreEqual(
            ExitCode.PortAmbiguous,
            Assert
                .ThrowsExactly<LinkException>(() => PortList.OnlyCandidate([adapter, adapter with { Name = "/dev/ttyUSB1" }]))
                .Code
        );
        Directory.Delete(sys, recursive: true);
    }

    [TestMethod]
    public void AVirtualBoardIsFoundWhileItRuns()
    {
        string name = $"/dev/pts/test-{Guid.NewGuid():N}";
        using (VirtualPorts.Announce(name, "virtual NUCLEO-F767ZI (pc)"))
        {
            Assert.AreEqual(PortRole.VirtualBoard, VirtualPorts.List().Single(p => p.Name == name).Role);
        }

        Assert.IsFalse(VirtualPorts.List().Any(p => p.Name == name));
    }

    private static string MakeSys()
    {
        string sys = Directory.CreateTempSubdirectory("nanocoop-sys").FullName;
        AddUsb(sys, "ttyACM0", "0483", "374b", "STM32 STLink", "066BFF");
        AddUsb(sys, "ttyUSB0", "0403", "6001", "FT232R USB UART", "A5001");
        string absent = Path.Combine(sys, "class", "tty", "ttyS0");
        Directory.CreateDirectory(Path.Combine(absent, "device"));
        File.WriteAllText(Path.Combine(absent, "type"), "0\n");
        return sys;
    }

    private static void AddUsb(string sys, string tty, string vid, string pid, string product, string serial)
    {
        string usb = Path.Combine(sys, "devices", "usb1", tty + "-device"),
            device = Path.Combine(usb, "1-1:1.0");
        Directory.CreateDirectory(device);
        foreach (
            (string file, string text) in new[]
            {
                ("idVendor", vid),
                ("idProduct", pid),
                ("product", product),
                ("manufacturer", "Maker"),
                ("serial", serial),
            }
        )
        {
            File.WriteAllText(Path.Combine(usb, file), text + "\n");
        }

        string entry = Path.Combine(sys, "class", "tty", tty);
        Directory.CreateDirectory(entry);
        Directory.CreateSymbolicLink(Path.Combine(entry, "device"), device);
    }

    private static void OnlyOnUnix()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("pseudo terminals and sysfs are Linux's");
        }
    }

    private sealed class SilentTransport : IByteTransport
    {
        public string Name => "silent";

        public bool HasBaud => false;

        public int Read(Span<byte> buffer, int timeoutMs)
        {
            Thread.Sleep(1);
            return 0;
        }

        public void Write(ReadOnlySpan<byte> data) { }

        public void SetBaud(int baud) { }

        public void Dispose() { }
    }
}
