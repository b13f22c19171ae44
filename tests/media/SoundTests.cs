// Recordings: every width, rate, number of channels and header that WavReader and FlacReader promise; quality of resampling;
// damage.
using System.Buffers.Binary;

namespace NanoCoopNet.Media.Tests;

[TestClass]
public sealed class SoundTests
{
    [TestMethod]
    public void SixteenBitsAt16KhzComeBackAsTheyAre()
    {
        short[] all = [.. Enumerable.Range(0, 65536).Select(i => (short)(i - 32768))];
        CollectionAssert.AreEqual(all, SoundFile.Read(Wav(1, 16, 16000, 1, Bytes(all)), "x.wav"));
    }

    [TestMethod]
    [DataRow(1, 8, 0.01)]
    [DataRow(1, 16, 0.0001)]
    [DataRow(1, 24, 0.00005)]
    [DataRow(1, 32, 0.00005)]
    [DataRow(3, 32, 0.00005)]
    [DataRow(3, 64, 0.00005)]
    [DataRow(6, 8, 0.02)]
    [DataRow(7, 8, 0.02)]
    public void EveryWidthGivesTheSameSound(int tag, int bits, double tolerance)
    {
        double[] sine = [.. Enumerable.Range(0, 1600).Select(i => 0.7 * Math.Sin(2 * Math.PI * 300 * i / 16000))];
        foreach (bool extensible in new[] { false, true })
        {
            short[] read = SoundFile.Read(
                Wav(tag, bits, 16000, 1, [.. sine.SelectMany(v => Value(v, tag, bits))], extensible),
                "x.wav"
            );
            Assert.HasCount(sine.Length, read);
            Assert.IsLessThan(
                tolerance,
                sine.Zip(read, (a, b) => Math.Abs(a - (b / 32768.0))).Max(),
                $"format {tag}, {bits} bits"
            );
        }
    }

    [TestMethod]
    public void ChannelsAreAveraged()
    {
        short[] three = [.. Enumerable.Range(0, 300).Select(i => (short)(i % 3 * 100))];
        Assert.IsTrue(SoundFile.Read(Wav(1, 16, 16000, 3, Bytes(three)), "x.wav").All(v => v == 100));
    }

    [TestMethod]
    [DataRow(8000)]
    [DataRow(11025)]
    [DataRow(22050)]
    [DataRow(44100)]
    [DataRow(48000)]
    [DataRow(192000)]
    public void ResamplingKeepsTheTimeAndTheTone(int rate)
    {
        short[] tone = [.. Enumerable.Range(0, rate).Select(i => (short)(10000 * Math.Sin(2 * Math.PI * 1000 * i / rate)))];
        short[] read = SoundFile.Read(Wav(1, 16, rate, 1, Bytes(tone)), "x.wav");
        Assert.HasCount(16000, read);
        double error = 0;
        for (int i = 1000; i < 15000; i++)
        {
            error = Math.Max(error, Math.Abs(read[i] - (10000 * Math.Sin(2 * Math.PI * 1000 * i / 16000))));
        }

        Assert.IsLessThan(100, error, $"1 % of a tone of 1 kHz in its right place, from {rate} Hz");
    }

    [TestMethod]
    public void WhatTheNewRateCannotHoldIsGone()
    {
        short[] tone = [.. Enumerable.Range(0, 48000).Select(i => (short)(10000 * Math.Sin(2 * Math.PI * 10000 * i / 48000)))];
        short[] read = SoundFile.Read(Wav(1, 16, 48000, 1, Bytes(tone)), "x.wav");
        Assert.IsLessThan(
            100,
            read[1000..15000].Max(v => Math.Abs((int)v)),
            "10 kHz would come back as 6 kHz: 40 dB lower at least"
        );
    }

    [TestMethod]
    [DataRow("mono-16")]
    [DataRow("stereo-16")]
    [DataRow("stereo-24")]
    public void FlacIsItsWav(string name) =>
        CollectionAssert.AreEqual(SoundFile.Read(MediaFiles.Of(name + ".wav")), SoundFile.Read(MediaFiles.Of(name + ".flac")));

    [TestMethod]
    public void FlacOfAStreamThatDidNotKnowItsLength()
    {
        byte[] flac = MediaFiles.Bytes("mono-16.flac");
        flac[21] &= 0xF0;
        flac.AsSpan(22, 4 + 16).Clear();
        CollectionAssert.AreEqual(SoundFile.Read(MediaFiles.Of("mono-16.wav")), SoundFile.Read(flac, "x.flac"));
    }

