// The cooperative scheme and the console on whatever runs these tests: nanoFramework's CLR through its launcher, .NET through
// MSTest. Test methods touch no instance state: the launcher has no instance.
using NanoCoopNet.Device;
using nanoFramework.TestFramework;

namespace NanoCoopNet.OnDevice
{
    [TestClass]
    public class OrchestratorTests
    {
        [TestMethod]
        public void ASureBinaryNetworkAnswersAlone()
        {
            ScriptedNative native = new ScriptedNative();
            native.Confidence256 = 77;
            ClassifierResult result = Infer(native, CoopMode.Auto, 77);

            Assert.AreEqual((int)CoopMode.Light, (int)result.ModeTaken);
            Assert.AreEqual(1, result.Answer);
            Assert.AreEqual(2001, result.CountsBnn);
            Assert.AreEqual(30, result.CountsConfidence);
            Assert.AreEqual(2, native.LayersRun);
        }

        [TestMethod]
        public void AnUnsureOneAsksInt8()
        {
            ScriptedNative native = new ScriptedNative();
            native.Confidence256 = 76;
            ClassifierResult result = Infer(native, CoopMode.Auto, 77);

            Assert.AreEqual((int)CoopMode.Full, (int)result.ModeTaken);
            Assert.AreEqual(2, result.Answer);
            Assert.AreEqual(3033, result.CountsInt8);
            Assert.AreEqual(5, native.LayersRun);
            Assert.AreEqual(0, native.OutOfOrder);
        }

        [TestMethod]
        [DataRow(1, 2, 1)]
        [DataRow(2, 5, 2)]
        [DataRow(3, 3, 2)]
        public void AFixedModeRunsItsNetworks(int mode, int layers, int answer)
        {
            ScriptedNative native = new ScriptedNative();
            ClassifierResult result = Infer(native, (CoopMode)mode, 0);

            Assert.AreEqual(mode, (int)result.ModeTaken);
            Assert.AreEqual(answer, result.Answer);
            Assert.AreEqual(layers, native.LayersRun);
        }

        [TestMethod]
        public void AThousandInferencesAreCounted()
        {
            ScriptedNative native = new ScriptedNative();
            DeviceState state = Open(native);
            for (int i = 0; i < 1000; i++)
            {
                native.Confidence256 = i % 4 == 0 ? 255 : 0;
                Assert.AreEqual(0, state.Infer(0, false));
            }

            Assert.AreEqual(1000, state.Statistics.Inferences);
            Assert.AreEqual(250, state.Statistics.Light);
            Assert.AreEqual(750, state.Statistics.Full);
            Assert.AreEqual(0, native.OutOfOrder);
            Assert.AreEqual(250 * (2001 + 30), (int)state.Statistics.CountsLight);
        }

        [TestMethod]
        public void SettingsAreKept()
        {
            ScriptedNative native = new ScriptedNative();
            DeviceState first = Open(native);
            first.Settings.SetMode(CoopMode.Light);
            first.Settings.SetThreshold(200);
            DeviceState second = Open(native);

            Assert.AreEqual((int)CoopMode.Light, (int)second.Settings.Mode);
            Assert.AreEqual(200, second.Settings.Threshold);
        }

        private static ClassifierResult Infer(ScriptedNative native, CoopMode mode, int threshold)
        {
            DeviceState state = Open(native);
            ClassifierResult result = new ClassifierResult();
            Assert.AreEqual(0, state.Inference.Run(0, mode, threshold, false, result));
            return result;
        }

        private static DeviceState Open(ScriptedNative native)
        {
            ScriptedBoard board = new ScriptedBoard();
            DeviceState state = new DeviceState(native, board, board);
            Assert.AreEqual(0, state.OpenNewestModel());
            return state;
        }
    }
}
