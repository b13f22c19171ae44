// Reads ONNX files field by field, as onnx.proto numbers them; Google.Protobuf reads the wire format.
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace NanoCoopNet.Import;

/// <summary>Reader of .onnx files, external data included.</summary>
internal sealed class OnnxReader
{
    /// <summary>Larger files are not read: no network of this size fits a microcontroller.</summary>
    public const int MaxBytes = 1 << 28;

    /// <summary>Opsets that are understood.</summary>
    public const int LeastOpset = 7,
        MostOpset = 21;

    private const int MaxRank = 8;
    private readonly string _folder;

    private OnnxReader(string folder) => _folder = folder;

    /// <exception cref="ImportException">notOnnx, badOpset, badTensor, externalData.</exception>
    /// <exception cref="NanoCoopException">FileNotFound.</exception>
    /// <param name="least">Lower opsets are refused; a single operator may be older than whole networks are.</param>
    public static OnnxModel Read(string path, int least = LeastOpset)
    {
        byte[] bytes = InputFile.ReadBytes(path, MaxBytes);
        try
        {
            OnnxModel model = new OnnxReader(Path.GetDirectoryName(Path.GetFullPath(path))!).Model(bytes);
            return model.Nodes.Count == 0 ? throw NotOnnx(path, "it has no graph")
                : model.Opset >= least && model.Opset <= MostOpset ? model
                : throw new ImportException(
                    "badOpset",
                    $"{path} is of opset {model.Opset}; {LeastOpset} to {MostOpset} are read",
                    "export it again, e.g. with opset_version=17"
                );
        }
        catch (Exception e)
            when (e is InvalidProtocolBufferException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw NotOnnx(path, e.Message, e);
        }
    }

    /// <summary>A tensor in a file of its own, as ONNX's test vectors are.</summary>
    public static OnnxTensor ReadTensor(string path) =>
        new OnnxReader(Path.GetDirectoryName(Path.GetFullPath(path))!)
            .Tensor(ByteString.CopyFrom(InputFile.ReadBytes(path, MaxBytes)))
            .Tensor;

    private static ImportException NotOnnx(string path, string why, Exception? inner = null) =>
        new("notOnnx", $"{path} is no ONNX model: {why}", "export it again, e.g. with torch.onnx.export", inner);

    private OnnxModel Model(byte[] bytes)
    {
        int opset = 0;
        OnnxModel model = new(0, [], new Dictionary<string, OnnxTensor>(), [], []);
        Each(
            new CodedInputStream(bytes),
            (field, input) =>
            {
                if (field == 7)
                {
                    model = Graph(input.ReadBytes());
                }
                else if (field == 8)
                {
                    (string domain, long version) = ("", 0);
                    Each(
                        input.ReadBytes().CreateCodedInput(),
                        (f, i) =>
                            Take(
                                f switch
                                {
                                    1 => () => domain = i.ReadString(),
                                    2 => () => version = i.ReadInt64(),
                                    _ => null,
                                }
                            )
                    );
                    opset = domain is "" or "ai.onnx" ? (int)version : opset;
                }
                else
                {
                    return false;
                }

                return true;
            }
        );
        return model with { Opset = opset };
    }

    private OnnxModel Graph(ByteString bytes)
    {
        List<OnnxNode> nodes = [];
        Dictionary<string, OnnxTensor> constants = [];
        List<OnnxValue> inputs = [],
            outputs = [];
        Each(
            bytes.CreateCodedInput(),
            (field, input) =>
                Take(
                    field switch
                    {
                        1 => () => nodes.Add(Node(input.ReadBytes())),
                        5 => () =>
                        {
                            (string name, OnnxTensor tensor) = Tensor(input.ReadBytes());
                            constants[name] = tensor;
                        },
                        11 => () => inputs.Add(Value(input.ReadBytes())),
                        12 => () => outputs.Add(Value(input.ReadBytes())),
                        _ => null,
                    }
                )
        );
        return new OnnxModel(0, nodes, constants, [.. inputs.Where(i => !constants.ContainsKey(i.Name))], outputs);
    }

