// The cooperative scheme: which networks run, in which order, with which markers, and what is answered.
namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class CooperativeInferenceTests
{
    private const int C256 = 100;

    [TestMethod]
    public void AutoRunsTheBnnAloneWhereTheConfidenceReachesTheThreshold()
    {
        Run run = Run.Of(new FakeModel(), CoopMode.Auto, C256);

        Assert.AreEqual(CoopMode.Light, run.Result.ModeTaken);
        Assert.AreEqual(1, run.Result.Answer);
        Assert.AreEqual(Protocol.NotRun, run.Result.Int8Top1);
        CollectionAssert.AreEqual(new[] { "select 0", "run 0.0 up1", "run 0.1", "run 0.2 down1", "confidence 0" }, run.Log);
    }

    [TestMethod]
    public void AutoGoesOnToInt8OneStepBelowTheThreshold()
    {
        Run run = Run.Of(new FakeModel(), CoopMode.Auto, C256 + 1);

        Assert.AreEqual(CoopMode.Full, run.Result.ModeTaken);
        Assert.AreEqual(2, run.Result.Answer, "the lowest index of the two largest logits");
        CollectionAssert.AreEqual(
            new[]
            {
                "select 0",
                "run 0.0 up1",
                "run 0.1",
                "run 0.2 down1",
                "confidence 0",
                "run 1.0 up2",
                "run 1.1",
                "run 1.2",
                "run 1.3 down2",
            },
            run.Log
        );
    }

    [TestMethod]
    public void TheThresholdDecidesForEveryPairOfBytes()
    {
        for (int ct = 0; ct <= 255; ct += 5)
        {
            for (int cs = 0; cs <= 256; cs += 4)
            {
                Run run = Run.Of(new FakeModel { Confidence = [0, 1, cs, cs << 8] }, CoopMode.Auto, ct);
                Assert.AreEqual(cs >= ct ? CoopMode.Light : CoopMode.Full, run.Result.ModeTaken, $"CS {cs}, CT {ct}");
            }
        }
    }

    [TestMethod]
    public void LightComputesNoConfidence()
    {
        Run run = Run.Of(new FakeModel(), CoopMode.Light, 255);

        CollectionAssert.AreEqual(new[] { "select 0", "run 0.0 up1", "run 0.1", "run 0.2 down1" }, run.Log);
        Assert.AreEqual(1, run.Result.Answer);
        Assert.AreEqual(Protocol.NotRun, run.Result.BnnTop2);
        Assert.AreEqual(-1, run.Result.Confidence256);
        Assert.AreEqual(-1, run.Result.Confidence65536);
    }

    [TestMethod]
    public void FullRunsBothNetworksWhateverTheConfidence()
    {
        Run run = Run.Of(new FakeModel(), CoopMode.Full, 0);

        Assert.AreEqual(CoopMode.Full, run.Result.ModeTaken);
        Assert.AreEqual(2, run.Result.Answer);
        Assert.HasCount(8, run.Log);
        Assert.DoesNotContain("confidence 0", run.Log);
    }

    [TestMethod]
    public void Int8RunsTheInt8NetworkAlone()
    {
        Run run = Run.Of(FakeModel.WithGlue(), CoopMode.Int8, 0);

        CollectionAssert.AreEqual(new[] { "select 0", "run 1.0 up2", "run 1.1 down2" }, run.Log);
        Assert.AreEqual(2, run.Result.Answer);
        Assert.AreEqual(Protocol.NotRun, run.Result.BnnTop1);
        Assert.AreEqual(Protocol.NotRun, run.Result.GlueTop1);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Int8RunsASharedStemFirstAndCountsItOnce(bool byLayer)
    {
        Run run = Run.Of(new FakeModel { StemLayers = 2 }, CoopMode.Int8, 0, byLayer: byLayer);

        Assert.AreEqual(0, run.Status);
        CollectionAssert.AreEqual(
            new[] { "select 0", "run 0.0 up2", "run 0.1", "run 1.0 up2", "run 1.1", "run 1.2", "run 1.3 down2" },
            run.Log,
            "the marker of INT8 is up from the stem on"
        );
        Assert.AreEqual(2, run.Result.Answer);
        Assert.AreEqual(Protocol.NotRun, run.Result.BnnTop1, "the BNN gave no answer");
        Assert.AreEqual((300, 300, 6010), (run.Result.CountsStem, run.Result.CountsBnn, run.Result.CountsInt8));
        Assert.AreEqual(6310, run.Result.CountsOfModeTaken());
        Assert.AreEqual(2, run.Inference.Runner.LayersRun(Networks.Bnn));
        Assert.AreEqual(0, run.Inference.ReadLogits(Networks.Bnn));
    }

    [TestMethod]
    [DataRow(CoopMode.Full, 350 + 6010)]
    [DataRow(CoopMode.Light, 350)]
    public void TheBnnRunsTheStemForBoth(CoopMode mode, int counts)
    {
        Run run = Run.Of(new FakeModel { StemLayers = 2 }, mode, 0);

        Assert.AreEqual(0, run.Status);
        Assert.AreEqual(1, run.Log.Count(l => l.StartsWith("run 0.0", StringComparison.Ordinal)), "once");
        Assert.AreEqual(counts, run.Result.CountsOfModeTaken());
    }

    [TestMethod]
    public void BothInModeInt8CountsTheStemAndNotTheRestOfTheBnn()
    {
        Run run = Run.Of(new FakeModel { StemLayers = 1 }, CoopMode.Int8, 0, everything: true);

        Assert.AreEqual((100, 350), (run.Result.CountsStem, run.Result.CountsBnn));
        Assert.AreEqual(100 + 6010, run.Result.CountsOfModeTaken());
    }

    [TestMethod]
    public void AFailureInTheStemLowersTheMarkers()
    {
        Run run = Run.Of(new FakeModel { StemLayers = 2 }, CoopMode.Int8, 0, failLayer: 1);

        Assert.AreEqual(-50, run.Status);
        CollectionAssert.AreEqual(new[] { "run 0.0 up2", "markers 983040" }, run.Log.TakeLast(2).ToArray());
    }

    [TestMethod]
    public void TheGlueAnswersAndItsLastLayerLowersTheMarker()
    {
        Run run = Run.Of(FakeModel.WithGlue(), CoopMode.Full, 0);

        Assert.AreEqual(3, run.Result.Answer);
        Assert.AreEqual(3, run.Result.GlueTop1);
        Assert.AreEqual(2, run.Result.Int8Top1);
        CollectionAssert.AreEqual(new[] { "run 1.0 up2", "run 1.1", "run 2.0", "run 2.1 down2" }, run.Log[^4..]);
    }

    [TestMethod]
    public void AFeatureModelWithoutInt8AnswerIsAnsweredByTheGlue()
    {
        Run run = Run.Of(FakeModel.WithoutInt8Answer(), CoopMode.Auto, 255, everything: true);

        Assert.AreEqual(3, run.Result.Answer);
        Assert.AreEqual(Protocol.NotRun, run.Result.Int8Top1);
    }

    [TestMethod]
    [DataRow(CoopMode.Auto, C256, CoopMode.Light, 1)]
    [DataRow(CoopMode.Auto, C256 + 1, CoopMode.Full, 3)]
    [DataRow(CoopMode.Light, 255, CoopMode.Light, 1)]
    [DataRow(CoopMode.Full, 0, CoopMode.Full, 3)]
    [DataRow(CoopMode.Int8, 0, CoopMode.Int8, 2)]
    public void BothRunsEverythingAndSaysWhatTheModeWouldHaveTaken(CoopMode mode, int ct, CoopMode taken, int answer)
    {
        Run run = Run.Of(FakeModel.WithGlue(), mode, ct, everything: true);

        Assert.AreEqual(taken, run.Result.ModeTaken);
        Assert.AreEqual(answer, run.Result.Answer);
        Assert.AreEqual(1, run.Result.BnnTop1);
        Assert.AreEqual(0, run.Result.BnnTop2);
        Assert.AreEqual(2, run.Result.Int8Top1);
        Assert.AreEqual(3, run.Result.GlueTop1);
        Assert.AreEqual(C256, run.Result.Confidence256);
        Assert.HasCount(9, run.Log);
    }

    [TestMethod]
    public void CountsAreThoseOfThePartsAndOfEveryLayer()
    {
        Run run = Run.Of(FakeModel.WithGlue(), CoopMode.Full, 0, everything: true);

        Assert.AreEqual(350, run.Result.CountsBnn);
        Assert.AreEqual(30, run.Result.CountsConfidence);
        Assert.AreEqual(3000, run.Result.CountsInt8);
        Assert.AreEqual(45, run.Result.CountsGlue);
        Assert.AreEqual(
            3425 + 8 * 7 + 3,
            run.Result.CountsEndToEnd,
            "layers and confidence, a gap of 7 each, one read of the counter"
        );
        Assert.AreEqual(3425, run.Result.CountsOfModeTaken());
        Assert.AreEqual(2, run.Inference.Runner.LayersRun(Networks.Int8));
        CollectionAssert.AreEqual(new[] { 100, 200, 50 }, run.Inference.Runner.Costs(Networks.Bnn)[..3]);
        CollectionAssert.AreEqual(new[] { 5, 40 }, run.Inference.Runner.Costs(Networks.Glue)[..2]);
    }

    [TestMethod]
    public void WhatWasNotRunHasNoCounts()
    {
        Run run = Run.Of(FakeModel.WithGlue(), CoopMode.Auto, 0);

        Assert.AreEqual(0, run.Result.CountsInt8);
        Assert.AreEqual(0, run.Inference.Runner.LayersRun(Networks.Int8));
        Assert.AreEqual(0, run.Inference.Runner.LayersRun(Networks.Glue));
        Assert.AreEqual(380, run.Result.CountsOfModeTaken());
    }

    [TestMethod]
    public void ATimeSourceThatStandsStillBetweenKernelsGivesNoEndToEndTime()
    {
        Run run = Run.Of(new FakeModel(), CoopMode.Full, 0, kind: TimeKind.EmulatedInstructions);

        Assert.AreEqual(0, run.Result.CountsEndToEnd);
        Assert.AreEqual(TimeKind.EmulatedInstructions, run.Result.TimeKind);
    }

    [TestMethod]
    [DataRow(CoopMode.Auto, C256)]
    [DataRow(CoopMode.Auto, C256 + 1)]
    [DataRow(CoopMode.Light, 0)]
    [DataRow(CoopMode.Full, 0)]
    [DataRow(CoopMode.Int8, 0)]
    public void LayerByLayerIsTheSameAsAtOnce(CoopMode mode, int ct)
    {
        Run once = Run.Of(FakeModel.WithGlue(), mode, ct);
        Run layers = Run.Of(FakeModel.WithGlue(), mode, ct, byLayer: true);

        CollectionAssert.AreEqual(once.Log, layers.Log, "layers in order, with their markers");
        byte[][] results = [new byte[ResultLayout.Bytes], new byte[ResultLayout.Bytes]];
        once.Result.Write(results[0], 1);
        layers.Result.Write(results[1], 1);
        CollectionAssert.AreEqual(results[0], results[1]);
        for (int net = 0; net < Networks.Count; net++)
        {
            Assert.AreEqual(once.Inference.Runner.LayersRun(net), layers.Inference.Runner.LayersRun(net));
            CollectionAssert.AreEqual(once.Inference.Runner.Costs(net), layers.Inference.Runner.Costs(net));
        }
    }

    [TestMethod]
    public void LayersAreMarkedOnRequest()
    {
        var native = new FakeNative { Model = FakeModel.WithGlue() };
        native.Store.Put(DeviceUnderTest.SomeBlob);
        var model = new CooperativeModel(native);
        model.OpenNewest();
        var inference = new CooperativeInference(native, model, 216_000_000);
        (inference.Runner.ByLayer, inference.Runner.MarksLayers) = (true, true);
        native.Log.Clear();
        inference.Run(0, CoopMode.Light, 0, false, new ClassifierResult());
        CollectionAssert.AreEqual(
            new[] { "select 0", "run 0.0 up5 down4", "run 0.1 up12 down12", "run 0.2 up4 down5" },
            native.Log
        );

        native.Log.Clear();
        Assert.AreEqual(2000, inference.RunLayer(1, Networks.Int8, 1));
        CollectionAssert.AreEqual(new[] { "select 1", "run 1.0", "run 1.1 up4 down4" }, native.Log);

        native.Log.Clear();
        native.Model.StemLayers = 2;
        model.OpenNewest();
        native.Log.Clear();
        Assert.AreEqual(1000, inference.RunLayer(1, Networks.Int8, 0));
        CollectionAssert.AreEqual(new[] { "select 1", "run 0.0", "run 0.1", "run 1.0 up4 down4" }, native.Log, "stem first");

        native.Log.Clear();
        inference.RunLayer(0, Networks.Glue, 0);
        Assert.AreEqual("run 2.0 up4 down4", native.Log[^1]);
        Assert.AreEqual(1, native.Log.Count(l => l.Contains("up", StringComparison.Ordinal)), "no other layer is marked");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void TheSumOfANetworkSaturates(bool byLayer)
    {
        var model = new FakeModel
        {
            Costs =
            [
                [int.MaxValue, 5],
                [1],
                [],
            ],
        };
        Assert.AreEqual(int.MaxValue, Run.Of(model, CoopMode.Light, 0, byLayer: byLayer).Result.CountsBnn);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ANativeFailureIsReturnedAndNothingIsAnswered(bool byLayer)
    {
        Run run = Run.Of(new FakeModel(), CoopMode.Full, 0, failLayer: 1, byLayer: byLayer);

        Assert.AreEqual(-50, run.Status);
        Assert.AreEqual(Protocol.NotRun, run.Result.Answer);
        CollectionAssert.AreEqual(new[] { "run 0.0 up1", "markers 983040" }, run.Log.TakeLast(2).ToArray(), "no marker stays up");
    }

    [TestMethod]
    public void AResultIsWrittenAsTheProtocolSays()
    {
        Run run = Run.Of(FakeModel.WithGlue(), CoopMode.Auto, C256 + 1);
        byte[] payload = new byte[ResultLayout.Bytes];

        Assert.AreEqual(35, run.Result.Write(payload, 0xBEEF));
        Assert.AreEqual(
            "EFBE"
                + "02"
                + "03"
                + "01"
                + "00"
                + "02"
                + "03"
                + "6400"
                + "64640000"
                + "5E010000"
                + "1E000000"
                + "B80B0000"
                + "2D000000"
                + "9C0D0000"
                + "01",
            Convert.ToHexString(payload)
        );
    }

    /// <summary>One inference on a fresh model.</summary>
    private sealed record Run(int Status, ClassifierResult Result, CooperativeInference Inference, List<string> Log)
    {
        public static Run Of(
            FakeModel scripted,
            CoopMode mode,
            int ct,
            bool everything = false,
            int kind = TimeKind.DwtCycles,
            int failLayer = -1,
            bool byLayer = false
        )
        {
            var native = new FakeNative
            {
                Model = scripted,
                Kind = kind,
                FailLayerOfBnn = failLayer,
            };
            native.Store.Put(DeviceUnderTest.SomeBlob);
            var model = new CooperativeModel(native);
            Assert.AreEqual(0, model.OpenNewest());
            native.Log.Clear();
            var inference = new CooperativeInference(native, model, 216_000_000);
            inference.Runner.ByLayer = byLayer;
            var result = new ClassifierResult();
            int status = inference.Run(0, mode, ct, everything, result);
            return new Run(status, result, inference, native.Log);
        }
    }
}
