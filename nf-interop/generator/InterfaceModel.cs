// The native interface as read from native-interface.json: functions, where they run, their arguments.
using System.Text.Json;

namespace NanoCoopNet.InterfaceGenerator;

/// <summary>The types an argument can have; nanoFramework's interop takes no others without surprises.</summary>
public enum ArgumentType
{
    Int,
    Bytes,
    Ints,
}

/// <summary>One argument; an array becomes a pointer and a length in C.</summary>
/// <param name="ReadOnly">An array that native code only reads: const in C, not copied back from the mailbox.</param>
/// <param name="Lists">Names of the field lists an int array follows: none, or one of several.</param>
public sealed record Argument(string Name, ArgumentType Type, bool ReadOnly, IReadOnlyList<string> Lists)
{
    public bool IsArray => Type != ArgumentType.Int;

    public string CSharpType =>
        Type switch
        {
            ArgumentType.Int => "int",
            ArgumentType.Bytes => "byte[]",
            _ => "int[]",
        };

    public string ElementType => Type == ArgumentType.Bytes ? "byte" : "int";

    /// <summary>Parses "int x", "byte[] x", "int[] x", "int[List] x", and "in byte[] x" for an array that is only read.</summary>
    public static Argument Parse(string text)
    {
        string[] words = text.Split(' ');
        bool readOnly = words[0] == "in";
        if (readOnly)
        {
            words = words[1..];
        }

        if (words.Length != 2)
        {
            throw new InvalidDataException($"argument '{text}': expected '[in] type name'");
        }

        string[] lists = [];
        if (words[0].StartsWith("int[", StringComparison.Ordinal) && words[0].EndsWith(']'))
        {
            lists = words[0]["int[".Length..^1].Split('|', StringSplitOptions.RemoveEmptyEntries);
            words[0] = "int[]";
        }

        ArgumentType type = words[0] switch
        {
            "int" => ArgumentType.Int,
            "byte[]" => ArgumentType.Bytes,
            "int[]" => ArgumentType.Ints,
            _ => throw new InvalidDataException($"argument '{text}': type is not int, byte[] or int[]"),
        };
        if (readOnly && type == ArgumentType.Int)
        {
            throw new InvalidDataException($"argument '{text}': only an array can be 'in'");
        }

        return new Argument(words[1], type, readOnly, lists);
    }
}

/// <summary>One function of the interface; it returns int.</summary>
/// <param name="OnEngine">True: runs where the kernels run. False: runs on the machine with the flash and the port.</param>
public sealed record NativeFunction(string Name, bool OnEngine, IReadOnlyList<Argument> Arguments, string Summary)
{
    public string CName => "ncn_native_" + Naming.Snake(Name);

    /// <summary>What it does, and which fields its arrays have.</summary>
    public string About =>
        Summary
        + string.Concat(
            Arguments.Where(a => a.Lists.Count > 0).Select(a => $" {a.Name}: fields of {string.Join(" or ", a.Lists)}.")
        );

    public string CSharpParameters => string.Join(", ", Arguments.Select(a => $"{a.CSharpType} {a.Name}"));
}

/// <summary>A field of an int array.</summary>
/// <param name="Count">Ints it takes: more than 1 for one a network, say.</param>
public sealed record Field(string Name, int Index, int Count, string Text);

/// <summary>The fields of an int array.</summary>
/// <param name="Ints">Length of the array.</param>
public sealed record FieldList(string Name, string Summary, int Ints, IReadOnlyList<Field> Fields)
{
    /// <summary>The length's constant in C.</summary>
    public string CInts => $"NCN_{Naming.Upper(Name)}_INTS";

    /// <summary>A field's constant in C.</summary>
    public string CName(Field field) => $"NCN_{Naming.Upper(Name)}_FIELD_{Naming.Upper(field.Name)}";
}

/// <summary>A named value.</summary>
public sealed record Value(string Name, int Number, string Text);

/// <summary>What can stand in a field or be returned.</summary>
public sealed record ValueList(string Name, string Summary, IReadOnlyList<Value> Values);

/// <summary>The whole interface.</summary>
public sealed record NativeInterface(
    int Version,
    IReadOnlyList<NativeFunction> Functions,
    IReadOnlyList<FieldList> Arrays,
    IReadOnlyList<ValueList> Values
)
{
    /// <summary>Reads native-interface.json; says which function or list is wrong when one is.</summary>
    public static NativeInterface Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        var functions = new List<NativeFunction>();
        foreach (JsonElement function in root.GetProperty("functions").EnumerateArray())
        {
            string name = Text(function, "name");
            string where = Text(function, "where");
            if (where is not ("engine" or "board"))
            {
                throw new InvalidDataException($"function {name}: where is '{where}', not engine or board");
            }

            Argument[] arguments = [.. function.GetProperty("args").EnumerateArray().Select(a => Argument.Parse(a.GetString()!))];
            functions.Add(new NativeFunction(name, where == "engine", arguments, Text(function, "summary")));
        }

        FieldList[] arrays = [.. Lists(root, "arrays").Select(ReadArray)];
        foreach (NativeFunction f in functions)
        {
            if (f.Arguments.SelectMany(a => a.Lists).FirstOrDefault(list => arrays.All(a => a.Name != list)) is { } unknown)
            {
                throw new InvalidDataException($"function {f.Name}: there is no array {unknown}");
            }
        }

        return new NativeInterface(
            root.GetProperty("interfaceVersion").GetInt32(),
            functions,
            arrays,
            [.. Lists(root, "values").Select(ReadValues)]
        );
    }

    private static IEnumerable<JsonElement> Lists(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement lists) ? lists.EnumerateArray() : [];

    private static FieldList ReadArray(JsonElement element)
    {
        var list = new FieldList(
            Text(element, "name"),
            Text(element, "is"),
            element.GetProperty("ints").GetInt32(),
            [
                .. element
                    .GetProperty("fields")
                    .EnumerateArray()
                    .Select(f => new Field(
                        Text(f, "name"),
                        f.GetProperty("at").GetInt32(),
                        f.TryGetProperty("count", out JsonElement count) ? count.GetInt32() : 1,
                        Text(f, "is")
                    )),
            ]
        );
        int free = 0;
        foreach (Field field in list.Fields)
        {
            if (field.Index < free || field.Count < 1 || field.Index + field.Count > list.Ints)
            {
                throw new InvalidDataException(
                    $"array {list.Name}: field {field.Name} overlaps another or lies outside its {list.Ints} ints"
                );
            }

            free = field.Index + field.Count;
        }

        return list;
    }

    private static ValueList ReadValues(JsonElement element) =>
        new(
            Text(element, "name"),
            Text(element, "is"),
            [
                .. element
                    .GetProperty("values")
                    .EnumerateArray()
                    .Select(v => new Value(Text(v, "name"), v.GetProperty("value").GetInt32(), Text(v, "is"))),
            ]
        );

    private static string Text(JsonElement element, string property) =>
        element.GetProperty(property).GetString() ?? throw new InvalidDataException($"{property} is null");
}
