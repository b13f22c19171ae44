// A whole inference through the native interface, layer by layer, as the device's orchestrator does it.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Kernels.Tests;

/// <summary>What one image gave. Networks 0, 1, 2 by index; null where one gives no logits.</summary>
/// <param name="Costs">What LayerRun returned for each layer in order and Confidence for each network with logits.</param>
public sealed record ModelRun(int[]?[] Logits, int[]?[] Confidence, int[] Costs)
{
    private const int Context = 1;

    /// <summary>Opens the model of a slot; fails the test with the violated rule.</summary>
    /// <returns>the fields of Model, as ModelOpen fills them.</returns>
    public static int[] Open(INative native, int slot)
    {
        int[] info = new int[ModelField.Ints];
        int status = native.ModelOpen(Context, slot, info);
        string where = $"net {info[ModelField.RuleNet]} layer {info[ModelField.RuleLayer]}";
        Assert.AreEqual(0, status, $"ModelOpen: rule {info[ModelField.Rule]} at {where}");
        return info;
    }

    /// <summary>Runs all layers of all networks of the open model.</summary>
    public static ModelRun Of(INative native, int[] info, byte[] image)
    {
        Valid(native.InputWrite(Context, 0, image, 0, image.Length, 0));
        Valid(native.InputSelect(Context, 0));
        var costs = new List<int>();
        var logits = new int[]?[3];
        var confidence = new int[]?[3];
        for (int net = 0; net < 3; net++)
        {
            for (int layer = 0; layer < info[ModelField.Layers + net]; layer++)
            {
                costs.Add(Valid(native.LayerRun(Context, net, layer, 0)));
            }

            int[] values = new int[info[ModelField.Classes]];
            if (native.Logits(Context, net, values) >= 0)
            {
                logits[net] = values;
                confidence[net] = new int[ConfidenceField.Ints];
                costs.Add(Valid(native.Confidence(Context, net, confidence[net]!)));
            }
        }

        return new ModelRun(logits, confidence, [.. costs]);
    }

    /// <summary>Fails the test where an answer differs.</summary>
    public void AssertEquals(int[]?[] expectedLogits, int[]?[] expectedConfidence, string where)
    {
        for (int net = 0; net < 3; net++)
        {
            CollectionAssert.AreEqual(expectedLogits[net], Logits[net], $"{where}: logits of net {net}");
            CollectionAssert.AreEqual(expectedConfidence[net], Confidence[net], $"{where}: confidence of net {net}");
        }
    }

    private static int Valid(int result)
    {
        Assert.IsGreaterThanOrEqualTo(0, result, $"status {result}");
        return result;
    }
}
