// CT as text, numerics eq. (14): nearest 1/256, halves up, 0 ... 0.996.
using System.Globalization;
using System.Text;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class ThresholdTextTests
{
    [TestMethod]
    [DataRow("0", 0)]
    [DataRow("0.", 0)]
    [DataRow("000.3", 77)]
    [DataRow("0.3", 77)]
    [DataRow(".25", 64)]
    [DataRow("0.001953125", 1)]
    [DataRow("0.001953124", 0)]
    [DataRow("0.996", 255)]
    [DataRow("0.996000000", 255)]
    [DataRow("0.996000001", ThresholdText.OutOfRange)]
    [DataRow("0.9961", ThresholdText.OutOfRange)]
    [DataRow("1", ThresholdText.OutOfRange)]
    [DataRow("7", ThresholdText.OutOfRange)]
    [DataRow("123456789012345678901234567890", ThresholdText.OutOfRange)]
    [DataRow("", ThresholdText.NotANumber)]
    [DataRow(".", ThresholdText.NotANumber)]
    [DataRow("abc", ThresholdText.NotANumber)]
    [DataRow("-0.3", ThresholdText.NotANumber)]
    [DataRow("0,3", ThresholdText.NotANumber)]
    [DataRow("0.3x", ThresholdText.NotANumber)]
    [DataRow("0.3.1", ThresholdText.NotANumber)]
    [DataRow("0.1234567890", ThresholdText.NotANumber)]
    [DataRow("1e-1", ThresholdText.NotANumber)]
    public void Parse(string text, int expected)
    {
        byte[] line = Encoding.ASCII.GetBytes("ct " + text);
        Assert.AreEqual(expected, ThresholdText.Parse(line, 3, line.Length - 3));
    }

    [TestMethod]
    public void EqualsDecimalArithmeticOnGeneratedNumbers()
    {
        Random random = TestSeed.New(nameof(EqualsDecimalArithmeticOnGeneratedNumbers));
        for (int i = 0; i < 20000; i++)
        {
            int places = random.Next(1, 10);
            decimal value = new(random.Next(0, (int)Math.Pow(10, places)), 0, 0, false, (byte)places);
            byte[] text = Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));
            int expected = value > 0.996m ? ThresholdText.OutOfRange : (int)Math.Floor(value * 256 + 0.5m);
            Assert.AreEqual(expected, ThresholdText.Parse(text, 0, text.Length), value.ToString(CultureInfo.InvariantCulture));
        }
    }

    [TestMethod]
    public void EveryValueInForceReadsBackAsItself()
    {
        var line = new TextLine();
        for (int ct = 0; ct < 255; ct++)
        {
            line.Clear();
            line.AddDecimal(ct, 256);
            Assert.AreEqual(ct, ThresholdText.Parse(line.Bytes, 0, line.Length));
        }
    }
}
