// A person at the pseudo terminal: every line is answered in one clear line.
using System.Text;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class ConsoleTests
{
    [TestMethod]
    [TestCategory("Slow")]
    public void EveryLineIsAnsweredInOneLine()
    {
        Machines.NeedPty();
        Machines.NeedPc();
        using RunningBoard board = RunningBoard.Start(new VirtualBoardOptions { Cpu = BoardCpu.Pc, FlashTimeScale = 0 });
        using (var client = BoardClient.Open(board.PortName))
        {
            client.Push(TestBlob.CoopNet.Blob);
        }

        using IByteTransport terminal = Transports.Open(board.PortName);
        string status = Type(terminal, "status").Single();
        StringAssert.Contains(status, "auto");
        Assert.IsGreaterThan(5, Type(terminal, "help").Count, "one line a verb");
        StringAssert.Contains(Type(terminal, "ct 0.3").Single(), "0.30");
        StringAssert.Contains(Type(terminal, "mode light").Single(), "light");
        StringAssert.Contains(Type(terminal, "status").Single(), "light");
        StringAssert.Contains(Type(terminal, "frobnicate").Single(), "help");
        StringAssert.Contains(Type(terminal, "ct 7").Single(), "0.996");
        StringAssert.Contains(Type(terminal, "ct abc").Single(), "0.996");
        StringAssert.Contains(Type(terminal, "mode fast").Single(), "auto");
        StringAssert.Contains(Type(terminal, "ct").Single(), "0.30", "a refused value changes nothing");
    }

    private static List<string> Type(IByteTransport terminal, string line)
    {
        const int QuietMs = 400;
        terminal.Write(Encoding.ASCII.GetBytes(line + "\r"));
        var text = new StringBuilder();
        byte[] buffer = new byte[512];
        for (int bytes; (bytes = terminal.Read(buffer, QuietMs)) > 0; )
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, bytes));
        }

        Console.WriteLine(text.ToString());
        List<string> lines = [.. text.ToString().Split('\r', '\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
        Assert.AreEqual(line, lines[0], "the echo");
        return lines[1..];
    }
}
