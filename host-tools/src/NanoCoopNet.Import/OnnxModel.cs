// The parts of ONNX's public schema (onnx.proto) that networks of images need, as records.
namespace NanoCoopNet.Import;

/// <summary>A constant tensor. Integers up to 2^53 and all floats are exact in double.</summary>
/// <param name="Dimensions">Empty for a scalar.</param>
internal sealed record OnnxTensor(IReadOnlyList<int> Dimensions, double[] Values)
{
    public int[] Integers => Array.ConvertAll(Values, v => (int)Math.Clamp(v, int.MinValue, int.MaxValue));

    public float[] Floats => Array.ConvertAll(Values, v => (float)v);
}

/// <summary>An attribute of a node; which field counts follows from its name.</summary>
internal sealed record OnnxAttribute(
    double Float,
    long Integer,
    string Text,
    OnnxTensor? Tensor,
    double[] Floats,
    long[] Integers
);

/// <summary>One operation.</summary>
internal sealed record OnnxNode(
    string Operation,
    string Domain,
    string Name,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, OnnxAttribute> Attributes
)
{
    /// <summary>For messages: the operation, and which one of them.</summary>
    public string Label =>
        $"{(Domain is "" or "ai.onnx" ? "" : Domain + ".")}{Operation} "
        + $"{(Name.Length > 0 ? Name : "giving " + string.Join(", ", Outputs))}";

    public long Integer(string name, long absent) => Attributes.TryGetValue(name, out OnnxAttribute? a) ? a.Integer : absent;

    public double Float(string name, double absent) => Attributes.TryGetValue(name, out OnnxAttribute? a) ? a.Float : absent;

    public string Text(string name, string absent) => Attributes.TryGetValue(name, out OnnxAttribute? a) ? a.Text : absent;

    public int[]? Integers(string name) =>
        Attributes.TryGetValue(name, out OnnxAttribute? a) ? Array.ConvertAll(a.Integers, i => (int)i) : null;
}

/// <summary>A value that goes into a graph or comes out of it.</summary>
/// <param name="Type">TensorProto.DataType: 1 float.</param>
/// <param name="Dimensions">−1 where the size is not fixed; null where even the rank is not.</param>
internal sealed record OnnxValue(string Name, int Type, IReadOnlyList<int>? Dimensions);

/// <summary>A model of one graph.</summary>
/// <param name="Opset">Version of ONNX's own operators.</param>
internal sealed record OnnxModel(
    int Opset,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyDictionary<string, OnnxTensor> Constants,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs
);
