// Writes small ONNX models, field by field, for the tests.
using Google.Protobuf;

namespace NanoCoopNet.Import.Tests;

/// <summary>A model under construction: float weights of random values, nodes in order.</summary>
internal sealed class OnnxBuilder(int opset = 13)
{
    private readonly List<byte[]> _nodes = [],
        _constants = [];
    private readonly Random _random = new(7);

    public int[] Input { get; set; } = [1, 3, 12, 12];

    /// <summary>Dimension of the input that is a name, not a number; −1: none.</summary>
    public int Dynamic { get; set; } = -1;

    public int InputType { get; set; } = 1;

    /// <summary>Adds a node and gives its output's name.</summary>
    public string Node(string op, string[] inputs, params (string Name, object Value)[] attributes)
    {
        string output = $"v{_nodes.Count}";
        _nodes.Add(
            Message(o =>
            {
                foreach (string input in inputs)
                {
                    Text(o, 1, input);
                }

                Text(o, 2, output);
                Text(o, 3, $"{op.ToLowerInvariant()}{_nodes.Count}");
                Text(o, 4, op);
                foreach ((string name, object value) in attributes)
                {
                    Bytes(o, 5, Attribute(name, value));
                }
            })
        );
        return output;
    }

    /// <summary>Adds a constant of random values between −1 and 1 (positive where asked), and gives its name.</summary>
    public string Weight(bool positive, params int[] shape)
    {
        float[] values =
        [
            .. Enumerable
                .Range(0, shape.Aggregate(1, (a, b) => a * b))
                .Select(_ => ((float)_random.NextDouble() * (positive ? 1 : 2)) - (positive ? -0.5f : 1)),
        ];
        return Values(values, shape);
    }

    public string Weight(params int[] shape) => Weight(false, shape);

    /// <summary>Adds a constant of these values.</summary>
    public string Values(float[] values, params int[] shape) => Constant(1, shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Adds int64 values.</summary>
    public string Integers(params long[] values) => Constant(7, [values.Length], [.. values.SelectMany(BitConverter.GetBytes)]);

    public string Scalar(float value) => Constant(1, [], BitConverter.GetBytes(value));

    /// <summary>Adds a constant whose data lie in a file.</summary>
    public string External(string location, params int[] shape)
    {
        string name = $"c{_constants.Count}";
        _constants.Add(
            Message(o =>
            {
                foreach (int d in shape)
                {
                    Number(o, 1, d);
                }

                Number(o, 2, 1);
                Text(o, 8, name);
                Bytes(
                    o,
                    13,
                    Message(e =>
                    {
                        Text(e, 1, "location");
                        Text(e, 2, location);
                    })
                );
                Number(o, 14, 1);
            })
        );
        return name;
    }

    /// <summary>The file.</summary>
    public byte[] Build(string output) =>
        Message(o =>
        {
            Number(o, 1, 8);
            Bytes(
                o,
                7,
                Message(g =>
                {
                    _nodes.ForEach(n => Bytes(g, 1, n));
                    Text(g, 2, "graph");
                    _constants.ForEach(c => Bytes(g, 5, c));
                    Bytes(g, 11, Value("x", InputType, Input, Dynamic));
                    Bytes(g, 12, Value(output, 1, null, -1));
                })
            );
            Bytes(o, 8, Message(s => Number(s, 2, opset)));
        });

    private string Constant(int type, int[] shape, byte[] raw)
    {
        string name = $"c{_constants.Count}";
        _constants.Add(
            Message(o =>
            {
                foreach (int d in shape)
                {
                    Number(o, 1, d);
                }

                Number(o, 2, type);
                Text(o, 8, name);
                Bytes(o, 9, raw);
            })
        );
        return name;
    }

    private static byte[] Value(string name, int type, int[]? shape, int dynamic) =>
        Message(o =>
        {
            Text(o, 1, name);
            Bytes(
                o,
                2,
                Message(t =>
                    Bytes(
                        t,
                        1,
                        Message(tensor =>
                        {
                            Number(tensor, 1, type);
                            if (shape is not null)
                            {
                                Bytes(
                                    tensor,
                                    2,
                                    Message(s =>
                                    {
                                        for (int i = 0; i < shape.Length; i++)
                                        {
                                            int at = i;
                                            Bytes(
                                                s,
                                                1,
                                                Message(d =>
                                                {
                                                    if (at == dynamic)
                                                    {
                                                        Text(d, 2, "batch");
                                                    }
                                                    else
                                                    {
                                                        Number(d, 1, shape[at]);
                                                    }
                                                })
                                            );
                                        }
                                    })
                                );
                            }
                        })
                    )
                )
            );
        });

    private static byte[] Attribute(string name, object value) =>
        Message(o =>
        {
            Text(o, 1, name);
            switch (value)
            {
                case float f:
                    o.WriteTag(2, WireFormat.WireType.Fixed32);
                    o.WriteFloat(f);
                    Number(o, 20, 1);
                    break;
                case int i:
                    Number(o, 3, i);
                    Number(o, 20, 2);
                    break;
                case string s:
                    Bytes(o, 4, System.Text.Encoding.UTF8.GetBytes(s));
                    Number(o, 20, 3);
                    break;
                case int[] many:
                    foreach (int i in many)
                    {
                        Number(o, 8, i);
                    }

                    Number(o, 20, 7);
                    break;
            }
        });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }

    private static void Text(CodedOutputStream o, int field, string text)
    {
        o.WriteTag(field, WireFormat.WireType.LengthDelimited);
        o.WriteString(text);
    }

    private static void Bytes(CodedOutputStream o, int field, byte[] bytes)
    {
        o.WriteTag(field, WireFormat.WireType.LengthDelimited);
        o.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static void Number(CodedOutputStream o, int field, long value)
    {
        o.WriteTag(field, WireFormat.WireType.Varint);
        o.WriteInt64(value);
    }
}
