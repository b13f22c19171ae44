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
public sealed record Argument(string Name, ArgumentType Type, bool ReadOnly)
{
    public bool IsArray => Type != ArgumentType.Int;

    public string CSharpType => Type switch { ArgumentType.Int => "int", ArgumentType.Bytes => "byte[]", _ => "int[]" };

    public string ElementType => Type == ArgumentType.Bytes ? "byte" : "int";

    /// <summary>Parses "int x", "byte[] x", "int[] x", and "in byte[] x" for an array that is only read.</summary>
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

        return new Argument(words[1], type, readOnly);
    }
}

/// <summary>One function of the interface; it returns int.</summary>
/// <param name="OnEngine">True: runs where the kernels run. False: runs on the machine with the flash and the port.</param>
public sealed record NativeFunction(string Name, bool OnEngine, IReadOnlyList<Argument> Arguments, string Summary)
{
    public string CName => "ncn_native_" + Naming.Snake(Name);

    public string CSharpParameters => string.Join(", ", Arguments.Select(a => $"{a.CSharpType} {a.Name}"));
}

/// <summary>The whole interface.</summary>
public sealed record NativeInterface(int Version, IReadOnlyList<NativeFunction> Functions)
{
    /// <summary>Reads native-interface.json; says which function is wrong when one is.</summary>
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

        return new NativeInterface(root.GetProperty("interfaceVersion").GetInt32(), functions);
    }

    private static string Text(JsonElement element, string property) =>
        element.GetProperty(property).GetString() ?? throw new InvalidDataException($"{property} is null");
}
