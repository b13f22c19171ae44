// All boards of the project, from the board.json of each folder, embedded when this library is built.
using System.Text.Json;

namespace NanoCoopNet.Boards;

/// <summary>The boards.</summary>
public static class BoardCatalogue
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNameCaseInsensitive = true };

    /// <summary>All of them, slowest clock first.</summary>
    public static IReadOnlyList<Board> All { get; } =
    [
        .. typeof(BoardCatalogue)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("board/", StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(b => b.ClockHz),
    ];

    /// <summary>The board of a name: the whole of it, or any part that only one board's name or microcontroller has, in any
    /// case; hyphens and underscores do not matter.</summary>
    /// <exception cref="NanoCoopException">Usage: none or several have it.</exception>
    public static Board Find(string name)
    {
        string wanted = Plain(name);
        Board[] found =
            wanted.Length == 0 ? []
            : All.FirstOrDefault(b => Plain(b.Name) == wanted) is { } exact ? [exact]
            : [.. All.Where(b => Plain(b.Name + " " + b.Mcu).Contains(wanted, StringComparison.Ordinal))];
        string known = string.Join(", ", All.Select(b => b.Name));
        return found switch
        {
            [Board only] => only,
            [] => throw new NanoCoopException(ExitCode.Usage, "unknownBoard", $"no board is called {name}", $"known are {known}"),
            _ => throw new NanoCoopException(
                ExitCode.Usage,
                "unknownBoard",
                $"{name} is part of several boards' names: {string.Join(", ", found.Select(b => b.Name))}",
                "write more of the name"
            ),
        };
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private static Board Read(string resource)
    {
        using Stream stream = typeof(BoardCatalogue).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<Board>(stream, Format)!;
    }
}
