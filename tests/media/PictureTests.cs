// Pictures: every format, orientation, colour and limit of host-tools/training/PICTURES.md, and Pillow's filter as the judge of
// resizing.
using System.Buffers.Binary;
using NanoCoopNet.Model;
using SkiaSharp;

namespace NanoCoopNet.Media.Tests;

[TestClass]
public sealed class PictureTests
{
    private static readonly SKColor Red = new(200, 30, 30),
        Blue = new(30, 30, 200);

    [TestMethod]
    [DataRow("cmyk.jpg", 30)]
    [DataRow("plain.bmp", 0)]
    [DataRow("animated.gif", 0)]
    public void FormatsThatSkiaDoesNotWrite(string name, int tolerance) =>
        AssertRedLeftBlueRight(PictureFile.Read(MediaFiles.Of(name), 3), tolerance);

    [TestMethod]
    [DataRow(SKEncodedImageFormat.Png, 0)]
    [DataRow(SKEncodedImageFormat.Jpeg, 12)]
    [DataRow(SKEncodedImageFormat.Webp, 12)]
    public void FormatsThatSkiaWrites(SKEncodedImageFormat format, int tolerance) =>
        AssertRedLeftBlueRight(
            PictureFile.Read(MediaFiles.Encode(32, 24, (x, _) => x < 16 ? Red : Blue, format), "picture", 3),
            tolerance
        );

    [TestMethod]
    public void GreyIsTheWeightedSum()
    {
        Picture grey = PictureFile.Read(MediaFiles.Encode(4, 4, (_, _) => new SKColor(200, 100, 50)), "picture", 1);
        Assert.AreEqual(1, grey.Channels);
        Assert.IsTrue(grey.Pixels.All(p => p == 124), "0.299·200 + 0.587·100 + 0.114·50 = 124.2");
        Picture sixteen = PictureFile.Read(MediaFiles.Of("grey16.png"), 1);
        Assert.AreEqual(0, sixteen.Pixels[0]);
        Assert.IsInRange(254, 255, sixteen.Pixels[^1]);
        Assert.HasCount(24 * 32 * 3, PictureFile.Read(MediaFiles.Of("grey.jpg"), 3).Pixels, "a grey file for a model of colours");
    }

    [TestMethod]
    public void TransparencyIsLaidOverWhite()
    {
        Picture clear = PictureFile.Read(
            MediaFiles.Encode(2, 2, (x, _) => new SKColor(0, 0, 0, x == 0 ? (byte)0 : (byte)255)),
            "picture",
            3
        );
        CollectionAssert.AreEqual(new byte[] { 255, 255, 255, 0, 0, 0 }, clear.Pixels[..6]);
    }

    [TestMethod]
    public void EveryExifOrientationIsTurnedUpright()
    {
        for (int orientation = 1; orientation <= 8; orientation++)
        {
            // What the camera stored, so that the upright picture is 32×16 with its corners red, green, blue, white from top
            // left, clockwise.
            int o = orientation;
            bool sideways = o >= 5;
            byte[] stored = MediaFiles.Encode(
                sideways ? 16 : 32,
                sideways ? 32 : 16,
                (x, y) => Corner(Upright(o, x, y)),
                SKEncodedImageFormat.Jpeg
            );
            Picture picture = PictureFile.Read(WithOrientation(stored, o), "picture", 3);
            Assert.AreEqual((32, 16), (picture.Width, picture.Height), $"orientation {o}");
            AssertNear(Corner((2, 2)), Pixel(picture, 2, 2), 40, $"top left of {o}");
            AssertNear(Corner((29, 2)), Pixel(picture, 29, 2), 40, $"top right of {o}");
            AssertNear(Corner((29, 13)), Pixel(picture, 29, 13), 40, $"bottom right of {o}");
            AssertNear(Corner((2, 13)), Pixel(picture, 2, 13), 40, $"bottom left of {o}");
        }
    }

    [TestMethod]
    public void ResizingIsPillowsLanczos()
    {
        Picture noise = PictureFile.Read(MediaFiles.Of("noise.png"), 3);
        AssertSame("noise-crop-16x16.png", PictureResizer.Resize(noise, new Shape(16, 16, 3), PictureFit.Crop));
        AssertSame("noise-stretch-50x40.png", PictureResizer.Resize(noise, new Shape(40, 50, 3), PictureFit.Stretch));
    }

    [TestMethod]
    public void PictureOfTheRightSizeComesBackAsItIs()
    {
        Random random = NanoCoopNet.Tests.TestSeed.New(nameof(PictureOfTheRightSizeComesBackAsItIs));
        byte[] pixels = new byte[12 * 9 * 3];
        random.NextBytes(pixels);
        foreach (PictureFit fit in Enum.GetValues<PictureFit>())
        {
            CollectionAssert.AreEqual(
                pixels,
                PictureResizer.Resize(new Picture(9, 12, 3, pixels), new Shape(12, 9, 3), fit),
                fit.ToString()
            );
        }
    }

