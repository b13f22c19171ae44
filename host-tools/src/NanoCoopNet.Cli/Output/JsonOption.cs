// --json [FILE]: on every verb that reports. Without a file the JSON alone is on standard output; with one the table is there as
// well.
using System.CommandLine;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Output;

/// <summary>The option and what it does.</summary>
public sealed class JsonOption
{
    private static readonly string[] InputExtensions =
    [
        ".ncn",
        ".npz",
        ".npy",
        ".wav",
        ".flac",
        ".png",
        ".jpg",
        ".jpeg",
        ".webp",
        ".bmp",
        ".gif",
        ".csv",
    ];

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new TimeSourceConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ThresholdsAsFractions } },
    };

    private readonly OutputOption<string?> _option = new("--json")
    {
        Description = "Report as JSON, to FILE or (without FILE) to standard output",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Adds the option to a verb.</summary>
    public static JsonOption AddTo(Command command)
    {
        JsonOption json = new();
        command.Options.Add(json._option);
        command.Validators.Add(result =>
        {
            string? file = result.GetValue(json._option);
            if (InputExtensions.Contains(Path.GetExtension(file)?.ToLowerInvariant()))
            {
                result.AddError($"--json would overwrite {file}; write --json last, or name a .json file after it");
            }
        });
        return json;
    }

    /// <summary>True where the report alone goes to standard output, as JSON.</summary>
    public bool OnOutput(ParseResult parse) => parse.GetResult(_option) is { Implicit: false } && parse.GetValue(_option) is null;

    /// <summary>Writes the report: the table, the JSON, or both.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="shell">Where to.</param>
    /// <param name="report">What stands in the JSON.</param>
    /// <param name="render">Prints the tables.</param>
    public void Write<T>(ParseResult parse, Shell shell, T report, Action<T> render)
    {
        if (OnOutput(parse))
        {
            shell.Output.WriteLine(Serialise(report));
            return;
        }

        if (parse.GetValue(_option) is { } file)
        {
            OutputFile.Write(file, Serialise(report) + "\n");
        }

        render(report);
    }

    /// <summary>Whether an error is to be reported as JSON on standard output: --json without a file after it.</summary>
    public static bool AskedForOutput(string[] arguments)
    {
        int at = Array.IndexOf(arguments, "--json");
        return at >= 0 && (at == arguments.Length - 1 || arguments[at + 1].StartsWith('-'));
    }

    /// <summary>The JSON of a report; property names in camel case.</summary>
    public static string Serialise<T>(T report) => JsonSerializer.Serialize(report, Format);

    /// <summary>A confidence threshold is the same number everywhere, 0 … 0.996, also where the code holds the byte of the
    /// wire.</summary>
    private static void ThresholdsAsFractions(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties.Where(p => p.Name == "confidenceThreshold"))
        {
            property.CustomConverter =
                property.PropertyType == typeof(byte) ? new ThresholdConverter<byte>()
                : property.PropertyType == typeof(int) ? new ThresholdConverter<int>()
                : property.PropertyType == typeof(int?) ? new OptionalThresholdConverter()
                : null;
        }
    }

    /// <summary>The same, or null.</summary>
    private sealed class OptionalThresholdConverter : JsonConverter<int?>
    {
        public override int? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? null : (int)(reader.GetDouble() * 256);

        public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
        {
            if (value is { } v)
            {
                writer.WriteNumberValue(v / 256.0);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }

    /// <summary>Byte / 256.</summary>
    private sealed class ThresholdConverter<T> : JsonConverter<T>
        where T : struct, INumber<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            T.CreateChecked(reader.GetDouble() * 256);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(double.CreateChecked(value) / 256);
    }

    /// <summary>Sources of time by their names in records.</summary>
    private sealed class TimeSourceConverter : JsonConverter<TimeSource>
    {
        public override TimeSource Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            string? name = reader.GetString();
            return Enum.GetValues<TimeSource>().FirstOrDefault(s => s.Name() == name);
        }

        public override void Write(Utf8JsonWriter writer, TimeSource value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Name());
    }
}
