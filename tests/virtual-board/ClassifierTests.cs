// The library on a virtual board: models that come with the application, and answers of a real model.
using NanoCoopNet.Device;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public sealed class ClassifierTests
{
    private static readonly VirtualBoardOptions Quick = new() { Cpu = BoardCpu.Pc, FlashTimeScale = 0 };

    [TestMethod]
    public void AModelThatComesWithTheApplicationIsWrittenOnce()
    {
        using var board = new BoardHardware(Quick);
        board.Run(() => Assert.AreEqual(ClassifierStatus.Ok, Open(TestBlob.CoopNet.Blob).Status));
        long steps = board.Power.Steps;
        Assert.IsGreaterThan(0, steps);

        board.Run(() => Assert.AreEqual(ClassifierStatus.Ok, Open(TestBlob.CoopNet.Blob).Status));
        Assert.AreEqual(steps, board.Power.Steps, "the store has it");
        board.Run(() => Assert.IsTrue(CooperativeClassifier.Open().IsOpen, "and it is the model in force"));
    }

    [TestMethod]
    public void AnotherModelInTheStoreIsPutInForceWithoutWritingIt()
    {
        using var board = new BoardHardware(Quick);
        byte[] longer = TestBlob.Padded(65536);
        board.Run(() => Open(TestBlob.CoopNet.Blob));
        board.Run(() => Open(longer));
        long steps = board.Power.Steps;
        board.Run(() =>
        {
            CooperativeClassifier classifier = Open(TestBlob.CoopNet.Blob);
            Assert.AreEqual(ClassifierStatus.Ok, classifier.Status);
            Assert.AreEqual(TestBlob.CoopNet.Blob.Length, classifier.Model.Info.BlobBytes);
        });
        Assert.IsLessThanOrEqualTo(2, board.Power.Steps - steps, "a choice is one bit or two");
    }

    [TestMethod]
    public void ABrokenModelIsRefusedAndTheOldOneKept()
    {
        using var board = new BoardHardware(Quick);
        byte[] broken = TestBlob.Padded(65536);
        broken[1000] ^= 1;
        board.Run(() => Open(TestBlob.CoopNet.Blob));
        board.Run(() =>
        {
            CooperativeClassifier classifier = Open(broken);
            Assert.AreEqual(ClassifierStatus.NotStored, classifier.Status);
            Assert.AreEqual(ClassifierStatus.NotStored, classifier.Classify(new byte[1], new ClassifierResult()));
        });
        board.Run(() => Assert.AreEqual(TestBlob.CoopNet.Blob.Length, CooperativeClassifier.Open().Model.Info.BlobBytes));
    }

    [TestMethod]
    public void AnswersAreThoseOfTheGoldenModels()
    {
        foreach (GoldenModel golden in TestBlob.Golden.Where(g => g.Cases[0].Logits[0] is not null))
        {
            using var board = new BoardHardware(Quick);
            board.Run(() =>
            {
                CooperativeClassifier classifier = Open(golden.Blob);
                Assert.AreEqual(ClassifierStatus.Ok, classifier.SetMode(CoopMode.Light));
                var result = new ClassifierResult();
                foreach (GoldenCase c in golden.Cases)
                {
                    Assert.AreEqual(ClassifierStatus.Ok, classifier.Classify(c.Input, result), classifier.StatusText);
                    Assert.AreEqual(Array.IndexOf(c.Logits[0]!, c.Logits[0]!.Max()), result.Answer, golden.Name);
                }
            });
        }
    }

    private static CooperativeClassifier Open(byte[] blob) => CooperativeClassifier.Open(new ArrayModel(blob));
}
