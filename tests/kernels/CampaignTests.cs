// Damaged models with right checksums on the PC and on the emulated Cortex-M7: the same verdict, and the same logits of those
// that are accepted.
using System.Buffers.Binary;
using System.Security.Cryptography;
using NanoCoopNet.Bridge;
using NanoCoopNet.Interop;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Kernels.Tests;

[TestClass]
public sealed class CampaignTests
{
    private const int HeaderBytes = 192,
        LayerBytes = 96,
        MacsAt = 64,
        ChecksummedFrom = 48,
        Context = 1;
    private const long MaxMacs = 2_000_000; // about a second of emulation
    private static readonly uint[] Interesting =
    [
        0,
        1,
        2,
        7,
        31,
        32,
        33,
        127,
        128,
        255,
        1023,
        1024,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x7FFFFFFF,
        0xFFFFFFFF,
    ];

    [TestMethod]
    [TestCategory(Campaign.Category)]
    public void DamagedModelsMeanTheSameOnBothCpus()
    {
        Random random = TestSeed.New(nameof(DamagedModelsMeanTheSameOnBothCpus));
        GoldenModel[] models = GoldenModel.ReadFolder(SourceTree.PathOf("tests", "kernels", "golden"));
        using Campaign campaign = new("blobs, Cortex-M7");
        using PcNative pc = Toolchain.Pc();
        using M7Machine machine = Toolchain.M7();
        EmulatedNative emulated = new(machine, pc);
        while (campaign.GoesOn)
        {
            GoldenModel model = models[random.Next(models.Length)];
            byte[] blob = Damaged(model.Blob, random);
            int[] pcInfo = new int[ModelField.Ints],
                m7Info = new int[ModelField.Ints];
            pc.ModelClose(Context);
            int verdict = pc.ModelOpen(Context, pc.LoadBlob(0, blob), pcInfo);
            Place(machine, emulated, blob);
            Assert.AreEqual(verdict, emulated.ModelOpen(Context, 0, m7Info), model.Name);
            m7Info[ModelField.Slot] = pcInfo[ModelField.Slot];
            CollectionAssert.AreEqual(pcInfo, m7Info, model.Name);
            campaign.Add("opened");
            if (verdict == 0 && Macs(blob) <= MaxMacs)
            {
                byte[] input = new byte[pcInfo[ModelField.InputBytes]];
                random.NextBytes(input);
                ModelRun expected = ModelRun.Of(pc, pcInfo, input);
                ModelRun.Of(emulated, m7Info, input).AssertEquals(expected.Logits, expected.Confidence, $"damaged {model.Name}");
                campaign.Add("run whole");
            }
        }
    }

    private static unsafe void Place(M7Machine machine, EmulatedNative emulated, byte[] blob)
    {
        emulated.ModelClose(Context);
        CommittedSlot.Write(new Span<byte>((void*)machine.Flash, Toolchain.Store.Sectors * Toolchain.Store.SectorBytes), blob);
    }

    /// <summary>One to three fields changed, more often in header and layer records than in tensors; checksums made
    /// anew.</summary>
    private static byte[] Damaged(byte[] good, Random random)
    {
        byte[] blob = [.. good];
        for (int i = random.Next(3); i >= 0; i--)
        {
            int width = 1 << random.Next(3),
                at = PlaceIn(blob, random) / width * width;
            Span<byte> field = blob.AsSpan(at, Math.Min(width, blob.Length - at));
            uint value =
                random.Next(2) == 0 ? Interesting[random.Next(Interesting.Length)] : (uint)(field[0] + random.Next(-2, 3));
            for (int b = 0; b < field.Length; b++)
            {
                field[b] = (byte)(value >> (8 * b));
            }
        }

        SHA256.HashData(blob.AsSpan(ChecksummedFrom)).CopyTo(blob, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(12), System.IO.Hashing.Crc32.HashToUInt32(blob.AsSpan(16)));
        return blob;
    }

    private static int PlaceIn(byte[] blob, Random random) =>
        random.Next(4) switch
        {
            0 => random.Next(ChecksummedFrom, 112),
            1 or 2 when Records(blob) is { Count: > 0 } records => records[random.Next(records.Count)] + random.Next(68),
            _ => random.Next(HeaderBytes, blob.Length),
        };

    /// <summary>Offsets of the layer records that lie in the blob.</summary>
    private static List<int> Records(byte[] blob) =>
        [
            .. Enumerable
                .Range(0, 3)
                .SelectMany(net =>
                    Enumerable
                        .Range(0, blob[92 + net])
                        .Select(layer =>
                            BinaryPrimitives.ReadUInt32LittleEndian(blob.AsSpan(96 + (4 * net))) + (LayerBytes * (long)layer)
                        )
                )
                .Where(at => at >= HeaderBytes && at + LayerBytes <= blob.Length)
                .Select(at => (int)at),
        ];

    private static long Macs(byte[] blob) =>
        Records(blob).Sum(at => (long)BinaryPrimitives.ReadUInt32LittleEndian(blob.AsSpan(at + MacsAt)));
}