    private OnnxNode Node(ByteString bytes)
    {
        List<string> inputs = [],
            outputs = [];
        (string name, string operation, string domain) = ("", "", "");
        Dictionary<string, OnnxAttribute> attributes = [];
        Each(
            bytes.CreateCodedInput(),
            (field, input) =>
                Take(
                    field switch
                    {
                        1 => () => inputs.Add(input.ReadString()),
                        2 => () => outputs.Add(input.ReadString()),
                        3 => () => name = input.ReadString(),
                        4 => () => operation = input.ReadString(),
                        5 => () =>
                        {
                            (string key, OnnxAttribute value) = Attribute(input.ReadBytes());
                            attributes[key] = value;
                        },
                        7 => () => domain = input.ReadString(),
                        _ => null,
                    }
                )
        );
        return new OnnxNode(operation, domain, name, inputs, outputs, attributes);
    }

    private (string, OnnxAttribute) Attribute(ByteString bytes)
    {
        (string name, string text, double f, long i) = ("", "", 0.0, 0L);
        OnnxTensor? tensor = null;
        List<double> floats = [];
        List<long> integers = [];
        Each(
            bytes.CreateCodedInput(),
            (field, input, packed) =>
                Take(
                    field switch
                    {
                        1 => () => name = input.ReadString(),
                        2 => () => f = input.ReadFloat(),
                        3 => () => i = input.ReadInt64(),
                        4 => () => text = input.ReadBytes().ToStringUtf8(),
                        5 => () => tensor = Tensor(input.ReadBytes()).Tensor,
                        7 => () => Repeated(input, packed, r => floats.Add(r.ReadFloat())),
                        8 => () => Repeated(input, packed, r => integers.Add(r.ReadInt64())),
                        _ => null,
                    }
                )
        );
        return (name, new OnnxAttribute(f, i, text, tensor, [.. floats], [.. integers]));
    }

    private (string Name, OnnxTensor Tensor) Tensor(ByteString bytes)
    {
        (string name, int type, ByteString raw) = ("", 0, ByteString.Empty);
        bool external = false;
        Dictionary<string, string> where = [];
        List<int> dimensions = [];
        List<double> values = [];
        Each(
            bytes.CreateCodedInput(),
            (field, input, packed) =>
                Take(
                    field switch
                    {
                        1 => () => Repeated(input, packed, r => dimensions.Add(checked((int)r.ReadInt64()))),
                        2 => () => type = input.ReadInt32(),
                        4 => () => Repeated(input, packed, r => values.Add(r.ReadFloat())),
                        5 => () => Repeated(input, packed, r => values.Add(r.ReadInt32())),
                        7 => () => Repeated(input, packed, r => values.Add(r.ReadInt64())),
                        8 => () => name = input.ReadString(),
                        9 => () => raw = input.ReadBytes(),
                        10 => () => Repeated(input, packed, r => values.Add(r.ReadDouble())),
                        13 => () =>
                        {
                            (string key, string value) = ("", "");
                            Each(
                                input.ReadBytes().CreateCodedInput(),
                                (f, i) =>
                                    Take(
                                        f switch
                                        {
                                            1 => () => key = i.ReadString(),
                                            2 => () => value = i.ReadString(),
                                            _ => null,
                                        }
                                    )
                            );
                            where[key] = value;
                        },
                        14 => () => external = input.ReadInt32() == 1,
                        _ => null,
                    }
                )
        );
        long count =
            dimensions.Count <= MaxRank && dimensions.All(d => d >= 0) ? dimensions.Aggregate(1L, (a, d) => checked(a * d)) : -1;
        double[] all =
            external ? Numbers(External(name, where), type, name)
            : raw.Length > 0 ? Numbers(raw.Span, type, name)
            : [.. values];
        return all.Length == count
            ? (name, new OnnxTensor(dimensions, all))
            : throw new ImportException(
                "badTensor",
                $"tensor {name} holds {all.Length} values for the shape ({string.Join(", ", dimensions)})",
                "export the model again"
            );
    }

