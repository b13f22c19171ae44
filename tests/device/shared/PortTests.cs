// A person's and MLPerf Tiny's dialogue with the whole application; see OrchestratorTests.cs.
using NanoCoopNet.Device;
using nanoFramework.TestFramework;

namespace NanoCoopNet.OnDevice
{
    [TestClass]
    public class PortTests
    {
        [TestMethod]
        public void BannerAndStatus()
        {
            ScriptedBoard board = new ScriptedBoard();
            DeviceApp app = Start(board, new ScriptedNative(), out string banner);
            string status = "9.8.7 on SCRIPT (virtual): model scripted (4 classes, input 2x3x1), mode auto, ct 77/256 (0.301)";

            Assert.AreEqual("nanoCoopNet " + status + "; type help\r\n", banner);
            Assert.AreEqual("status\r\n" + status + "\r\n", board.Say(app, "status\r"));
        }

        [TestMethod]
        [DataRow("ct 0.24", "ct 61/256 (0.238)")]
        [DataRow("ct 0.996", "ct 255/256 (0.996)")]
        [DataRow("ct 1", "error: '1' is out of range; type ct V with V in 0 ... 0.996, e.g. ct 0.3")]
        [DataRow("ct x", "error: 'x' is not a number; type ct V with V in 0 ... 0.996, e.g. ct 0.3")]
        [DataRow("mode full", "mode full")]
        [DataRow("stats", "0 inferences: 0 light, 0 full, 0 int8")]
        [DataRow("hlep", "error: no command 'hlep'; type help")]
        public void ConsoleAnswers(string line, string answer)
        {
            ScriptedBoard board = new ScriptedBoard();
            DeviceApp app = Start(board, new ScriptedNative(), out _);
            Assert.AreEqual(line + "\r\n" + answer + "\r\n", board.Say(app, line + "\r"));
        }

        [TestMethod]
        public void BackspaceAndKillEditTheLine()
        {
            ScriptedBoard board = new ScriptedBoard();
            DeviceApp app = Start(board, new ScriptedNative(), out _);
            string answer = board.Say(app, "mode fulx\bl\r");
            Assert.AreEqual("mode full\r\n", answer.Substring(answer.Length - 11));
            answer = board.Say(app, "rubbish\u0015mode\r");
            Assert.AreEqual("mode full\r\n", answer.Substring(answer.Length - 11));
        }

        [TestMethod]
        public void LedsShowTheModeTaken()
        {
            ScriptedBoard board = new ScriptedBoard();
            ScriptedNative native = new ScriptedNative();
            DeviceApp app = Start(board, native, out _);
            board.Say(app, "%db load 6%db 010203040506%infer 1 0%");
            Assert.IsTrue(board.IsFull);
            native.Confidence256 = 255;
            board.Say(app, "infer 1 0%");
            Assert.IsTrue(board.IsLight);
            Assert.IsFalse(board.IsFull);
        }

        [TestMethod]
        public void ABenchmarkRunnerIsAnswered()
        {
            ScriptedBoard board = new ScriptedBoard();
            ScriptedNative native = new ScriptedNative();
            DeviceApp app = Start(board, native, out _);

            Assert.AreEqual("m-ready\r\n", board.Say(app, "%"));
            Assert.AreEqual("m-name-dut-[SCRIPT]\r\nm-ready\r\n", board.Say(app, "name%"));
            Assert.AreEqual(
                "m-[Expecting 6 bytes]\r\nm-ready\r\nm-ready\r\nm-load-done\r\nm-ready\r\n",
                board.Say(app, "db load 6%db 0102fF%db 0A0b0c%")
            );
            Assert.AreEqual(255, (int)native.Banks[0][2]);
            Assert.AreEqual(12, (int)native.Banks[0][5]);
            Assert.AreEqual(
                "m-warmup-start-2\r\nm-warmup-done\r\nm-infer-start-3\r\nm-lap-us-0\r\nm-lap-us-0\r\nm-infer-done\r\n"
                    + "m-results-[0.000000000,0.000000000,1.000000000,0.000000000]\r\nm-ready\r\n",
                board.Say(app, "infer 3 2%")
            );
            Assert.AreEqual(25, native.LayersRun);
        }

        private static DeviceApp Start(ScriptedBoard board, ScriptedNative native, out string banner)
        {
            DeviceApp app = new DeviceApp(native, board, board);
            app.Start();
            banner = board.Say(app, "");
            return app;
        }
    }
}
