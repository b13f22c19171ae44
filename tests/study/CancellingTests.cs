// Ctrl+C in a study: the programs that it runs end, with all that they started, and it goes on later where it was.
using System.Globalization;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Study.Tests;

[TestClass]
public class CancellingTests
{
    [TestMethod]
    public void CancellingEndsAProgramAndWhatItStarted()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("needs /bin/sh");
        }

        using TestFolder folder = new();
        string file = Path.Combine(folder.Root, "pid");
        using CancellationTokenSource stop = new();
        Task<OperationCanceledException> run = Task.Run(() =>
            Assert.ThrowsExactly<OperationCanceledException>(() =>
                ToolProcess.Run(
                    "/bin/sh",
                    ["-c", $"sleep 600 & echo $! > {file}.part; mv {file}.part {file}; wait"],
                    null,
                    stop.Token
                )
            )
        );
        Assert.IsTrue(SpinWait.SpinUntil(() => File.Exists(file), TimeSpan.FromSeconds(60)));
        int child = int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
        stop.Cancel();
        Assert.AreEqual(stop.Token, run.GetAwaiter().GetResult().CancellationToken);
        Assert.IsTrue(SpinWait.SpinUntil(() => HasEnded(child), TimeSpan.FromSeconds(60)), "its child runs on");
    }

    private static bool HasEnded(int process)
    {
        string status = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status";
        try
        {
            return File.ReadAllText(status).Contains("zombie", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
