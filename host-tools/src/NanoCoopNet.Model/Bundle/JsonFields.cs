// Reads fields of a JSON object and says precisely which one is missing or wrong.
using System.Text.Json;

namespace NanoCoopNet.Model;

/// <summary>One JSON object of the manifest, with its place for messages.</summary>
internal readonly struct JsonFields(JsonElement element, string where)
{
    public string Where { get; } = where;

    public BundleException Error(string message, string code = "badField") =>
        new(code, $"{Where}: {message}", "see host-tools/training/TENSORS.md");

    /// <summary>The object as JSON.</summary>
    public override string ToString() => element.GetRawText();

    public bool Has(string field) =>
        element.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public JsonFields Object(string field)
    {
        JsonElement value = Get(field);
        return value.ValueKind == JsonValueKind.Object
            ? new JsonFields(value, $"{Where}, {field}")
            : throw Error($"`{field}` is not an object");
    }

    public string String(string field)
    {
        JsonElement value = Get(field);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Error($"`{field}` is not a string");
    }

    /// <summary>One of some strings; its index.</summary>
    public int Choice(string field, params string[] choices)
    {
        string value = String(field);
        int i = Array.IndexOf(choices, value);
        return i >= 0 ? i : throw Error($"`{field}` is '{value}'; it can be {string.Join(", ", choices)}");
    }

    public int Int(string field, int min, int max)
    {
        JsonElement value = Get(field);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int n) && n >= min && n <= max
            ? n
            : throw Error(FormattableString.Invariant($"`{field}` is {value}; it can be {min} to {max}"));
    }

    public double Number(string field, double min, double max)
    {
        JsonElement value = Get(field);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double n) && n >= min && n <= max
            ? n
            : throw Error(FormattableString.Invariant($"`{field}` is {value}; it can be {min} to {max}"));
    }

    /// <summary>A boolean; false where it is absent.</summary>
    public bool Flag(string field, bool absent = false)
    {
        if (!Has(field))
        {
            return absent;
        }

        JsonElement value = Get(field);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Error($"`{field}` is not true or false");
    }

    public string[] Strings(string field) =>
        Items(field).Select((e, i) => e.ValueKind == JsonValueKind.String ? e.GetString()! : throw NotString(field, i)).ToArray();

    public JsonElement[] Items(string field)
    {
        JsonElement value = Get(field);
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().ToArray()
            : throw Error($"`{field}` is not a list");
    }

    private static BundleException NotString(string field, int i) =>
        new("badField", $"item {i} of `{field}` is not a string", "see host-tools/training/TENSORS.md");

    private JsonElement Get(string field) =>
        element.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value
            : throw Error($"`{field}` is missing");
}
