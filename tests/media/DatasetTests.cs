// Data sets from folders and CSV files: splits, groups, copies, interruptions, and files that cannot be read.
using System.Text.RegularExpressions;
using NanoCoopNet.Model;
using SkiaSharp;

namespace NanoCoopNet.Media.Tests;

[TestClass]
public sealed class DatasetTests
{
    private static readonly DatasetChoices Choices = new(new Shape(8, 6, 3), PictureFit.Crop, 0.1, 0.2, 1, null);

    private readonly string _folder = Directory.CreateTempSubdirectory("nanocoop-dataset").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void AFolderOfFoldersBecomesAnArchive()
    {
        Pictures(("cat", 30), ("dog", 20));
        File.WriteAllText(At("cat/notes.txt"), "not a picture");
        DatasetSummary made = Build();
        CollectionAssert.AreEqual(new[] { "cat", "dog" }, made.Classes.ToArray());
        CollectionAssert.AreEqual(new[] { 21, 3, 6 }, made.Counts[0]);
        CollectionAssert.AreEqual(new[] { 14, 2, 4 }, made.Counts[1]);
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(
            At("x.npz"),
            ["train_x", "train_y", "val_x", "val_y", "test_x", "test_y"]
        );
        CollectionAssert.AreEqual(new[] { 35, 8, 6, 3 }, arrays["train_x"].Shape.ToArray());
        CollectionAssert.AreEqual(new[] { 10 }, arrays["test_y"].Shape.ToArray());
        Assert.IsFalse(File.Exists(At("x.npz.decoded")));
        Assert.Contains("dog has 14 training samples; 20 are few", made.Warnings);
        Assert.IsTrue(made.Warnings.Any(w => w.StartsWith("all pictures are 9×9", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameBytesAndAnotherAnotherSplit()
    {
        Pictures(("cat", 20), ("dog", 20));
        Build();
        byte[] first = File.ReadAllBytes(At("x.npz"));
        Build();
        CollectionAssert.AreEqual(first, File.ReadAllBytes(At("x.npz")));
        Build(Choices with { Seed = 2 });
        CollectionAssert.AreNotEqual(first, File.ReadAllBytes(At("x.npz")));
    }

    [TestMethod]
    public void AGroupLiesInOneSplit()
    {
        Random random = NanoCoopNet.Tests.TestSeed.New(nameof(AGroupLiesInOneSplit));
        Placed[] samples =
        [
            .. Enumerable.Range(0, 400).Select(i => new Placed($"{i}", random.Next(4), $"speaker {random.Next(40)}", null)),
        ];
        int[] splits = Splitter.Draw(samples, 0.15, 0.15, 3);
        foreach (IGrouping<string, int> group in Enumerable.Range(0, 400).GroupBy(i => samples[i].Group))
        {
            Assert.HasCount(1, group.Select(i => splits[i]).Distinct().ToArray(), group.Key);
        }

        for (int split = 1; split <= 2; split++)
        {
            Assert.IsInRange(20, 110, splits.Count(s => s == split), "about 60");
        }
    }

    [TestMethod]
    public void GroupsComeFromAPatternOrACsv()
    {
        Pictures(("cat", 20), ("dog", 20));
        DatasetSummary made = Build(Choices with { Group = new Regex(@"(\d)\.png$") });
        Assert.AreEqual(10, made.Groups);
        Assert.AreEqual("noGroup", MediaFiles.Refused(() => Build(Choices with { Group = new Regex("zebra") })).Name);
        File.WriteAllLines(
            At("set.csv"),
            [
                "path,label,group,split",
                .. Directory
                    .GetFiles(At("cat"))
                    .Select((f, i) => $"cat/{Path.GetFileName(f)},cat,g{i % 4},{(i % 4 == 0 ? "test" : "")}"),
                .. Directory.GetFiles(At("dog")).Select((f, i) => $"dog/{Path.GetFileName(f)},dog,g{i % 4},"),
            ]
        );
        made = DatasetBuilder.Build(At("set.csv"), At("x.npz"), Choices, (_, _) => { }, default);
        Assert.AreEqual(4, made.Groups);
        Assert.AreEqual(5, made.Counts[0][2], "group 0 is the test set, as the CSV says");
        File.WriteAllText(At("bad.csv"), "file,class\na.png,cat\n");
        Assert.AreEqual(
            "badCsv",
            MediaFiles.Refused(() => DatasetBuilder.Build(At("bad.csv"), At("x.npz"), Choices, (_, _) => { }, default)).Name
        );
    }

    [TestMethod]
    public void CopiesStayTogetherAndAreTold()
    {
        Pictures(("cat", 20), ("dog", 20));
        string[] cats = [.. Directory.GetFiles(At("cat")).Order()];
        for (int i = 0; i < 8; i++)
        {
            File.Copy(cats[i], At($"cat/copy{i}.png"));
        }

        File.Copy(cats[0], At("dog/cat.png"));
        DatasetSummary made = Build();
        Assert.Contains("9 samples are copies of others; copies stay in one split", made.Warnings);
        Assert.IsTrue(made.Warnings.Any(w => w.Contains("not of one class", StringComparison.Ordinal)));
        Dictionary<string, string> split = [];
        foreach (string name in new[] { "train", "val", "test" })
        {
            NpyArray x = NpzFile.Read(At("x.npz"), [name + "_x"])[name + "_x"];
            for (int i = 0; i < x.Shape[0]; i++)
            {
                string sample = Convert.ToHexString(x.Data.Span.Slice(i * 144, 144));
                Assert.AreEqual(name, split.GetValueOrDefault(sample, name), "a picture is in one split only");
                split[sample] = name;
            }
        }
    }

    [TestMethod]
    public void AnInterruptedRunGoesOn()
    {
        Pictures(("cat", 20), ("dog", 20));
        Build();
        byte[] whole = File.ReadAllBytes(At("x.npz"));
        File.Delete(At("x.npz"));
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() =>
            DatasetBuilder.Build(
                _folder,
                At("x.npz"),
                Choices,
                (done, _) =>
                {
                    if (done == 15)
                    {
                        stop.Cancel();
                    }
                },
                stop.Token
            )
        );
        Assert.IsFalse(File.Exists(At("x.npz")));
        using (FileStream cache = new(At("x.npz.decoded"), FileMode.Append))
        {
            cache.Write([9, 9, 9]); // half a record
        }

        DatasetSummary made = Build();
        Assert.IsGreaterThanOrEqualTo(15, made.Reused);
        CollectionAssert.AreEqual(whole, File.ReadAllBytes(At("x.npz")));
    }

    [TestMethod]
    public void UnreadableFilesAreLeftOutAndTold()
    {
        Pictures(("cat", 20), ("dog", 20));
        File.WriteAllText(At("cat/broken.png"), "no picture");
        DatasetSummary made = Build();
        Assert.HasCount(1, made.Skipped);
        StringAssert.Contains(made.Skipped[0], "broken.png");
        foreach (string file in Directory.GetFiles(At("dog")))
        {
            File.WriteAllText(file, "no picture");
        }

        Assert.AreEqual("noClasses", MediaFiles.Refused(() => Build()).Name);
    }

    [TestMethod]
    public void WhatIsNoDataSetIsRefused()
    {
        Assert.AreEqual("noClasses", MediaFiles.Refused(() => Build()).Name);
        Pictures(("cat", 3));
        Assert.AreEqual("noClasses", MediaFiles.Refused(() => Build()).Name, "one class");
        Pictures(("dog", 3));
        File.Copy(MediaFiles.Of("mono-16.wav"), At("dog/bark.wav"));
        Assert.AreEqual("mixedKinds", MediaFiles.Refused(() => Build()).Name);
    }

    [TestMethod]
    public void SoundsBecomeOneSecondOfInt16()
    {
        foreach (string name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(At(name));
            for (int i = 0; i < 10; i++)
            {
                short[] sound = new short[i == 0 ? 40000 : 9000 + i];
                sound.AsSpan(i == 0 ? 20000 : 0, 8000 + i).Fill((short)(100 * (i + 1) + name[0]));
                File.WriteAllBytes(At($"{name}/{i}.wav"), SoundTests.Wav(1, 16, 16000, 1, SoundTests.Bytes(sound)));
            }
        }

        DatasetSummary made = Build(Choices with { Validation = 0 });
        Assert.AreEqual("sounds", made.Kind);
        Assert.IsTrue(made.Warnings.Any(w => w.StartsWith("2 recordings are longer than a second", StringComparison.Ordinal)));
        NpyArray x = NpzFile.Read(At("x.npz"), ["train_x"])["train_x"];
        Assert.AreEqual(NpyType.Int16, x.Type);
        CollectionAssert.AreEqual(new[] { 16, 16000 }, x.Shape.ToArray());
        NpyArray test = NpzFile.Read(At("x.npz"), ["test_x"])["test_x"];
        foreach (NpyArray part in new[] { x, test })
        {
            for (int i = 0; i < part.Shape[0]; i++)
            {
                short[] clip = part.As<short>().Slice(i * 16000, 16000).ToArray();
                Assert.IsGreaterThanOrEqualTo(8000, clip.Count(v => v != 0), "the loud part is there whole");
            }
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private DatasetSummary Build(DatasetChoices? choices = null) =>
        DatasetBuilder.Build(_folder, At("x.npz"), choices ?? Choices, (_, _) => { }, default);

    private void Pictures(params (string Class, int Count)[] classes)
    {
        Random random = new(5);
        foreach ((string name, int count) in classes)
        {
            Directory.CreateDirectory(At(name));
            for (int i = 0; i < count; i++)
            {
                File.WriteAllBytes(
                    At($"{name}/{i:00}.png"),
                    MediaFiles.Encode(9, 9, (_, _) => new SKColor((uint)random.Next() | 0xFF000000))
                );
            }
        }
    }
}
