// Whatever ints and arrays managed code hands in, native functions answer with a value or a status and stay within the arrays.
using System.Reflection;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class ArgumentTests
{
    private static readonly int[] Edges =
    [
        int.MinValue,
        int.MinValue + 1,
        -65536,
        -3,
        -2,
        -1,
        0,
        1,
        2,
        3,
        31,
        32,
        64,
        255,
        256,
        1024,
        1344,
        65535,
        65536,
        int.MaxValue - 1,
        int.MaxValue,
    ];

    [TestMethod]
    public void AnyArgumentsAreSafe()
    {
        Random random = TestSeed.New(nameof(AnyArgumentsAreSafe));
        using var flash = new FlashModel(3, 4096, random);
        using PcNative native = NativeUnderTest.Boot(flash);
        native.LoadBlob(0, TestBlobs.Example());
        MethodInfo[] functions = typeof(INative).GetMethods();
        HashSet<int> statuses = [.. NativeTexts.AllStatuses.Select(s => s.Number)];
        for (int round = 0; round < 60_000; round++)
        {
            if (round % 500 == 0)
            {
                native.ModelOpen(1, PcNative.SlotOfBuffer(0), new int[ModelField.Ints]);
                Push.Run(native, TestBlobs.Make(1344, (byte)round), stopAt: random.Next(3) * 672);
            }

            MethodInfo function = functions[random.Next(functions.Length)];
            object?[] arguments = [.. function.GetParameters().Select(p => Any(p, random))];
            int result = (int)function.Invoke(native, arguments)!;
            Assert.IsTrue(result >= 0 || statuses.Contains(result), $"{function.Name}: {result}");
        }
    }

    [TestMethod]
    public void RangesOfAnArrayAreChecked()
    {
        using PcNative native = NativeUnderTest.Open();
        native.ModelOpen(1, native.LoadBlob(0, TestBlobs.Example()), new int[ModelField.Ints]);
        byte[] data = new byte[16];
        foreach (
            (int start, int count) in new[]
            {
                (-1, 4),
                (0, -1),
                (13, 4),
                (16, 1),
                (int.MaxValue, 1),
                (1, int.MaxValue),
                (int.MinValue, int.MinValue),
            }
        )
        {
            Assert.IsLessThan(0, native.InputWrite(1, 0, data, start, count, 0), $"{start}, {count}");
            Assert.IsLessThan(
                0,
                native.FrameDecode(new int[FrameField.Ints], data, start, count, new byte[8]),
                $"{start}, {count}"
            );
        }

        Assert.IsLessThan(0, native.InputWrite(1, 0, data, 0, 16, 1));
        Assert.IsLessThan(0, native.InputWrite(1, 2, data, 0, 16, 0));
        Assert.IsLessThan(0, native.InputWrite(2, 0, data, 0, 16, 0));
        Assert.IsLessThan(0, native.Abi(null!));
        Assert.IsLessThan(0, native.Abi(new int[7]));
    }

    [TestMethod]
    public void SettingsKeepTheirValues()
    {
        using var flash = new FlashModel(3, 4096, TestSeed.New(nameof(SettingsKeepTheirValues)));
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            Assert.AreEqual(NativeStatus.NotFound, native.SettingRead(0));
            Assert.AreEqual(0, native.SettingWrite(0, 61));
            Assert.AreEqual(0, native.SettingWrite(15, int.MaxValue));
            Assert.IsLessThan(0, native.SettingWrite(16, 1));
            Assert.IsLessThan(0, native.SettingWrite(-1, 1));
            Assert.IsLessThan(0, native.SettingWrite(1, -1));
        }

        using PcNative after = NativeUnderTest.Boot(flash);
        Assert.AreEqual(61, after.SettingRead(0));
        Assert.AreEqual(int.MaxValue, after.SettingRead(15));
        Assert.AreEqual(NativeStatus.NotFound, after.SettingRead(1));
    }

    private static object? Any(ParameterInfo parameter, Random random)
    {
        if (parameter.ParameterType == typeof(int))
        {
            return random.Next(3) == 0 ? random.Next(int.MinValue, int.MaxValue) : Edges[random.Next(Edges.Length)];
        }

        int length = random.Next(8) switch
        {
            0 => -1,
            1 => 0,
            2 => random.Next(64),
            _ => 64 + random.Next(1500),
        };
        if (length < 0)
        {
            return null;
        }

        if (parameter.ParameterType == typeof(byte[]))
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }

        return Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? 0 : Edges[random.Next(Edges.Length)]).ToArray();
    }
}
