// Pseudo terminal and TCP port, from the other end.
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class TransportTests
{
    [TestMethod]
    public void APtyCarriesEveryByteBothWays()
    {
        Machines.NeedPty();
        using var folder = new TestFolder();
        using var board = new PtyTransport(folder["port"]);
        Assert.AreEqual(folder["port"], board.PortName);
        using IByteTransport program = Transports.Open(board.PortName);
        CarriesEveryByte(board, program);
    }

    [TestMethod]
    public void ATcpPortCarriesEveryByteBothWays()
    {
        using var board = new TcpBoardTransport();
        StringAssert.StartsWith(board.PortName, "tcp://127.0.0.1:");
        using IByteTransport program = Transports.Open(board.PortName);
        CarriesEveryByte(board, program);
    }

    [TestMethod]
    public void ProgramsComeAndGoOnATcpPort()
    {
        using var board = new TcpBoardTransport();
        ProgramsComeAndGo(board);
    }

    [TestMethod]
    public void ASecondProgramOnATcpPortIsTurnedAway()
    {
        using var board = new TcpBoardTransport();
        using IByteTransport first = Transports.Open(board.PortName);
        byte[] buffer = new byte[8];
        board.Read(buffer, 100);
        using IByteTransport second = Transports.Open(board.PortName);
        Eventually.IsTrue(
            () =>
            {
                board.Read(buffer, 10);
                try
                {
                    second.Read(buffer, 10);
                    return false;
                }
                catch (LinkException e)
                {
                    return e.Code == ExitCode.PortBusy;
                }
            },
            "the second is disconnected"
        );
        first.Write([1]);
        Eventually.IsTrue(() => board.Read(buffer, 50) == 1, "the first goes on");
    }

    [TestMethod]
    public void ProgramsComeAndGoOnAPty()
    {
        Machines.NeedPty();
        using var board = new PtyTransport();
        ProgramsComeAndGo(board);
    }

    [TestMethod]
    public void NobodyAtTheOtherEndDoesNotStopTheBoard()
    {
        Machines.NeedPty();
        using var pty = new PtyTransport();
        byte[] block = new byte[4096];
        for (int i = 0; i < 100; i++)
        {
            pty.Write(block);
        }

        using var tcp = new TcpBoardTransport();
        tcp.Write(block);
    }

    [TestMethod]
    public void ATakenTcpPortIsSaid()
    {
        using var first = new TcpBoardTransport();
        int port = new Uri(first.PortName).Port;
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() => new TcpBoardTransport(port));
        Assert.AreEqual("tcpPortTaken", e.Name);
    }

    [TestMethod]
    public void ALinkOverAFileIsRefused()
    {
        Machines.NeedPty();
        using var folder = new TestFolder();
        File.WriteAllText(folder["file"], "precious");
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() => new PtyTransport(folder["file"]));
        Assert.AreEqual("linkFailed", e.Name);
        Assert.AreEqual("precious", File.ReadAllText(folder["file"]));
    }

    [TestMethod]
    public void TheLinkIsGoneWithTheBoard()
    {
        Machines.NeedPty();
        using var folder = new TestFolder();
        new PtyTransport(folder["port"]).Dispose();
        Assert.IsNull(new FileInfo(folder["port"]).LinkTarget);
        using var next = new PtyTransport(folder["port"]);
        Assert.IsNotNull(new FileInfo(folder["port"]).LinkTarget);
    }

    [TestMethod]
    public void ALinkThatAnotherBoardTookOverStays()
    {
        Machines.NeedPty();
        using var folder = new TestFolder();
        var first = new PtyTransport(folder["port"]);
        using var second = new PtyTransport(folder["port"]);
        first.Dispose();
        using IByteTransport program = Transports.Open(folder["port"]);
        CarriesEveryByte(second, program);
    }

    private static void ProgramsComeAndGo(IBoardTransport board)
    {
        for (byte i = 0; i < 3; i++)
        {
            using IByteTransport program = Transports.Open(board.PortName);
            program.Write([i]);
            byte[] buffer = new byte[8];
            Eventually.IsTrue(() => board.Read(buffer, 50) == 1, "the byte");
            Assert.AreEqual(i, buffer[0]);
        }
    }

    private static void CarriesEveryByte(IBoardTransport board, IByteTransport program)
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        byte[] buffer = new byte[256];
        program.Write(all);
        int received = 0;
        Eventually.IsTrue(() => (received += board.Read(buffer.AsSpan(received), 50)) == 256, "256 bytes at the board");
        CollectionAssert.AreEqual(all, buffer);

        board.Write(all);
        received = 0;
        buffer.AsSpan().Clear();
        Eventually.IsTrue(() => (received += program.Read(buffer.AsSpan(received), 50)) == 256, "256 bytes at the program");
        CollectionAssert.AreEqual(all, buffer);
    }
}
