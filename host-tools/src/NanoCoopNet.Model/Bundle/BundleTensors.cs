// The arrays of a bundle, handed out only with the shape and type a layer needs.
namespace NanoCoopNet.Model;

/// <summary>Looks tensors up by their headers and checks them; only what fits is read.</summary>
/// <param name="headers">Of all tensors.</param>
/// <param name="read">Reads one of them.</param>
internal sealed class BundleTensors(IReadOnlyDictionary<string, NpyHeader> headers, Func<string, NpyArray> read)
{
    /// <summary>Tensors that are in memory already.</summary>
    public BundleTensors(IReadOnlyDictionary<string, NpyArray> arrays)
        : this(arrays.ToDictionary(a => a.Key, a => new NpyHeader(a.Value.Type, a.Value.Shape, 0)), name => arrays[name]) { }

    /// <summary>Tensors of a file.</summary>
    /// <exception cref="NpzException">As <see cref="NpzFile.Headers"/>.</exception>
    public static BundleTensors OfFile(string path) => new(NpzFile.Headers(path), name => NpzFile.Read(path, [name])[name]);

    private const string Export = "export the bundle again; its tensors are listed in TENSORS.md";

    /// <summary>A float32 tensor with that rank and first dimension.</summary>
    /// <param name="where">Network, layer and field, for messages.</param>
    /// <param name="dimensions">Expected shape; −1 matches anything.</param>
    public (float[] Values, IReadOnlyList<int> Shape) Float(string name, string where, params ReadOnlySpan<int> dimensions)
    {
        NpyHeader array = Any(name, where);
        if (array.Type != NpyType.Float32)
        {
            throw new BundleException("badTensor", $"{where}: tensor {name} is {array}, not float32", Export);
        }

        bool fits = array.Shape.Count == dimensions.Length;
        for (int i = 0; fits && i < dimensions.Length; i++)
        {
            fits = array.Shape[i] > 0 && (dimensions[i] < 0 || dimensions[i] == array.Shape[i]);
        }

        if (!fits)
        {
            string wanted = string.Join(
                ", ",
                dimensions.ToArray().Select(d => d < 0 ? "?" : FormattableString.Invariant($"{d}"))
            );
            throw new BundleException("badShape", $"{where}: tensor {name} is {array}; it should be ({wanted})", Export);
        }

        float[] values = read(name).ToFloat32();
        return Array.TrueForAll(values, float.IsFinite)
            ? (values, array.Shape)
            : throw new BundleException(
                "badTensor",
                $"{where}: tensor {name} holds values that are not finite",
                "train again with a lower learning rate"
            );
    }

    /// <summary>The calibration images.</summary>
    public Dataset Images(string name, Shape input)
    {
        const int Fewest = 64;
        NpyHeader array = Any(name, "calibration");
        int[] wanted = [input.H, input.W, input.C];
        if (
            array.Type != NpyType.UInt8
            || array.Shape.Count != 4
            || !array.Shape.Skip(1).SequenceEqual(wanted)
            || array.Shape[0] < Fewest
        )
        {
            throw new BundleException(
                "badCalibration",
                $"calibration: tensor {name} is {array}; it should be uint8 (at least {Fewest}, {input.H}, {input.W}, {input.C})",
                Export
            );
        }

        return new Dataset(input, read(name).Data.ToArray(), null, name);
    }

    private NpyHeader Any(string name, string where) =>
        headers.TryGetValue(name, out NpyHeader? header)
            ? header
            : throw new BundleException("missingTensor", $"{where}: tensors.npz has no tensor {name}", Export);
}
