// Which images a matrix has.
using NanoCoopNet.Boards;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;

namespace NanoCoopNet.Study.Tests;

[TestClass]
public class StudyMatrixTests
{
    private static StudyNetwork Network(params string[] numbers) =>
        new(
            "n",
            numbers.ToDictionary(n => (n, "reference"), _ => (ModelBlob)null!),
            new Dictionary<string, HostAccuracy>(),
            [
                [0],
            ],
            null,
            new Dictionary<string, string>()
        );

    /// <summary>Whether it fits is for each board's rows to say: a small board keeps no network out of the study.</summary>
    [TestMethod]
    public void ANetworkBeyondTheBudgetIsPackedAsSmallAsItCanBe()
    {
        byte[] blob = File.ReadAllBytes(SourceTree.PathOf("host-tools/models/lenet5-mnist-coopnet.ncn"));
        int Bytes(string kernels, PackingBudget budget) => StudyNetwork.Packed(blob, kernels, budget).Header.BlobBytes;
        PackingBudget large = new(1 << 20, 98_304, 131_072),
            none = new(1_000, 1_000, 1_000);
        Assert.AreEqual(Bytes(StudyMatrix.Reference, large), Bytes(StudyMatrix.Optimised, none));
        Assert.IsLessThanOrEqualTo(1 << 20, Bytes(StudyMatrix.Optimised, large));
    }

    [TestMethod]
    public void BoardsOfOneCoreShareImages()
    {
        StudyMatrix matrix = new(
            BoardCatalogue.All,
            StudyMatrix.DefaultFlags,
            StudyMatrix.AllNumbers,
            StudyMatrix.AllKernels,
            StudyMatrix.AllFpu
        );
        // Four flags. Cortex-M4 and M7: three numbers by reference kernels and int8 by optimised ones, FPU on and off, and both
        // floats by optimised ones with the FPU; Cortex-M3: three numbers, reference.
        Assert.AreEqual(4 * ((2 * ((2 * 4) + 2)) + 3), matrix.Of(Network("float32", "mixed", "int8")).Count());
        Assert.AreEqual((2 * 4 * 2 * 2) + 4, matrix.Of(Network("int8")).Count());
    }

    [TestMethod]
    public void ACortexM3HasNeitherAnFpuNorOptimisedKernels()
    {
        Board m3 = Rows.Board("f207");
        StudyMatrix matrix = new([m3], ["-O2"], ["int8"], StudyMatrix.AllKernels, StudyMatrix.AllFpu);
        Combination only = matrix.Of(Network("int8")).Single();
        Assert.AreEqual(("reference", "off"), (only.Kernels, only.Fpu));
    }
}
