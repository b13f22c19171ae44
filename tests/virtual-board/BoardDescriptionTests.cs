// board.json and the constants that must agree with it.
using System.Text.RegularExpressions;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class BoardDescriptionTests
{
    private static BoardDescription Board => BoardDescription.NucleoF767Zi;

    [TestMethod]
    public void PinNumbersAreThoseOfTheirNames()
    {
        foreach (PinDescription pin in Board.Markers.Concat(Board.Leds))
        {
            Assert.AreEqual((16 * (pin.Pin[1] - 'A')) + int.Parse(pin.Pin.AsSpan(2)), pin.Number, pin.Pin);
        }
    }

    [TestMethod]
    public void TheStoreIsThreeSectorsOf256KiB()
    {
        Assert.AreEqual(3, Board.FlashStore.Sectors);
        Assert.AreEqual(256 * 1024, Board.FlashStore.SectorBytes);
        Assert.IsLessThanOrEqualTo(M7Layout.FlashMaxBytes, Board.FlashStore.Sectors * Board.FlashStore.SectorBytes);
    }

    [TestMethod]
    public void TheImageAndThePcAgreeWhereThingsAre()
    {
        string header = File.ReadAllText(Path.Combine(SourceTree.Root, "boards/virtual/m7/m7_memory.h"));
        Assert.AreEqual(M7Layout.SharedBase, Defined(header, "M7_SHARED_BASE"));
        Assert.AreEqual((uint)M7Layout.Flash, Defined(header, "M7_FLASH_BASE"));
        Assert.AreEqual((uint)M7Layout.FlashMaxBytes, Defined(header, "M7_FLASH_MAX_BYTES"));
        Assert.AreEqual((uint)M7Layout.Mailbox, Defined(header, "M7_MAILBOX_BASE"));
        Assert.AreEqual((uint)M7Layout.System, Defined(header, "M7_SYSTEM_BASE"));
        Assert.AreEqual((uint)M7Layout.CallStackBytes, Defined(header, "M7_CALL_STACK_BYTES"));
    }

    private static uint Defined(string header, string name)
    {
        Match match = Regex.Match(header, $@"#define {name} (?:\(M7_SHARED_BASE \+ )?(0x[0-9A-Fa-f]+|\d+)u");
        Assert.IsTrue(match.Success, name);
        string number = match.Groups[1].Value;
        return number.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToUInt32(number, 16) : uint.Parse(number);
    }
}
