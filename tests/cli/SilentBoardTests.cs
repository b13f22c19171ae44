// A port behind which no firmware answers: what it says instead is passed on, and its silence is explained.
using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Doctor;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class SilentBoardTests
{
    private static readonly LinkException Silence = new(ExitCode.BoardSilent, "no answer to hello", "look at the port");

    [TestMethod]
    [TestCategory("Slow")]
    public void AnApplicationWithoutItsNativeCodeSaysSo()
    {
        Finding finding = Explain(
                "error: this nanoCLR has no NanoCoopNet.Interop (NotImplementedException); flash the nanoCLR of "
                    + "nf-interop/clr/README.md\r\n"
            )
            .Single();
        Assert.AreEqual(Severity.Problem, finding.Severity);
        StringAssert.Contains(finding.Found, "no NanoCoopNet.Interop");
        StringAssert.Contains(finding.Advice, "flash");
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void AnotherProgramIsNamed()
    {
        Finding finding = Explain("Hello from blinky\r\n").Single();
        StringAssert.Contains(finding.Found, "Hello from blinky");
        StringAssert.Contains(finding.Advice, "NanoCoopNet.App");
    }

    [TestMethod]
    public void SilenceMayBeAnotherChecksum()
    {
        Finding[] findings = [.. Explain("")];
        Assert.AreEqual(("no answer to hello", "look at the port"), (findings[0].Found, findings[0].Advice));
        StringAssert.Contains(findings[1].Found, $"0x{NativeInterface.Checksum:X8}");
        StringAssert.Contains(findings[1].Advice, "Invalid native checksum");
    }

    [TestMethod]
    public void AdviceNamesWhatIsTheCase()
    {
        BoardHello hello = new(
            1,
            true,
            true,
            false,
            false,
            4096,
            1024,
            3040,
            1,
            1,
            1,
            0,
            131072,
            216_000_000,
            TimeSource.DwtCycles,
            "",
            "B",
            "0.1.0"
        );
        StringAssert.Contains(MeasurableBoard.Advice(hello), "configuration Device");
        StringAssert.Contains(MeasurableBoard.Advice(hello with { HasDebugger = true }), "Shift+F5");
        Assert.AreEqual(ExitCode.NotMeasurable, Assert.ThrowsExactly<CliException>(() => MeasurableBoard.Require(hello)).Code);
        Assert.AreEqual(
            ExitCode.NotMeasurable,
            Assert
                .ThrowsExactly<CliException>(() =>
                    MeasurableBoard.Require(hello with { IsDebugBuild = false, HasDebugger = true })
                )
                .Code
        );
        MeasurableBoard.Require(hello with { IsDebugBuild = false });
        MeasurableBoard.Require(hello with { TimeSource = TimeSource.EmulatedInstructions });
    }

    private static IEnumerable<Finding> Explain(string says)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task served = Task.Run(() =>
        {
            using TcpClient client = listener.AcceptTcpClient();
            client.GetStream().Write(Encoding.ASCII.GetBytes(says));
            client.GetStream().ReadByte(); // until the other side closes
        });
        string port = $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        Finding[] findings = [.. SilentBoard.Explain(Silence, port, CancellationToken.None, listenMs: 600)];
        served.Wait();
        return findings;
    }
}
