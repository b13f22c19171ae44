// Power lost at any flash write leaves the old model or none, never half a one; and the next transfer goes through.
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class PowerLossTests
{
    private const int SectorBytes = 256 * 1024;

    [TestMethod]
    [DataRow(12 * 1024, 20 * 1024, 120, true, DisplayName = "there is room beside the old model")]
    [DataRow(2 * SectorBytes, 2 * SectorBytes + 4096, 12, false, DisplayName = "the old model must make room")]
    public void TheStoreHoldsTheOldModelOrNone(int oldBytes, int newBytes, int points, bool keepsOld)
    {
        Random random = TestSeed.New(nameof(TheStoreHoldsTheOldModelOrNone));
        byte[] old = TestBlob.Padded(oldBytes),
            next = TestBlob.Padded(newBytes);
        using var folder = new TestFolder();
        StoreOld(folder["old"], old);
        long steps = StepsOf(folder, next);
        IEnumerable<long> cuts =
        [
            0,
            1,
            steps - 1,
            steps - 2,
            .. Enumerable.Range(0, points).Select(_ => random.NextInt64(steps)),
        ];
        foreach (long cut in cuts)
        {
            string what = $"power lost after {cut} of {steps} steps";
            File.Copy(folder["old"], folder["flash"], overwrite: true);
            using (
                var failing = new NativeBench(BoardCpu.Pc, power: new PowerSupply(cut, random.Next()), flashFile: folder["flash"])
            )
            {
                Assert.IsLessThan(0, failing.Store(next), what);
                Assert.IsTrue(failing.Power.IsLost, what);
            }

            using var after = new NativeBench(BoardCpu.Pc, flashFile: folder["flash"]);
            int[]? found = after.Open();
            if (found is null)
            {
                Assert.IsFalse(keepsOld, $"{what}: the old model is gone");
            }
            else
            {
                int blobBytes = found[13];
                bool committedInFull = cut >= steps - 16 && blobBytes == newBytes;
                Assert.IsTrue(blobBytes == oldBytes || committedInFull, $"{what}: a model of {blobBytes} bytes");
            }

            Assert.IsGreaterThanOrEqualTo(0, after.Store(next), $"{what}: the transfer goes through afterwards");
            Assert.AreEqual(newBytes, after.Open()![13], what);
        }
    }

    [TestMethod]
    [DataRow(BoardCpu.Pc)]
    [DataRow(BoardCpu.M7)]
    public void TheBoardAnswersAfterwards(BoardCpu cpu)
    {
        Machines.Need(cpu);
        Random random = TestSeed.New(nameof(TheBoardAnswersAfterwards));
        byte[] old = TestBlob.CoopNet.Blob,
            next = TestBlob.Padded(30 * 1024);
        using var folder = new TestFolder();
        StoreOld(folder["old"], old);
        long steps = StepsOf(folder, next);
        for (int round = 0; round < 4; round++)
        {
            File.Copy(folder["old"], folder["flash"], overwrite: true);
            var options = new VirtualBoardOptions
            {
                Cpu = cpu,
                Link = "tcp",
                FlashFile = folder["flash"],
                FlashTimeScale = 0,
                PowerLossAfterSteps = random.NextInt64(steps),
                DamageSeed = random.Next(),
            };
            using (RunningBoard board = RunningBoard.Start(options))
            {
                Task push = Task.Run(() =>
                {
                    using var client = BoardClient.Open(board.PortName);
                    client.Push(next);
                });
                Assert.IsTrue(board.AwaitEnd(20_000), "the board went down");
                Assert.IsInstanceOfType<PowerLostException>(board.Failure);
                board.Dispose();
                AggregateException e = Assert.ThrowsExactly<AggregateException>(() => push.Wait(60_000));
                Assert.IsInstanceOfType<LinkException>(e.InnerException);
            }

            using RunningBoard again = RunningBoard.Start(options with { PowerLossAfterSteps = null });
            using var later = BoardClient.Open(again.PortName);
            Assert.AreEqual(
                Convert.ToHexStringLower(TestBlob.Identity(old)),
                later.Status().Identity,
                $"{options.PowerLossAfterSteps} of {steps} steps"
            );
            later.Push(next);
            Assert.AreEqual(Convert.ToHexStringLower(TestBlob.Identity(next)), later.Status().Identity);
        }
    }

    private static void StoreOld(string file, byte[] old)
    {
        using var bench = new NativeBench(BoardCpu.Pc, flashFile: file);
        Assert.IsGreaterThanOrEqualTo(0, bench.Store(old));
    }

    private static long StepsOf(TestFolder folder, byte[] next)
    {
        File.Copy(folder["old"], folder["flash"], overwrite: true);
        using var bench = new NativeBench(BoardCpu.Pc, flashFile: folder["flash"]);
        Assert.IsGreaterThanOrEqualTo(0, bench.Store(next));
        return bench.Power.Steps;
    }
}