    [TestMethod]
    public void DamagedFlacIsRefused()
    {
        byte[] whole = MediaFiles.Bytes("stereo-16.flac");
        foreach (int length in new[] { 10, 30, 100, whole.Length / 2, whole.Length - 1 })
        {
            Assert.AreEqual(
                "badFlac",
                MediaFiles.Refused(() => SoundFile.Read(whole[..length], "cut.flac")).Name,
                $"{length} bytes"
            );
        }

        Random random = NanoCoopNet.Tests.TestSeed.New(nameof(DamagedFlacIsRefused));
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(whole.Length - 6000, whole.Length)] ^= (byte)(1 << random.Next(8));
            Assert.AreEqual("badFlac", MediaFiles.Refused(() => SoundFile.Read(damaged, "damaged.flac")).Name);
        }
    }

    [TestMethod]
    [DataRow(0u)]
    [DataRow(0xFFFFFFFFu)]
    [DataRow(0x7FFFF000u)]
    [DataRow(0x80000000u)]
    public void RecordersThatStreamDoNotKnowTheLength(uint length)
    {
        short[] samples = [.. Enumerable.Range(0, 1000).Select(i => (short)i)];
        byte[] wav = Wav(1, 16, 16000, 1, Bytes(samples));
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(40), length);
        CollectionAssert.AreEqual(samples, SoundFile.Read(wav, "x.wav"));
    }

    [TestMethod]
    public void AnEmptyDataChunkIsNotTheLast()
    {
        short[] samples = [1, 2, 3, 4];
        byte[] wav = Wav(1, 16, 16000, 1, Bytes(samples));
        byte[] two = [.. wav[..36], .. "data"u8, 0, 0, 0, 0, .. wav[36..]];
        CollectionAssert.AreEqual(samples, SoundFile.Read(two, "x.wav"));
    }

    [TestMethod]
    public void WrongFilesAreNamed()
    {
        NanoCoopException mp3 = MediaFiles.Refused(() => SoundFile.Read(MediaFiles.Bytes("tone.mp3"), "really-an-mp3.wav"));
        Assert.AreEqual("notSound", mp3.Name);
        StringAssert.Contains(mp3.Message, "really-an-mp3.wav is an MP3 file");
        StringAssert.Contains(mp3.Hint, "ffmpeg -i really-an-mp3.wav");
        NanoCoopException inside = MediaFiles.Refused(() => SoundFile.Read(Wav(0x55, 0, 16000, 1, new byte[400]), "x.wav"));
        Assert.AreEqual("badWavFormat", inside.Name);
        StringAssert.Contains(inside.Message, "MP3");
        byte[] whole = Wav(1, 16, 16000, 1, new byte[32000]);
        Assert.AreEqual("badLength", MediaFiles.Refused(() => SoundFile.Read(whole[..1000], "cut.wav")).Name);
        Assert.AreEqual("notWav", MediaFiles.Refused(() => SoundFile.Read(whole[..30], "cut.wav")).Name);
        Assert.AreEqual("notWav", MediaFiles.Refused(() => SoundFile.Read(Wav(1, 16, 16000, 1, []), "empty.wav")).Name);
        Assert.AreEqual("badWavFormat", MediaFiles.Refused(() => SoundFile.Read(Wav(1, 16, 0, 1, new byte[64]), "x.wav")).Name);
        Assert.AreEqual(
            "badWavFormat",
            MediaFiles.Refused(() => SoundFile.Read(Wav(1, 12, 16000, 1, new byte[64]), "x.wav")).Name
        );
    }

    internal static byte[] Bytes(short[] samples)
    {
        byte[] bytes = new byte[2 * samples.Length];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static byte[] Value(double v, int tag, int bits) =>
        (tag, bits) switch
        {
            (1, 8) => [(byte)Math.Round((v * 127) + 128)],
            (1, 16) => BitConverter.GetBytes((short)Math.Round(v * 32768)),
            (1, 24) => BitConverter.GetBytes((int)Math.Round(v * 8388608))[..3],
            (1, 32) => BitConverter.GetBytes((int)Math.Round(v * 2147483648)),
            (3, 32) => BitConverter.GetBytes((float)v),
            (3, 64) => BitConverter.GetBytes(v),
            (6, _) => [NAudio.Codecs.ALawEncoder.LinearToALawSample((short)Math.Round(v * 32768))],
            _ => [NAudio.Codecs.MuLawEncoder.LinearToMuLawSample((short)Math.Round(v * 32768))],
        };

    internal static byte[] Wav(int tag, int bits, int rate, int channels, byte[] data, bool extensible = false)
    {
        int block = channels * Math.Max(1, bits / 8);
        byte[] format = new byte[extensible ? 40 : 16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, extensible ? (ushort)0xFFFE : (ushort)tag);
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(2), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rate * block);
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(12), (short)block);
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(14), (short)bits);
        if (extensible)
        {
            format[16] = 22;
            format[24] = (byte)tag;
        }

        return
        [
            .. "RIFF"u8,
            .. BitConverter.GetBytes(28 + format.Length + data.Length - 8),
            .. "WAVEfmt "u8,
            .. BitConverter.GetBytes(format.Length),
            .. format,
            .. "data"u8,
            .. BitConverter.GetBytes(data.Length),
            .. data,
        ];
    }
}