    // Weights in a file beside the model. The file is one of the model's folder: a model from somewhere may not name any other.
    private ReadOnlySpan<byte> External(string name, Dictionary<string, string> where)
    {
        string location = where.GetValueOrDefault("location", "");
        string path = Path.GetFullPath(Path.Combine(_folder, location));
        if (
            location.Length == 0
            || Path.IsPathRooted(location)
            || !path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        )
        {
            throw new ImportException(
                "externalData",
                $"tensor {name} lies in {location}, outside the model's folder",
                "keep the model and its data in one folder"
            );
        }

        if (!File.Exists(path))
        {
            throw new ImportException(
                "externalData",
                $"tensor {name} lies in {location}, which is not in the model's folder",
                $"copy {location} into {_folder}"
            );
        }

        ReadOnlySpan<byte> data = InputFile.ReadBytes(path, MaxBytes);
        long offset = long.Parse(where.GetValueOrDefault("offset", "0"), System.Globalization.CultureInfo.InvariantCulture);
        long length = where.TryGetValue("length", out string? text)
            ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : data.Length - offset;
        return offset >= 0 && length >= 0 && offset + length <= data.Length
            ? data.Slice((int)offset, (int)length)
            : throw new ImportException("externalData", $"{location} is too short for tensor {name}", "copy it again");
    }

    private static double[] Numbers(ReadOnlySpan<byte> raw, int type, string name)
    {
        return type switch
        {
            1 => Convert<float>(raw, v => v),
            2 => Convert<byte>(raw, v => v),
            3 => Convert<sbyte>(raw, v => v),
            6 => Convert<int>(raw, v => v),
            7 => Convert<long>(raw, v => v),
            9 => Convert<byte>(raw, v => v),
            10 => Convert<Half>(raw, v => (double)v),
            11 => Convert<double>(raw, v => v),
            _ => throw new ImportException(
                "badTensor",
                $"tensor {name} is of data type {type}, which is not supported",
                "export the model in float32"
            ),
        };
    }

    private static double[] Convert<T>(ReadOnlySpan<byte> raw, Func<T, double> to)
        where T : unmanaged
    {
        ReadOnlySpan<T> from = MemoryMarshal.Cast<byte, T>(raw);
        double[] all = new double[from.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = to(from[i]);
        }

        return all;
    }

    private static OnnxValue Value(ByteString bytes)
    {
        string name = "";
        int type = 0;
        List<int>? dimensions = null;
        Each(
            bytes.CreateCodedInput(),
            (field, input) =>
                Take(
                    field switch
                    {
                        1 => () => name = input.ReadString(),
                        2 => () =>
                            Each(
                                input.ReadBytes().CreateCodedInput(),
                                (f, t) =>
                                    Take(
                                        f == 1
                                            ? () =>
                                                Each(
                                                    t.ReadBytes().CreateCodedInput(),
                                                    (g, s) =>
                                                        Take(
                                                            g switch
                                                            {
                                                                1 => () => type = s.ReadInt32(),
                                                                2 => () =>
                                                                {
                                                                    dimensions = [];
                                                                    Each(
                                                                        s.ReadBytes().CreateCodedInput(),
                                                                        (h, d) =>
                                                                            Take(
                                                                                h == 1
                                                                                    ? () =>
                                                                                        dimensions.Add(Dimension(d.ReadBytes()))
                                                                                    : null
                                                                            )
                                                                    );
                                                                },
                                                                _ => null,
                                                            }
                                                        )
                                                )
                                            : null
                                    )
                            ),
                        _ => null,
                    }
                )
        );
        return new OnnxValue(name, type, dimensions);
    }

    private static int Dimension(ByteString bytes)
    {
        long size = -1;
        Each(bytes.CreateCodedInput(), (field, input) => Take(field == 1 ? () => size = input.ReadInt64() : null));
        return size is > 0 and <= int.MaxValue ? (int)size : -1;
    }

    private static bool Take(Action? read)
    {
        read?.Invoke();
        return read is not null;
    }

    private static void Repeated(CodedInputStream input, bool packed, Action<CodedInputStream> one)
    {
        if (!packed)
        {
            one(input);
            return;
        }

        CodedInputStream many = input.ReadBytes().CreateCodedInput();
        while (!many.IsAtEnd)
        {
            one(many);
        }
    }

    private static void Each(CodedInputStream input, Func<int, CodedInputStream, bool> take) =>
        Each(input, (field, i, _) => take(field, i));

    // Fields that nobody takes are passed over.
    private static void Each(CodedInputStream input, Func<int, CodedInputStream, bool, bool> take)
    {
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (
                !take(
                    WireFormat.GetTagFieldNumber(tag),
                    input,
                    WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited
                )
            )
            {
                input.SkipLastField();
            }
        }
    }
}
