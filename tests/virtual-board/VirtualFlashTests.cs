// The flash model: erased to 0xFF, bits from 1 to 0 only, kept in a file, power lost at any step.
namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class VirtualFlashTests
{
    private static readonly FlashStoreDescription Store = new()
    {
        SectorBytes = 4096,
        Sectors = 3,
        ProgramUnitBytes = 4,
        EraseMsPerSector = 1100,
        ProgramUsPerUnit = 16,
    };

    [TestMethod]
    public void NewFlashIsErased()
    {
        using var flash = new VirtualFlash(Store, new PowerSupply());
        Assert.IsFalse(flash.Contents.ContainsAnyExcept((byte)0xFF));
        Assert.AreEqual(3 * 4096, flash.Bytes);
    }

    [TestMethod]
    public void ABitProgrammedTo0StaysSoUntilTheSectorIsErased()
    {
        using var flash = new VirtualFlash(Store, new PowerSupply());
        Assert.IsTrue(flash.Program(8, [0xF0, 0xFF, 0xFF, 0xFF]));
        Assert.IsFalse(flash.Program(8, [0xFF, 0xFF, 0xFF, 0xFF]), "1 -> 0 -> 1 must fail");
        Assert.AreEqual(0xF0, flash.Contents[8]);
        Assert.IsTrue(flash.Program(8, [0xC0, 0xFF, 0x00, 0xFF]), "more zeros are allowed");
        Assert.IsTrue(flash.Program(8, [0xC0, 0xFF, 0x00, 0xFF]), "the same again too");
        Assert.IsTrue(flash.Erase(0));
        Assert.AreEqual(0xFF, flash.Contents[8]);
        Assert.AreEqual(1, flash.Erases);
    }

    [TestMethod]
    public void ErasingTouchesOneSector()
    {
        using var flash = new VirtualFlash(Store, new PowerSupply());
        foreach (int sector in new[] { 0, 1, 2 })
        {
            flash.Program(sector * 4096, [0, 0, 0, 0]);
        }

        Assert.IsTrue(flash.Erase(1));
        Assert.AreEqual(0, flash.Contents[0]);
        Assert.AreEqual(0xFF, flash.Contents[4096]);
        Assert.AreEqual(0, flash.Contents[8192]);
    }

    [TestMethod]
    [DataRow(2, 4)]
    [DataRow(0, 3)]
    [DataRow(-4, 4)]
    [DataRow(3 * 4096, 4)]
    [DataRow((3 * 4096) - 4, 8)]
    public void ProgrammingOutsideOrMisalignedIsRefused(int offset, int bytes)
    {
        using var flash = new VirtualFlash(Store, new PowerSupply());
        Assert.IsFalse(flash.Program(offset, new byte[bytes]));
        Assert.IsFalse(flash.Contents.ContainsAnyExcept((byte)0xFF));
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(3)]
    public void ErasingASectorThatIsNotThereIsRefused(int sector)
    {
        using var flash = new VirtualFlash(Store, new PowerSupply());
        Assert.IsFalse(flash.Erase(sector));
    }

    [TestMethod]
    public void TheFileKeepsTheContents()
    {
        using var folder = new TestFolder();
        using (var flash = new VirtualFlash(Store, new PowerSupply(), folder["flash"]))
        {
            flash.Program(4096, [1, 2, 3, 4]);
        }

        using var again = new VirtualFlash(Store, new PowerSupply(), folder["flash"]);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 0xFF }, again.Contents.Slice(4096, 5).ToArray());
    }

    [TestMethod]
    public void AFileOfAnotherSizeIsRefused()
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder["flash"], new byte[100]);
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() =>
            new VirtualFlash(Store, new PowerSupply(), folder["flash"])
        );
        Assert.AreEqual("flashFileSize", e.Name);
    }

    [TestMethod]
    public void OneFileServesOneBoard()
    {
        using var folder = new TestFolder();
        using var flash = new VirtualFlash(Store, new PowerSupply(), folder["flash"]);
        VirtualBoardException e = Assert.ThrowsExactly<VirtualBoardException>(() =>
            new VirtualFlash(Store, new PowerSupply(), folder["flash"])
        );
        Assert.AreEqual("flashFileUnusable", e.Name);
    }

    [TestMethod]
    public void WithoutPowerTheFileStaysAsItWasAtThatWord()
    {
        Random random = TestSeed.New(nameof(WithoutPowerTheFileStaysAsItWasAtThatWord));
        using var folder = new TestFolder();
        for (int round = 0; round < 50; round++)
        {
            string file = folder[$"flash{round}"];
            byte[] data = new byte[64];
            random.NextBytes(data);
            int steps = random.Next(data.Length / 4);
            using (var flash = new VirtualFlash(Store, new PowerSupply(steps, random.Next()), file))
            {
                Assert.IsFalse(flash.Program(0, data));
                Assert.IsFalse(flash.Program(2048, data), "nothing works without power");
                Assert.IsFalse(flash.Erase(0));
            }

            byte[] kept = File.ReadAllBytes(file);
            CollectionAssert.AreEqual(data[..(4 * steps)], kept[..(4 * steps)]);
            for (int i = 4 * steps; i < kept.Length; i++)
            {
                byte wanted = i < (4 * steps) + 4 ? data[i] : (byte)0xFF;
                Assert.AreEqual(
                    wanted,
                    (byte)(kept[i] & wanted),
                    "the interrupted word has some of its zeros, what follows none"
                );
            }
        }
    }

    [TestMethod]
    public void AnInterruptedEraseLeavesSomeBitsSet()
    {
        using var flash = new VirtualFlash(Store, new PowerSupply(1024, damageSeed: 1));
        Assert.IsTrue(flash.Program(0, new byte[4096]));
        Assert.IsFalse(flash.Erase(0));
        Assert.IsTrue(flash.Contents[..4096].ContainsAnyExcept((byte)0xFF));
        Assert.IsTrue(flash.Contents[..4096].ContainsAnyExcept((byte)0));
    }
}
