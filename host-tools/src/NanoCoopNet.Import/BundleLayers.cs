// The layers of one network of a bundle while they are being written: manifest objects and their tensors.
using System.Text.Json.Nodes;
using NanoCoopNet.Model;

namespace NanoCoopNet.Import;

/// <summary>Layers in order, each with a name. host-tools/training/TENSORS.md.</summary>
/// <param name="prefix">Of the tensors' names.</param>
internal sealed class BundleLayers(string prefix)
{
    /// <summary>Objects of the manifest.</summary>
    public JsonArray Layers { get; } = [];

    public Dictionary<string, NpyArray> Tensors { get; } = [];

    /// <summary>Adds a layer and gives its name.</summary>
    /// <param name="op">As the manifest calls it.</param>
    /// <param name="input">Layer that it reads; null: the input.</param>
    /// <param name="fields">Other fields.</param>
    /// <param name="tensors">Fields that are tensors.</param>
    public string Add(
        string op,
        string? input,
        (string Name, JsonNode? Value)[] fields,
        params (string Field, float[] Values, int[] Shape)[] tensors
    )
    {
        string name = FormattableString.Invariant($"l{Layers.Count}");
        JsonObject layer = new() { ["op"] = op, ["name"] = name };
        if (input is not null && op != "add")
        {
            layer["input"] = input;
        }

        foreach ((string field, JsonNode? value) in fields)
        {
            layer[field] = value;
        }

        foreach ((string field, float[] values, int[] shape) in tensors)
        {
            string tensor = $"{prefix}.{name}.{field}";
            layer[field] = tensor;
            Tensors[tensor] = NpyArray.Of(values, shape);
        }

        Layers.Add(layer);
        return name;
    }

    /// <summary>Puts other values into a tensor of the last layer, or adds it.</summary>
    public void Put(string layer, string field, float[] values, params int[] shape)
    {
        string tensor = $"{prefix}.{layer}.{field}";
        Find(layer)[field] = tensor;
        Tensors[tensor] = NpyArray.Of(values, shape);
    }

    /// <summary>The manifest's object of a layer.</summary>
    public JsonObject Find(string layer) => Layers.Select(l => l!.AsObject()).First(l => l["name"]!.GetValue<string>() == layer);
}
