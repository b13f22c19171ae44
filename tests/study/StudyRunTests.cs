// A small study end to end: images built, run on the emulated Cortex-M4, modelled, kept; and rows that fail without ending it.
using NanoCoopNet.Boards;
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;
using NanoCoopNet.Report;

namespace NanoCoopNet.Study.Tests;

[TestClass]
[TestCategory("Slow")]
public class StudyRunTests
{
    private static readonly Board Small = Rows.Board("l496") with { Power = new BoardPower(24, false, "a test", 20) };

    private static StudyNetwork Network(int sampleBytes = 0)
    {
        ReadOnlyMemory<byte> blob = File.ReadAllBytes(SourceTree.PathOf("host-tools/models/lenet5-mnist-coopnet.ncn"));
        PackingBudget budget = new(1 << 20, 98_304, 131_072);
        byte[] sample = new byte[sampleBytes == 0 ? BlobReader.Read(blob).Header.Input.Count : sampleBytes];
        TestSeed.New(nameof(StudyRunTests)).NextBytes(sample);
        return new StudyNetwork(
            "lenet5",
            new Dictionary<(string, string), ModelBlob>
            {
                [("int8", "reference")] = StudyNetwork.Packed(blob, "reference", budget),
                [("int8", "optimised")] = StudyNetwork.Packed(blob, "optimised", budget),
            },
            new Dictionary<string, HostAccuracy> { ["int8"] = new(0.99, 0.98, 0.985, 0.25, "a test") },
            [sample],
            null,
            new Dictionary<string, string> { ["float32"] = "there are no float32 weights" }
        );
    }

    private static StudyResult Run(StudyMatrix matrix, StudyNetwork network) =>
        Needs.Tools(() => StudyRunner.Run(matrix, [network], null, Console.WriteLine, CancellationToken.None));

    [TestMethod]
    public void ASmallMatrixGivesRowsThatAgreeWithTheHostAndIsKept()
    {
        Needs.Installed(Tool.ArmCompiler, Tool.Emulator, Tool.Python);
        Board tiny = Small with { FlashBytes = 50_000 };
        StudyMatrix matrix = new([Small, tiny], ["-O2", "-Onothing"], ["float32", "int8"], ["reference", "optimised"], ["off"]);
        StudyNetwork network = Network();
        StudyResult study = Run(matrix, network);

        StudyRow Of(string form, string kernels) =>
            study.Rows.Single(r => r.Form == form && r.Image.Kernels == kernels && r.Image.Flags == "-O2" && r.Board == Small);
        StudyRow plain = Of("int8", "reference"),
            fast = Of("int8", "optimised");
        Assert.AreEqual(("equal", ""), (plain.Answers, plain.Failure));
        Assert.IsGreaterThan(2, plain.Ms!.Value / fast.Ms!.Value, "optimised kernels are more than twice as fast");
        Assert.IsLessThan(fast.Ms.Value, fast.LeastMs!.Value);
        Assert.IsLessThan(fast.MostMs!.Value, fast.Ms.Value);
        Assert.AreEqual(24 * fast.Ms.Value / 1e3, fast.Mj!.Value, 1e-9);
        Assert.AreEqual((274_656.0, 290_840.0), (plain.Macs, plain.Macc), "as the slides count LeNet-5");
        Assert.IsInRange(100, 4096, fast.StackBytes!.Value);
        StudyRow binary = Of("binary", "optimised"),
            cascade = Of("cascade", "optimised");
        Assert.AreEqual(binary.Ms!.Value + (0.25 * fast.Ms.Value), cascade.Ms!.Value, 1e-6, "at a quarter in full mode");
        Assert.AreEqual(20 * binary.Ms.Value / 1e3, binary.Mj!.Value, 1e-9, "a capture's power of the binary network");
        Assert.AreEqual(binary.Mj.Value + (0.25 * fast.Mj.Value), cascade.Mj!.Value, 1e-9);
        Assert.AreEqual((0.985, 0.98), (cascade.Accuracy, binary.Accuracy));

        StudyRow[] refused = [.. study.Rows.Where(r => r.Image.Flags == "-Onothing")];
        Assert.HasCount(4, refused);
        Assert.IsTrue(refused.All(r => r.Failure.StartsWith("the compiler refuses -Onothing", StringComparison.Ordinal)));
        StudyRow[] large = [.. study.Rows.Where(r => r.Board == tiny && r.Image.Flags == "-O2" && r.Form == "int8")];
        Assert.HasCount(2, large);
        Assert.IsTrue(large.All(r => r.Ms is null && r.Failure.Contains("bytes of flash missing; it fits the NUCLEO-L496ZG")));
        Assert.IsTrue(study.Rows.Any(r => r.Form == "float32" && r.Failure == "there are no float32 weights"));

        StudyResult again = Run(matrix, network);
        CollectionAssert.AreEqual(study.Rows.Select(r => r.Ms).ToArray(), again.Rows.Select(r => r.Ms).ToArray());
        Assert.IsLessThan(study.Seconds, again.Seconds, "what did not change is not run again");

        ReportDocument document = StudyDocument.Of(study, withLayers: true, ["made by a test"]);
        Assert.IsTrue(document.Tables.Any(t => t.Id == "every-layer" && t.Rows.Count > 10));
        string[] ids = [.. document.Tables.Select(t => t.Id)];
        CollectionAssert.AllItemsAreUnique(ids);
        foreach (Series series in document.Figures.SelectMany(f => f.Series))
        {
            CollectionAssert.Contains(ids, series.Table);
        }

        Assert.Contains("| A library speeds int8 up", MarkdownReport.Of(document));
        Assert.Contains("nanocoop study", HtmlPage.Of(document, new PageAssets("", "")));
    }

    [TestMethod]
    public void AnImageThatEndsWithAnErrorOrNotInTimeIsARow()
    {
        Needs.Installed(Tool.ArmCompiler, Tool.Emulator, Tool.Python);
        StudyMatrix matrix = new([Small], ["-O2"], ["int8"], ["reference"], ["off"]);
        StudyNetwork good = Network();
        ImageBuilder builder = new(new StudySources(RepositoryRoot.Find()), Folder.Root);
        ImageRunner runner = new(new StudySources(RepositoryRoot.Find()), Folder.Root);
        Combination image = matrix.Of(good).Single();
        string file = builder.Build(image, good.Blobs[("int8", "reference")]);
        RowException wrong = Assert.ThrowsExactly<RowException>(() =>
            runner.Run(file, image.Core, [new byte[good.Samples[0].Length + 1]], [Small], 0, 600)
        );
        Assert.Contains("ended with status 1", wrong.Message);
        Assert.Contains("status -", wrong.Message, "the engine's own code");
        RowException late = Assert.ThrowsExactly<RowException>(() =>
            runner.Run(file, image.Core, [.. Enumerable.Repeat(good.Samples[0], 2000)], [Small], 0, 1)
        );
        Assert.AreEqual("the image did not end within 1 s", late.Message);
    }

    [TestInitialize]
    public void MakeFolder() => Folder = new TestFolder();

    [TestCleanup]
    public void DropFolder() => Folder.Dispose();

    private TestFolder Folder { get; set; } = null!;
}
