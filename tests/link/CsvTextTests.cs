// CSV of every kind of cell comes back as it was; what is quoted is what RFC 4180 says.

namespace NanoCoopNet.Link.Tests;

[TestClass]
public sealed class CsvTextTests
{
    [TestMethod]
    [DataRow("a,b", "\"a,b\"")]
    [DataRow("a\"b", "\"a\"\"b\"")]
    [DataRow("a\nb", "\"a\nb\"")]
    [DataRow(" a b ", " a b ")]
    [DataRow("", "")]
    public void ACellIsQuotedWhereItMustBe(string cell, string text) => Assert.AreEqual($"x,{text}\n", CsvText.Line("x", cell));

    [TestMethod]
    public void RandomRowsComeBack()
    {
        Random random = TestSeed.New(nameof(RandomRowsComeBack));
        string[] parts = ["", "a", "\"", ",", "\n", " ", "é", "1.5", "''"];
        string[][] rows =
        [
            .. Enumerable
                .Range(0, 500)
                .Select(_ =>
                    Enumerable.Range(0, random.Next(1, 6)).Select(_ => string.Concat(random.GetItems(parts, 3))).ToArray()
                ),
        ];
        IReadOnlyList<string[]> back = CsvText.Read(CsvText.Write(rows));
        Assert.HasCount(rows.Length, back);
        for (int i = 0; i < rows.Length; i++)
        {
            CollectionAssert.AreEqual(rows[i], back[i], $"row {i}");
        }
    }

    [TestMethod]
    public void NumbersAreInvariantAndComeBack()
    {
        Assert.AreEqual("0.1", CsvText.Cell(0.1));
        Assert.AreEqual("-7", CsvText.Cell(-7));
        Assert.AreEqual("", CsvText.Cell((double?)null));
        Assert.AreEqual(1 / 3.0, double.Parse(CsvText.Cell(1 / 3.0), System.Globalization.CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void AQuoteThatDoesNotEndIsNamed() =>
        Assert.AreEqual(
            "badCsv",
            Assert.ThrowsExactly<NanoCoopException>(() => CsvText.Read("\"" + new string('x', 1 << 25))).Name
        );
}
