// Noise, broken frames and lost power for as long as a campaign lasts: the board goes on answering, and its store holds a whole
// model.
using NanoCoopNet.Device;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class CampaignTests
{
    private const int PiecesPerSession = 40,
        MaxNoiseBytes = 3000,
        MaxPayloadBytes = 260,
        QuietMs = 100;
    private const int MinBlobBytes = 8 * 1024,
        MaxBlobBytes = 700 * 1024,
        CutsPerPair = 20;

    private static readonly byte[] RequestTypes =
    [
        .. typeof(RequestType)
            .GetFields()
            .Where(f => f.IsLiteral && f.Name is not nameof(RequestType.ReplyBit))
            .Select(f => Convert.ToByte(f.GetRawConstantValue())),
    ];

    [TestMethod]
    [TestCategory(Campaign.Category)]
    public void NoiseAndBrokenFramesLeaveTheBoardAnswering()
    {
        Random random = TestSeed.New(nameof(NoiseAndBrokenFramesLeaveTheBoardAnswering));
        GoldenModel model = TestBlob.CoopNet;
        using Campaign campaign = new("port");
        using RunningBoard board = TestBoard.Start(BoardCpu.Pc);
        while (campaign.GoesOn)
        {
            Disturb(board, random, campaign);
            using var client = BoardClient.Open(board.PortName);
            byte[] echo = new byte[16];
            random.NextBytes(echo);
            CollectionAssert.AreEqual(echo, client.Echo(echo));
            client.Push(model.Blob); // a frame may have begun another push, never left half of one in force
            Assert.AreEqual(Convert.ToHexStringLower(TestBlob.Identity(model.Blob)), client.Status().Identity);
            GoldenCase golden = model.Cases[random.Next(model.Cases.Count)];
            client.UploadSample(0, golden.Input);
            InferResult result = client.Infer(0, InferRequest.Both);
            Assert.AreEqual(golden.Confidence[0]![3], result.Confidence65536, "the right confidence");
            Assert.AreEqual(golden.Confidence[1]![0], result.Int8Top1, "the right answer");
            Assert.IsNull(board.Failure);
            campaign.Add("answers right afterwards");
        }
    }

    [TestMethod]
    [TestCategory(Campaign.Category)]
    public void LostPowerLeavesAWholeModelOrNone()
    {
        Random random = TestSeed.New(nameof(LostPowerLeavesAWholeModelOrNone));
        using Campaign campaign = new("power");
        using var folder = new TestFolder();
        while (campaign.GoesOn)
        {
            byte[] old = Blob(random),
                next = Blob(random);
            if (old.Length == next.Length)
            {
                continue;
            }

            File.Delete(folder["old"]);
            Store(folder["old"], old);
            File.Copy(folder["old"], folder["flash"], overwrite: true);
            long steps = Store(folder["flash"], next);
            campaign.Add("pushes");
            for (int i = 0; i < CutsPerPair && campaign.GoesOn; i++)
            {
                long cut = random.NextInt64(steps);
                string what = $"{next.Length} over {old.Length} bytes, power lost after {cut} of {steps} steps";
                File.Copy(folder["old"], folder["flash"], overwrite: true);
                using (
                    var failing = new NativeBench(
                        BoardCpu.Pc,
                        power: new PowerSupply(cut, random.Next()),
                        flashFile: folder["flash"]
                    )
                )
                {
                    Assert.IsLessThan(0, failing.Store(next), what);
                }

                using var after = new NativeBench(BoardCpu.Pc, flashFile: folder["flash"]);
                int? found = after.Open()?[ModelField.BlobBytes];
                Assert.IsTrue(found is null || found == old.Length || found == next.Length, $"{what}: a model of {found} bytes");
                Assert.IsGreaterThanOrEqualTo(0, after.Store(next), $"{what}: the next push goes through");
                Assert.AreEqual(next.Length, after.Open()![ModelField.BlobBytes], what);
                campaign.Add("losses of power");
            }
        }
    }

    private static void Disturb(RunningBoard board, Random random, Campaign campaign)
    {
        using IByteTransport wire = Transports.Open(board.PortName);
        byte[] heard = new byte[4096];
        for (int i = 0; i < PiecesPerSession; i++)
        {
            byte[] piece = random.Next(4) == 0 ? Noise(random, MaxNoiseBytes) : BrokenFrame(random);
            wire.Write(piece);
            campaign.Add("bytes", piece.Length);
            while (wire.Read(heard, 0) > 0) { }
        }

        wire.Write([0]); // ends what was left open
        while (wire.Read(heard, QuietMs) > 0) { }
    }

    /// <summary>A request with a random payload; of every three one is damaged after its checksum was made, one cut.</summary>
    private static byte[] BrokenFrame(Random random)
    {
        byte type = random.Next(4) == 0 ? (byte)random.Next(256) : RequestTypes[random.Next(RequestTypes.Length)];
        byte[] frame = FrameCodec.Encode(type, (byte)random.Next(256), Noise(random, random.Next(3) == 0 ? MaxPayloadBytes : 8));
        switch (random.Next(3))
        {
            case 0:
                frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
                return frame;
            case 1:
                return frame[..random.Next(frame.Length)];
            default:
                return frame;
        }
    }

    private static byte[] Noise(Random random, int most)
    {
        byte[] noise = new byte[random.Next(most)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Blob(Random random) =>
        TestBlob.Padded(random.Next(MinBlobBytes, random.Next(3) == 0 ? MaxBlobBytes : 40_000) / 32 * 32);

    private static long Store(string file, byte[] blob)
    {
        using var bench = new NativeBench(BoardCpu.Pc, flashFile: file);
        Assert.IsGreaterThanOrEqualTo(0, bench.Store(blob));
        return bench.Power.Steps;
    }
}
