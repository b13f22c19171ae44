// The board's verification of Ed25519: RFC 8032's examples, and generated cases against the PC's library (NSec, libsodium), whose
// rules it has: nf-interop/native/SECURITY.md, "The signature".
using System.Numerics;
using NanoCoopNet.Bridge;
using NSec.Cryptography;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class Ed25519Tests
{
    private const int KeyBytes = 32;
    private static readonly SignatureAlgorithm Reference = SignatureAlgorithm.Ed25519;
    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    /// <summary>The y of the points of order 1, 2, 4, 8, 8, with and without the sign of x, and the same less reduced.</summary>
    private static readonly BigInteger[] SmallOrders =
    [
        1,
        Prime - 1,
        0,
        BigInteger.Parse("2707385501144840649318225287225658788936804267575313519463743609750303021422"),
        BigInteger.Parse("55188659117513257062467267217118295137698188065244968500265048394206261417927"),
        Prime,
        Prime + 1,
    ];

    [TestMethod]
    [DataRow(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )]
    [DataRow(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )]
    [DataRow(
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )]
    [DataRow(
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
            + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    )]
    public void TheExamplesOfRfc8032Hold(string key, string message, string signature)
    {
        byte[] k = Convert.FromHexString(key),
            m = Convert.FromHexString(message),
            s = Convert.FromHexString(signature);
        Assert.IsTrue(Holds(k, m, s));
        s[0] ^= 1;
        Assert.IsFalse(Holds(k, m, s));
    }

    [TestMethod]
    public void MessagesOfEveryLengthAroundTheHashBlockAreAsTheReference()
    {
        Random random = TestSeed.New(nameof(MessagesOfEveryLengthAroundTheHashBlockAreAsTheReference));
        for (int length = 0; length < 400; length++)
        {
            using Key key = NewKey(random);
            byte[] message = Bytes(random, length),
                signature = Reference.Sign(key, message),
                publicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
            Assert.IsTrue(Holds(publicKey, message, signature), $"{length} bytes");
            signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
            AssertAsReference(publicKey, message, signature);
        }
    }

    [TestMethod]
    public void AFlippedBitAnywhereIsRefused()
    {
        Random random = TestSeed.New(nameof(AFlippedBitAnywhereIsRefused));
        using Key key = NewKey(random);
        byte[] message = Bytes(random, 64),
            publicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        byte[] all = [.. publicKey, .. message, .. Reference.Sign(key, message)];
        for (int bit = 0; bit < 8 * all.Length; bit++)
        {
            all[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsFalse(Holds(all[..KeyBytes], all[KeyBytes..96], all[96..]), $"bit {bit}");
            AssertAsReference(all[..KeyBytes], all[KeyBytes..96], all[96..]);
            all[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    /// <summary>S + k·L satisfies the same equation, so anyone could make a second signature of it.</summary>
    [TestMethod]
    public void AnSThatIsNotReducedIsRefused()
    {
        Random random = TestSeed.New(nameof(AnSThatIsNotReducedIsRefused));
        using Key key = NewKey(random);
        byte[] message = Bytes(random, 64),
            publicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey),
            signature = Reference.Sign(key, message);
        BigInteger s = new(signature.AsSpan(KeyBytes), isUnsigned: true);
        for (int k = 1; s + (k * Order) < BigInteger.Pow(2, 256); k++)
        {
            byte[] other = [.. signature[..KeyBytes], .. Encode(s + (k * Order))];
            Assert.IsFalse(Holds(publicKey, message, other), $"S + {k} L");
            AssertAsReference(publicKey, message, other);
        }
    }

    /// <summary>With A and R of small order and S = 0 the equation can hold for every message.</summary>
    [TestMethod]
    public void PointsOfSmallOrderAndOtherEncodingsAreRefused()
    {
        byte[] message = [1, 2, 3];
        foreach (byte[] key in SmallOrders.SelectMany(BothSigns))
        {
            foreach (byte[] r in SmallOrders.SelectMany(BothSigns))
            {
                byte[] signature = [.. r, .. new byte[KeyBytes]];
                Assert.IsFalse(Holds(key, message, signature));
                AssertAsReference(key, message, signature);
            }
        }
    }

    [TestMethod]
    public void AnyKeyAndSignatureBytesAreAsTheReference()
    {
        Random random = TestSeed.New(nameof(AnyKeyAndSignatureBytesAreAsTheReference));
        using Key good = NewKey(random);
        byte[] publicKey = good.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        for (int i = 0; i < 2000; i++)
        {
            byte[] message = Bytes(random, 64),
                signature = Bytes(random, 64);
            byte[] key = random.Next(2) == 0 ? publicKey : Bytes(random, KeyBytes);
            if (random.Next(4) == 0)
            {
                key = BothSigns(Prime + random.Next(-3, 19)).ElementAt(random.Next(2));
            }

            signature[63] &= (byte)(random.Next(2) == 0 ? 0x0F : 0x1F);
            if (random.Next(3) == 0)
            {
                BothSigns(SmallOrders[random.Next(SmallOrders.Length)]).First().CopyTo(signature, 0);
            }

            AssertAsReference(key, message, signature);
        }
    }

    private static bool Holds(byte[] key, byte[] message, byte[] signature)
    {
        NativeUnderTest.Open().Dispose();
        return PcNative.Verify(key, message, signature);
    }

    private static void AssertAsReference(byte[] key, byte[] message, byte[] signature)
    {
        bool expected =
            PublicKey.TryImport(Reference, key, KeyBlobFormat.RawPublicKey, out PublicKey? k)
            && k is not null
            && Reference.Verify(k, message, signature);
        Assert.AreEqual(
            expected,
            Holds(key, message, signature),
            $"{Convert.ToHexString(key)} {Convert.ToHexString(message)} {Convert.ToHexString(signature)}"
        );
    }

    private static Key NewKey(Random random) => Key.Import(Reference, Bytes(random, KeyBytes), KeyBlobFormat.RawPrivateKey);

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Encode(BigInteger value)
    {
        byte[] bytes = new byte[KeyBytes];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static IEnumerable<byte[]> BothSigns(BigInteger y)
    {
        byte[] plain = Encode(y),
            signed = Encode(y);
        signed[^1] |= 0x80;
        return [plain, signed];
    }
}
