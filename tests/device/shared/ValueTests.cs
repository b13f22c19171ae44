// Numbers, bytes and words: integer semantics that interpreters could differ in; see OrchestratorTests.cs.
using System.Text;
using NanoCoopNet.Device;
using nanoFramework.TestFramework;

namespace NanoCoopNet.OnDevice
{
    [TestClass]
    public class ValueTests
    {
        [TestMethod]
        [DataRow(0, "00000000")]
        [DataRow(1, "01000000")]
        [DataRow(-1, "FFFFFFFF")]
        [DataRow(-2147483648, "00000080")]
        [DataRow(305419896, "78563412")]
        public void IntegersAreLittleEndian(int value, string bytes)
        {
            byte[] payload = new byte[8];
            Assert.AreEqual(6, Payload.PutI32(payload, 2, value));
            Assert.AreEqual("0000" + bytes + "0000", Hex(payload));
            Assert.AreEqual(value, Payload.GetI32(payload, 2));
            Assert.AreEqual(value & 0xFFFF, Payload.GetU16(payload, 2));
        }

        [TestMethod]
        public void LinesAreMadeOfNumbersAndDecimals()
        {
            TextLine line = new TextLine();
            line.AddNumber(-2147483648)
                .Add(" ")
                .AddNumber(9223372036854775807)
                .Add(" ")
                .AddDecimal(77, 256)
                .Add(" ")
                .AddDecimal(65535, 65536);
            Assert.AreEqual("-2147483648 9223372036854775807 0.301 1.000", Encoding.UTF8.GetString(line.Bytes, 0, line.Length));
        }

        [TestMethod]
        [DataRow("0", 0)]
        [DataRow("0.5", 128)]
        [DataRow(".25", 64)]
        [DataRow("0.996", 255)]
        [DataRow("0.997", -2)]
        [DataRow("-0.1", -1)]
        [DataRow("", -1)]
        public void ThresholdsAreParsedWithoutFloatingPoint(string text, int threshold)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.AreEqual(threshold, ThresholdText.Parse(bytes, 0, bytes.Length));
        }

        [TestMethod]
        [DataRow("00ff", 2, 255)]
        [DataRow("0aA0", 2, 160)]
        [DataRow("0", -1, 0)]
        [DataRow("0g", -1, 0)]
        public void HexDigits(string text, int count, int last)
        {
            byte[] line = Encoding.UTF8.GetBytes("db " + text);
            byte[] bytes = new byte[4];
            Words words = new Words();
            words.Split(line, line.Length);
            Assert.AreEqual(2, words.Count);
            Assert.AreEqual(count, words.ParseHex(1, bytes));
            Assert.AreEqual(last, count < 0 ? 0 : bytes[count - 1]);
        }

        [TestMethod]
        public void ARepeatedRequestIsRemembered()
        {
            ReplyMemory memory = new ReplyMemory();
            Reply reply = new Reply();
            reply.Begin();
            reply.I32(42);
            byte[] payload = new byte[] { 9 };
            memory.Keep(RequestType.Mode, 7, payload, 1, reply);

            Assert.IsTrue(memory.IsRepeat(RequestType.Mode, 7, payload, 1));
            Assert.IsFalse(memory.IsRepeat(RequestType.Mode, 8, payload, 1));
            Assert.AreEqual(42, Payload.GetI32(memory.Bytes, 0));
        }

        private static string Hex(byte[] bytes)
        {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < bytes.Length; i++)
            {
                text.Append(bytes[i].ToString("X2"));
            }

            return text.ToString();
        }
    }
}
