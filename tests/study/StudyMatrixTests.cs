// Which images a matrix has.
using NanoCoopNet.Boards;
using NanoCoopNet.Model;

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
        // Two cores, four flags, FPU on and off: float32, mixed, int8 reference, int8 optimised.
        Assert.AreEqual(2 * 4 * 2 * 4, matrix.Of(Network("float32", "mixed", "int8")).Count());
        Assert.AreEqual(2 * 4 * 2 * 2, matrix.Of(Network("int8")).Count());
    }

    [TestMethod]
    public void ACortexM3HasNeitherAnFpuNorOptimisedKernels()
    {
        Board m3 = Rows.Board("l496") with { Core = "cortex-m3", Fpu = "" };
        StudyMatrix matrix = new([m3], ["-O2"], ["int8"], StudyMatrix.AllKernels, StudyMatrix.AllFpu);
        Combination only = matrix.Of(Network("int8")).Single();
        Assert.AreEqual(("reference", "off"), (only.Kernels, only.Fpu));
    }
}
