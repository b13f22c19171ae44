// Backup memory.
namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class SettingsMemoryTests
{
    [TestMethod]
    public void ValuesSurviveARestart()
    {
        using var folder = new TestFolder();
        var settings = new SettingsMemory(folder["settings"]);
        Assert.AreEqual(-1, settings.Read(0));
        Assert.IsTrue(settings.Write(0, 77));
        Assert.IsTrue(settings.Write(15, int.MaxValue));
        settings = new SettingsMemory(folder["settings"]);
        Assert.AreEqual(77, settings.Read(0));
        Assert.AreEqual(int.MaxValue, settings.Read(15));
        Assert.AreEqual(-1, settings.Read(1));
    }

    [TestMethod]
    [DataRow(-1, 1)]
    [DataRow(16, 1)]
    [DataRow(0, -1)]
    public void KeysAndValuesOutOfRangeAreRefused(int key, int value) => Assert.IsFalse(new SettingsMemory().Write(key, value));

    [TestMethod]
    public void ADamagedFileCountsAsEmpty()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["settings"], [1, 2, 3]);
        Assert.AreEqual(-1, new SettingsMemory(folder["settings"]).Read(0));
    }

    /// <summary>A killed program stops between any two steps of a write: what a reader sees at any moment is what it
    /// leaves.</summary>
    [TestMethod]
    public void TheFileIsWholeAtEveryMoment()
    {
        using var folder = new TestFolder();
        var settings = new SettingsMemory(folder["settings"]);
        settings.Write(3, 1);
        using var stop = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            for (int value = 2; !stop.IsCancellationRequested; value++)
            {
                Assert.IsTrue(settings.Write(3, value));
            }
        });
        for (int i = 0; i < 3000; i++)
        {
            Assert.HasCount(SettingsMemory.Keys * sizeof(int), File.ReadAllBytes(folder["settings"]));
        }

        stop.Cancel();
        writer.Wait();
    }

    [TestMethod]
    public void AValueThatCouldNotBeSavedIsNotInForce()
    {
        using var folder = new TestFolder();
        var settings = new SettingsMemory(Path.Combine(folder["nowhere"], "settings"));
        Assert.IsFalse(settings.Write(0, 77));
        Assert.AreEqual(-1, settings.Read(0));
    }
}