    [TestMethod]
    public void FitsDifferWhereTheRatioDoes()
    {
        Picture wide = new(40, 10, 1, [.. Enumerable.Range(0, 400).Select(i => i % 40 is < 12 or >= 28 ? (byte)0 : (byte)255)]);
        Assert.IsTrue(
            PictureResizer.Resize(wide, new Shape(10, 10, 1), PictureFit.Crop).All(p => p == 255),
            "the middle 10 columns"
        );
        byte[] padded = PictureResizer.Resize(wide, new Shape(20, 20, 1), PictureFit.Pad);
        Assert.IsTrue(
            padded[..(7 * 20)].All(p => p == PictureResizer.PadByte) && padded[^(8 * 20)..].All(p => p == PictureResizer.PadByte),
            "5 of 20 rows are picture"
        );
        Assert.AreEqual(0, padded[7 * 20]);
        Assert.IsInRange((byte)245, (byte)255, padded[(7 * 20) + 10]);
        Assert.IsInRange(
            (byte)245,
            (byte)255,
            PictureResizer.Resize(wide, new Shape(10, 10, 1), PictureFit.Stretch)[5],
            "bright, with a little ringing"
        );
        Assert.HasCount(
            32 * 32,
            PictureResizer.Resize(new Picture(1, 5000, 1, new byte[5000]), new Shape(32, 32, 1), PictureFit.Pad),
            "a line of pixels"
        );
    }

    [TestMethod]
    public void HugePicturesAreRefusedByTheirHeader()
    {
        byte[] png = MediaFiles.Encode(4, 4, (_, _) => Red);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 20000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 20000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        long before = GC.GetTotalAllocatedBytes();
        NanoCoopException e = MediaFiles.Refused(() => PictureFile.Read(png, "huge.png", 3));
        Assert.AreEqual("pictureTooLarge", e.Name);
        StringAssert.Contains(e.Message, "20000×20000");
        Assert.IsLessThan(1 << 24, GC.GetTotalAllocatedBytes() - before, "nothing was decoded");
    }

    [TestMethod]
    [DataRow(SKEncodedImageFormat.Jpeg)]
    [DataRow(SKEncodedImageFormat.Png)]
    [DataRow(SKEncodedImageFormat.Webp)]
    public void TruncatedPicturesAreRefused(SKEncodedImageFormat format)
    {
        Random random = new(3);
        byte[] whole = MediaFiles.Encode(64, 64, (_, _) => new SKColor((uint)random.Next() | 0xFF000000), format);
        for (int length = whole.Length * 9 / 10; length > 0; length = length * 2 / 3)
        {
            NanoCoopException e = MediaFiles.Refused(() => PictureFile.Read(whole[..length], "cut", 3));
            Assert.IsTrue(e.Name is "truncatedPicture" or "notPicture", e.Name);
        }
    }

    [TestMethod]
    public void OtherFilesAreNamed()
    {
        StringAssert.Contains(MediaFiles.Refused(() => PictureFile.Read(MediaFiles.Of("tone.mp3"), 3)).Message, "an MP3 file");
        StringAssert.Contains(
            MediaFiles.Refused(() => PictureFile.Read("II*\0rest of it"u8.ToArray(), "scan.tif", 3)).Message,
            "a TIFF file"
        );
        Assert.AreEqual("notPicture", MediaFiles.Refused(() => PictureFile.Read("text"u8.ToArray(), "x.png", 3)).Name);
        Assert.AreEqual("fileNotFound", MediaFiles.Refused(() => PictureFile.Read(MediaFiles.Of("absent.png"), 3)).Name);
        Assert.AreEqual("badShape", MediaFiles.Refused(() => PictureFile.Read(MediaFiles.Of("noise.png"), 2)).Name);
    }

    private static void AssertRedLeftBlueRight(Picture picture, int tolerance)
    {
        Assert.AreEqual((32, 24, 3), (picture.Width, picture.Height, picture.Channels));
        AssertNear(Red, Pixel(picture, 4, 12), tolerance, "left");
        AssertNear(Blue, Pixel(picture, 27, 12), tolerance, "right");
    }

    private static SKColor Pixel(Picture p, int x, int y)
    {
        int at = ((y * p.Width) + x) * 3;
        return new SKColor(p.Pixels[at], p.Pixels[at + 1], p.Pixels[at + 2]);
    }

    private static void AssertNear(SKColor expected, SKColor actual, int tolerance, string what)
    {
        int distance = Math.Max(
            Math.Abs(expected.Red - actual.Red),
            Math.Max(Math.Abs(expected.Green - actual.Green), Math.Abs(expected.Blue - actual.Blue))
        );
        Assert.IsLessThanOrEqualTo(tolerance, distance, $"{what}: {expected} expected, {actual} seen");
    }

    private static void AssertSame(string judge, byte[] actual)
    {
        byte[] expected = PictureFile.Read(MediaFiles.Of(judge), 3).Pixels;
        Assert.HasCount(expected.Length, actual);
        Assert.IsLessThanOrEqualTo(
            1,
            expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(),
            "one step: Pillow's weights are rounded to 22 bits"
        );
    }

    private static SKColor Corner((int X, int Y) at) =>
        (at.X < 16, at.Y < 8) switch
        {
            (true, true) => new SKColor(230, 20, 20),
            (false, true) => new SKColor(20, 230, 20),
            (false, false) => new SKColor(20, 20, 230),
            _ => new SKColor(240, 240, 240),
        };

    // Where a stored pixel belongs in the upright picture of 32×16, by the names that EXIF 2.3 gives row 0 and column 0.
    private static (int X, int Y) Upright(int orientation, int x, int y) =>
        orientation switch
        {
            1 => (x, y), // row 0 is the top, column 0 the left
            2 => (31 - x, y), // top, right
            3 => (31 - x, 15 - y), // bottom, right
            4 => (x, 15 - y), // bottom, left
            5 => (y, x), // left, top
            6 => (31 - y, x), // right, top
            7 => (31 - y, 15 - x), // right, bottom
            _ => (y, 15 - x), // left, bottom
        };

    private static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            0xFF,
            0xE1,
            0,
            34,
            .. "Exif\0\0"u8,
            .. "MM\0*"u8,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte)orientation,
            0,
            0,
            0,
            0,
            0,
            0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
