// Computes what does not depend on the input: shapes that exporters build step by step, and weights that are turned or reshaped
// first.
namespace NanoCoopNet.Import;

/// <summary>Operations on constants.</summary>
internal static class ConstantFolder
{
    /// <summary>The value of a node whose inputs are all constants; null where the operation is none of those that are
    /// folded.</summary>
    /// <exception cref="ImportException">badTensor: the shapes do not fit.</exception>
    public static OnnxTensor? Fold(OnnxNode node, IReadOnlyList<OnnxTensor?> inputs, int opset)
    {
        OnnxTensor a = inputs.Count > 0 && inputs[0] is { } first ? first : new OnnxTensor([], []);
        return node.Operation switch
        {
            "Constant" => node.Attributes.TryGetValue("value", out OnnxAttribute? v) ? v.Tensor
            : node.Attributes.TryGetValue("value_float", out v) ? new OnnxTensor([], [v.Float])
            : node.Attributes.TryGetValue("value_int", out v) ? new OnnxTensor([], [v.Integer])
            : node.Attributes.TryGetValue("value_floats", out v) ? new OnnxTensor([v.Floats.Length], v.Floats)
            : node.Attributes.TryGetValue("value_ints", out v)
                ? new OnnxTensor([v.Integers.Length], [.. v.Integers.Select(i => (double)i)])
            : null,
            "Identity" or "Cast" or "Dropout" => a,
            "Shape" => new OnnxTensor([a.Dimensions.Count], [.. a.Dimensions.Select(d => (double)d)]),
            "Reshape" => Reshape(node, a, inputs[1]!.Integers),
            "Flatten" => Flatten(node, a),
            "Transpose" => Transpose(a, node.Integers("perm") ?? [.. Enumerable.Range(0, a.Dimensions.Count).Reverse()]),
            "Unsqueeze" or "Squeeze" => Axes(
                node,
                a,
                opset >= 13 ? (inputs.Count > 1 ? inputs[1]?.Integers : null) : node.Integers("axes")
            ),
            "Concat" => a.Dimensions.Count == 1
                ? new OnnxTensor([inputs.Sum(i => i!.Values.Length)], [.. inputs.SelectMany(i => i!.Values)])
                : null,
            "Gather" => a.Dimensions.Count == 1 && node.Integer("axis", 0) == 0
                ? new OnnxTensor(
                    inputs[1]!.Dimensions,
                    [.. inputs[1]!.Integers.Select(i => a.Values[i < 0 ? i + a.Values.Length : i])]
                )
                : null,
            "Slice" when opset >= 10 && a.Dimensions.Count == 1 && inputs.Count < 5 => Slice(
                a,
                inputs[1]!.Integers[0],
                inputs[2]!.Integers[0]
            ),
            "Add" => Elementwise(a, inputs[1]!, (x, y) => x + y),
            "Sub" => Elementwise(a, inputs[1]!, (x, y) => x - y),
            "Mul" => Elementwise(a, inputs[1]!, (x, y) => x * y),
            "Div" => Elementwise(a, inputs[1]!, (x, y) => x / y),
            _ => null,
        };
    }

    /// <summary>Dimensions with 0 (copied) and −1 (what is left) filled in.</summary>
    public static int[] Resolve(OnnxNode node, IReadOnlyList<int> from, int[] to)
    {
        int[] result = [.. to.Select((d, i) => d == 0 && i < from.Count ? from[i] : d)];
        long all = from.Aggregate(1L, (p, d) => p * d),
            known = result.Where(d => d != -1).Aggregate(1L, (p, d) => p * d);
        int free = Array.IndexOf(result, -1);
        if (free >= 0 && known != 0)
        {
            result[free] = (int)(all / known);
        }

        return result.Aggregate(1L, (p, d) => p * d) == all && result.All(d => d >= 0)
            ? result
            : throw new ImportException(
                "badTensor",
                $"{node.Label} gives the shape ({string.Join(", ", to)}) to ({string.Join(", ", from)}), which has another "
                    + "number of values",
                "export the model with a batch of 1, or with a dynamic batch"
            );
    }

    private static OnnxTensor Reshape(OnnxNode node, OnnxTensor a, int[] shape) =>
        a with
        {
            Dimensions = Resolve(node, a.Dimensions, shape),
        };

    private static OnnxTensor Flatten(OnnxNode node, OnnxTensor a)
    {
        int axis = (int)node.Integer("axis", 1);
        axis = axis < 0 ? axis + a.Dimensions.Count : axis;
        int rows = a.Dimensions.Take(axis).Aggregate(1, (p, d) => p * d);
        return a with { Dimensions = [rows, a.Values.Length / Math.Max(1, rows)] };
    }

    private static OnnxTensor Axes(OnnxNode node, OnnxTensor a, int[]? axes)
    {
        List<int> dimensions = [.. a.Dimensions];
        if (node.Operation == "Squeeze")
        {
            int[] gone = axes is null
                ? [.. Enumerable.Range(0, dimensions.Count).Where(i => dimensions[i] == 1)]
                : [.. axes.Select(i => i < 0 ? i + dimensions.Count : i)];
            return a with { Dimensions = [.. dimensions.Where((_, i) => !gone.Contains(i))] };
        }

        int rank = dimensions.Count + (axes?.Length ?? 0);
        foreach (int axis in (axes ?? []).Select(i => i < 0 ? i + rank : i).Order())
        {
            dimensions.Insert(axis, 1);
        }

        return a with
        {
            Dimensions = dimensions,
        };
    }

    private static OnnxTensor Transpose(OnnxTensor a, int[] order)
    {
        int rank = order.Length;
        int[] from = [.. a.Dimensions],
            to = [.. order.Select(i => from[i])],
            strides = new int[rank];
        for (int i = rank - 1, stride = 1; i >= 0; stride *= from[i--])
        {
            strides[i] = stride;
        }

        double[] values = new double[a.Values.Length];
        for (int at = 0; at < values.Length; at++)
        {
            int source = 0,
                rest = at;
            for (int i = rank - 1; i >= 0; i--)
            {
                source += rest % to[i] * strides[order[i]];
                rest /= to[i];
            }

            values[at] = a.Values[source];
        }

        return new OnnxTensor(to, values);
    }

    private static OnnxTensor Slice(OnnxTensor a, int start, int end)
    {
        int Clip(int i) => Math.Clamp(i < 0 ? i + a.Values.Length : i, 0, a.Values.Length);
        double[] values = a.Values[Clip(start)..Math.Max(Clip(start), Clip(end))];
        return new OnnxTensor([values.Length], values);
    }

    private static OnnxTensor? Elementwise(OnnxTensor a, OnnxTensor b, Func<double, double, double> f)
    {
        bool same = a.Dimensions.SequenceEqual(b.Dimensions);
        return same ? a with { Values = [.. a.Values.Zip(b.Values, f)] }
            : b.Values.Length == 1 ? a with { Values = [.. a.Values.Select(v => f(v, b.Values[0]))] }
            : a.Values.Length == 1 ? b with { Values = [.. b.Values.Select(v => f(a.Values[0], v))] }
            : null;
    }
}
