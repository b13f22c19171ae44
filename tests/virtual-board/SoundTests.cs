// Hearing on the emulated Cortex-M7: the same rows as on the PC, and what one costs.
using NanoCoopNet.Bridge;
using NanoCoopNet.Device;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.Samples;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public sealed class SoundTests
{
    private const int HopBytes = 320;

    /// <summary>IL instructions of WordListener on nanoFramework's own CLR, from one SoundWrite to the next and from SoundImage
    /// to SoundWrite, mean of 20 s with words in noise; and the longest that one takes
    /// (nf-interop/bridge/managed.json).</summary>
    private const int IlPerHop = 119;
    private const int IlPerAnswer = 4508;
    private const int MostNanosecondsPerIl = 800;

    /// <summary>6 % of the instructions of a core at 216 MHz, 100 times a second.</summary>
    private const int MostInstructions = 130_000;

    [TestMethod]
    public void TheCortexM7HearsWhatThePcHears()
    {
        Machines.Need(BoardCpu.M7);
        using var m7 = new BoardHardware(new VirtualBoardOptions { Cpu = BoardCpu.M7 });
        using BoardNatives natives = m7.Boot();
        using var pc = new PcNative(new PcNativeOptions());
        byte[] pcm = SampleTests.Recording().Pcm[..(4 * 32000)];
        int[] expected = new int[SoundField.Ints];
        int[] actual = new int[SoundField.Ints];
        byte[] expectedImage = new byte[1024];
        byte[] actualImage = new byte[1024];
        int least = int.MaxValue;
        int most = 0;
        for (int at = 0; at < pcm.Length; at += HopBytes)
        {
            int rows = pc.SoundWrite(expected, pcm, at, HopBytes);
            Assert.AreEqual(rows, natives.Functions.SoundWrite(actual, pcm, at, HopBytes));
            pc.SoundImage(expected, expectedImage);
            natives.Functions.SoundImage(actual, actualImage);
            CollectionAssert.AreEqual(expectedImage, actualImage);
            if (rows == 1)
            {
                least = Math.Min(least, actual[SoundField.Counts]);
                most = Math.Max(most, actual[SoundField.Counts]);
            }
        }

        Console.WriteLine($"a hop of 10 ms: {least} ... {most} instructions");
        Assert.IsLessThanOrEqualTo(MostInstructions, most);
        Assert.IsGreaterThan(10_000, least);
    }

    [TestMethod]
    public void ListeningInLightModeLeavesFourFifthsOfTheCore()
    {
        Machines.Need(BoardCpu.M7);
        using var board = new BoardHardware(new VirtualBoardOptions { Cpu = BoardCpu.M7, FlashTimeScale = 0 });
        byte[] model = File.ReadAllBytes(Path.Combine(SourceTree.Root, "host-tools/models/gscnet-keywords-coopnet.ncn"));
        board.Run(() =>
        {
            CooperativeClassifier classifier = CooperativeClassifier.Open(new ArrayModel(model));
            classifier.SetMode(CoopMode.Light);
            var listener = new WordListener(classifier, new Recorded(SampleTests.Recording().Pcm[..(5 * 32000)]));
            double before = board.Time!.Ms;
            while (listener.Next()) { }
            double kernels = board.Time.Ms - before;
            double managed = ((listener.HeardMs / 10 * IlPerHop) + (listener.Answers * IlPerAnswer)) * MostNanosecondsPerIl / 1e6;
            double busy = (kernels + managed) / listener.HeardMs;
            Console.WriteLine($"est. {kernels:F0} ms of kernels and {managed:F0} of C# in {listener.HeardMs} ms: {busy:P1}");
            Assert.IsLessThanOrEqualTo(0.2, busy);
            Assert.IsGreaterThan(0.1, busy);
        });
    }

    [TestMethod]
    public void TheWireTakesSound()
    {
        using RunningBoard board = TestBoard.Start(BoardCpu.Pc);
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(File.ReadAllBytes(Path.Combine(SourceTree.Root, "host-tools/models/gscnet-keywords-coopnet.ncn")));
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(SourceTree.Root, "host-tools/models/keywords-wav"), "*.wav").Order(),
        ];
        int same = 0;
        foreach (string file in files)
        {
            byte[] pcm = SampleRunner.ReadInput(file);
            short[] clip = new short[pcm.Length / 2];
            Buffer.BlockCopy(pcm, 0, clip, 0, pcm.Length);
            byte[] image = new byte[LogMel.Frames * LogMel.Bands];
            LogMel.Image(clip, image);
            client.UploadSample(0, image);
            client.UploadSound(1, clip);
            InferResult expected = client.Infer(0);
            InferResult actual = client.Infer(1);
            same += expected.Answer == actual.Answer && expected.Mode == actual.Mode ? 1 : 0;
        }

        Console.WriteLine($"{same} of {files.Length} clips: the same answer and mode from sound as from its features");
        Assert.IsGreaterThanOrEqualTo(files.Length - 1, same);
    }

    [TestMethod]
    public void SoundOutOfOrderIsRefused()
    {
        using RunningBoard board = TestBoard.Start(BoardCpu.Pc);
        using BoardClient client = BoardClient.Open(board.PortName);
        byte[] request = [0, 0, 0, 0, 0, 0, 1, 2, 3, 4];
        Assert.AreEqual(ErrorCode.NoModel, Refused(client, request));
        client.Push(TestBlob.CoopNet.Blob);
        Assert.AreEqual(ErrorCode.BadPayload, Refused(client, request));
        client.Push(File.ReadAllBytes(Path.Combine(SourceTree.Root, "host-tools/models/gscnet-keywords-coopnet.ncn")));
        Assert.AreEqual(4, Next(client, request));
        Assert.AreEqual(4, Next(client, request), "sent again");
        Assert.AreEqual(8, Next(client, [0, 0, 4, 0, 0, 0, 1, 2, 3, 4]));
        Assert.AreEqual(8, Next(client, [0, 0, 4, 0, 0, 0, 1, 2, 3, 4]), "sent again");
        Assert.AreEqual(ErrorCode.WrongOffset, Refused(client, [0, 0, 12, 0, 0, 0, 1, 2]));
        Assert.AreEqual(ErrorCode.BadPayload, Refused(client, [0, 0, 8, 0, 0, 0, 1]));
        Assert.AreEqual(ErrorCode.BadPayload, Refused(client, [0, 2, 8, 0, 0, 0, 1, 2]));
        Assert.AreEqual(ErrorCode.BadPayload, Refused(client, [2, 0, 8, 0, 0, 0, 1, 2]));
    }

    private static int Next(BoardClient client, byte[] request) =>
        BitConverter.ToInt32(client.Channel.Request("sound", RequestType.Sound, request));

    private static ErrorCode Refused(BoardClient client, byte[] request) =>
        Assert.ThrowsExactly<BoardErrorException>(() => client.Channel.Request("sound", RequestType.Sound, request)).BoardCode;

    /// <summary>A recording as a microphone.</summary>
    private sealed class Recorded(byte[] sound) : IAudioSource
    {
        private int _at;

        public int Read(byte[] pcm)
        {
            int count = Math.Min(pcm.Length, sound.Length - _at);
            Array.Copy(sound, _at, pcm, 0, count);
            _at += count;
            return count;
        }
    }
}
