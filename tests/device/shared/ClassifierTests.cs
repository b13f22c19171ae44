// The library's classifier on whatever runs these tests: nanoFramework's CLR through its launcher, .NET through MSTest.
using NanoCoopNet.Device;
using nanoFramework.TestFramework;

namespace NanoCoopNet.OnDevice
{
    [TestClass]
    public class ClassifierTests
    {
        [TestMethod]
        public void AnInputIsClassified()
        {
            ScriptedNative native = new ScriptedNative();
            CooperativeClassifier classifier = Open(native);
            ClassifierResult result = new ClassifierResult();
            native.Confidence256 = 77;

            Assert.AreEqual(0, (int)classifier.Classify(new byte[] { 1, 2, 3, 4, 5, 6 }, result));
            Assert.AreEqual((int)CoopMode.Light, (int)result.ModeTaken);
            Assert.AreEqual("class1", classifier.ClassName(result.Answer));
            Assert.AreEqual(6, (int)native.Banks[0][5]);
            Assert.AreEqual(1, classifier.Statistics.Light);

            native.Confidence256 = 76;
            classifier.Classify(new byte[6], result);
            Assert.AreEqual((int)CoopMode.Full, (int)result.ModeTaken);
            Assert.AreEqual(2, result.Answer);
            Assert.AreEqual("ok", classifier.StatusText);
        }

        [TestMethod]
        public void ItSaysWhatTheModelIs()
        {
            CooperativeClassifier classifier = Open(new ScriptedNative());

            Assert.IsTrue(classifier.IsOpen);
            Assert.AreEqual("scripted", classifier.Name);
            Assert.AreEqual(4, classifier.Classes);
            Assert.AreEqual(6, classifier.InputBytes);
            Assert.AreEqual(77, classifier.Threshold);
            Assert.AreEqual("", classifier.ClassName(4));
            Assert.AreEqual("", classifier.ClassName(-1));
        }

        [TestMethod]
        public void AWrongInputIsRefusedInWords()
        {
            ScriptedNative native = new ScriptedNative();
            CooperativeClassifier classifier = Open(native);

            Assert.AreEqual((int)ClassifierStatus.BadArgument, (int)classifier.Classify(new byte[5], new ClassifierResult()));
            Assert.AreEqual("input and result must be there, and the input's length must be 6", classifier.StatusText);
            Assert.AreEqual((int)ClassifierStatus.BadArgument, (int)classifier.Classify(null, new ClassifierResult()));
            Assert.AreEqual((int)ClassifierStatus.BadArgument, (int)classifier.Classify(new byte[6], null));
            Assert.AreEqual(0, native.LayersRun);
        }

        [TestMethod]
        public void ModeAndThresholdAreTurned()
        {
            ScriptedNative native = new ScriptedNative();
            CooperativeClassifier classifier = Open(native);
            ClassifierResult result = new ClassifierResult();

            Assert.AreEqual(0, (int)classifier.SetThreshold(255));
            Assert.AreEqual((int)ClassifierStatus.BadArgument, (int)classifier.SetThreshold(256));
            Assert.AreEqual("CT must be 0 ... 255", classifier.StatusText);
            Assert.AreEqual(255, classifier.Threshold);
            classifier.Classify(new byte[6], result);
            Assert.AreEqual((int)CoopMode.Full, (int)result.ModeTaken);

            Assert.AreEqual(0, (int)classifier.SetMode(CoopMode.Light));
            Assert.AreEqual((int)ClassifierStatus.BadArgument, (int)classifier.SetMode((CoopMode)4));
            classifier.Classify(new byte[6], result);
            Assert.AreEqual((int)CoopMode.Light, (int)result.ModeTaken);
            Assert.AreEqual(255, Open(native).Threshold);
        }

        private static CooperativeClassifier Open(ScriptedNative native)
        {
            CooperativeClassifier classifier = new CooperativeClassifier(native, 216000000);
            Assert.AreEqual(0, classifier.OpenNewest());
            return classifier;
        }
    }
}
