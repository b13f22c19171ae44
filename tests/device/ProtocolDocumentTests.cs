// PROTOCOL.md's own bytes: its hex example is sent and compared, its tables are those of the code.
using System.Text.RegularExpressions;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class ProtocolDocumentTests
{
    private static readonly string Page = File.ReadAllText(SourceTree.PathOf("firmware/PROTOCOL.md"));

    [TestMethod]
    public void HexExample()
    {
        var device = new DeviceUnderTest(new FakeModel());
        MatchCollection lines = Regex.Matches(
            Page,
            @"^    (request|reply) +(.+?) {2,}((?:[0-9A-F]{2} ?)+(?:\n {40,}(?:[0-9A-F]{2} ?)+)*)$",
            RegexOptions.Multiline
        );
        Assert.HasCount(6, lines);
        for (int i = 0; i < lines.Count; i += 2)
        {
            Assert.AreEqual("request", lines[i].Groups[1].Value);
            Assert.AreEqual("reply", lines[i + 1].Groups[1].Value);
            device.Link.ToolWrite(Bytes(lines[i]));
            device.Run();
            Assert.AreEqual(
                Convert.ToHexString(Bytes(lines[i + 1])),
                Convert.ToHexString(device.Link.ToolRead()),
                lines[i].Groups[2].Value
            );
        }
    }

    [TestMethod]
    public void RequestsAreThoseOfTheTable()
    {
        var inPage = Regex
            .Matches(Page, @"^\| 0x([0-9A-F]{2}) ", RegexOptions.Multiline)
            .Select(m => Convert.ToInt32(m.Groups[1].Value, 16));
        var inCode = typeof(RequestType)
            .GetFields()
            .Where(f => f.Name is not (nameof(RequestType.ReplyBit) or nameof(RequestType.Error)))
            .Select(f => (int)f.GetRawConstantValue()!);
        CollectionAssert.AreEquivalent(inCode.ToArray(), inPage.ToArray());
    }

    [TestMethod]
    public void ErrorCodesAreThoseOfTheTable()
    {
        string table = Page[
            Page.IndexOf("### Error codes", StringComparison.Ordinal)..Page.IndexOf("### Hex example", StringComparison.Ordinal)
        ];
        foreach (ErrorCode code in Enum.GetValues<ErrorCode>().Where(c => c != ErrorCode.None))
        {
            string name = char.ToLowerInvariant(code.ToString()[0]) + code.ToString()[1..];
            StringAssert.Matches(table, new Regex($@"\| {(int)code} \| {name}\b"));
        }
    }

    private static byte[] Bytes(Match line) => Convert.FromHexString(Regex.Replace(line.Groups[3].Value, @"\s", ""));
}
