// The library's classifier: what it says when something is missing, and that it leaves nothing for the garbage collector.
namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class ClassifierTests
{
    [TestMethod]
    public void OpenFindsTheBoardsNativeFunctions()
    {
        BoardNative.Use(WithModel(), 216_000_000);
        CooperativeClassifier classifier = CooperativeClassifier.Open();

        Assert.AreEqual(ClassifierStatus.Ok, classifier.Status);
        Assert.AreEqual("fake-model", classifier.Name);
    }

    [TestMethod]
    public void WithoutAModelEveryCallSaysSo()
    {
        BoardNative.Use(new FakeNative(), 216_000_000);
        CooperativeClassifier classifier = CooperativeClassifier.Open();

        Assert.IsFalse(classifier.IsOpen);
        Assert.AreEqual("no model is stored; push one with 'nanocoop push'", classifier.StatusText);
        Assert.AreEqual(ClassifierStatus.NoModel, classifier.Classify(new byte[6], new ClassifierResult()));
        Assert.AreEqual(ClassifierStatus.NoModel, classifier.SetThreshold(3));
        Assert.AreEqual((0, 0, "", ""), (classifier.Classes, classifier.InputBytes, classifier.Name, classifier.ClassName(0)));
    }

    [TestMethod]
    public void ARefusedModelIsNamedByItsRule()
    {
        FakeNative native = WithModel();
        native.RefuseOpen = NanoCoopNet.Interop.NativeStatus.Model;
        BoardNative.Use(native, 216_000_000);
        CooperativeClassifier classifier = CooperativeClassifier.Open();

        Assert.AreEqual(ClassifierStatus.ModelRefused, classifier.Classify(new byte[6], new ClassifierResult()));
        Assert.AreEqual(
            "the engine refuses the stored model (status -3), rule 41, network 1, layer 2; push another with 'nanocoop push'",
            classifier.StatusText
        );
    }

    [TestMethod]
    public void AnotherInterfaceIsRefused()
    {
        BoardNative.Use(new FakeNative { InterfaceVersion = 1 }, 216_000_000);
        CooperativeClassifier classifier = CooperativeClassifier.Open();

        Assert.AreEqual(ClassifierStatus.NoNativeCode, classifier.Status);
        Assert.AreEqual(ClassifierStatus.NoNativeCode, classifier.Classify(new byte[6], new ClassifierResult()));
        StringAssert.Contains(classifier.StatusText, "the native code has interface 1");
    }

    [TestMethod]
    public void AnInt8NetworkWithoutAnswerHasNoModeOfItsOwn()
    {
        FakeNative native = WithModel();
        native.Model = FakeModel.WithoutInt8Answer();
        BoardNative.Use(native, 216_000_000);
        CooperativeClassifier classifier = CooperativeClassifier.Open();

        Assert.AreEqual(ClassifierStatus.WrongMode, classifier.SetMode(CoopMode.Int8));
        StringAssert.Contains(classifier.StatusText, "no answer of its own");
        Assert.AreEqual(CoopMode.Auto, classifier.Mode);
    }

    [TestMethod]
    public void AFailingLayerIsAStatusWithItsNumber()
    {
        FakeNative native = WithModel();
        native.FailLayerOfBnn = 1;
        BoardNative.Use(native, 216_000_000);
        CooperativeClassifier classifier = CooperativeClassifier.Open();

        Assert.AreEqual(ClassifierStatus.NativeFailed, classifier.Classify(new byte[6], new ClassifierResult()));
        Assert.AreEqual("a native function failed (status -50)", classifier.StatusText);
        Assert.AreEqual(0, classifier.Statistics.Inferences);
    }

    [TestMethod]
    public void ASecondThreadIsAnsweredBusy()
    {
        FakeNative native = WithModel();
        BoardNative.Use(native, 216_000_000);
        CooperativeClassifier classifier = CooperativeClassifier.Open();
        byte[] input = new byte[classifier.InputBytes];
        var inner = ClassifierStatus.Ok;
        bool asked = false;
        native.InTimedRegion = () =>
        {
            if (!asked)
            {
                asked = true;
                inner = classifier.Classify(input, new ClassifierResult());
            }
        };

        Assert.AreEqual(ClassifierStatus.Ok, classifier.Classify(input, new ClassifierResult()));
        Assert.AreEqual(ClassifierStatus.Busy, inner);
        Assert.AreEqual(ClassifierStatus.Ok, classifier.Classify(input, new ClassifierResult()));
    }

    [TestMethod]
    public void NamesOutsideAsciiAreDecoded()
    {
        FakeNative native = WithModel();
        native.Model.Name = "نعم-é-€-𝄞";
        BoardNative.Use(native, 216_000_000);

        Assert.AreEqual("نعم-é-€-?", CooperativeClassifier.Open().Name);
    }

    [TestMethod]
    public void ABlobWithoutAHeaderIsRefused()
    {
        BoardNative.Use(new FakeNative(), 216_000_000);
        CooperativeClassifier classifier = CooperativeClassifier.Open(new ArrayModel(new byte[255]));

        Assert.AreEqual(ClassifierStatus.ModelRefused, classifier.Status);
        Assert.AreEqual("the engine refuses this model", classifier.StatusText);
    }

    private static FakeNative WithModel()
    {
        var native = new FakeNative();
        native.Store.Put(DeviceUnderTest.SomeBlob);
        return native;
    }
}
