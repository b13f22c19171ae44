// Powers of a study's boards that captures have: what `nanocoop energy --json` wrote, in place of the data sheet's.
using System.Text.Json;
using NanoCoopNet.Boards;
using CatalogueBoard = NanoCoopNet.Boards.Board;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Reads them.</summary>
internal static class StudyPowers
{
    /// <summary>Boards with the powers of captures.</summary>
    /// <param name="named">BOARD=ENERGY.json each.</param>
    /// <exception cref="NanoCoopException">Not of that form, a board that is not part of the study, or no such file.</exception>
    public static IReadOnlyList<CatalogueBoard> Apply(IReadOnlyList<CatalogueBoard> boards, IReadOnlyList<string> named)
    {
        Dictionary<string, BoardPower> powers = [];
        foreach (string text in named)
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } board, { Length: > 0 } file])
            {
                throw new CliException(
                    ExitCode.Usage,
                    $"--energy {text}: not BOARD=ENERGY.json",
                    "e.g. --energy F767=energy.json"
                );
            }

            string name = BoardCatalogue.Find(board).Name;
            if (boards.All(b => b.Name != name))
            {
                throw new CliException(
                    ExitCode.Usage,
                    $"--energy {text}: {name} is not part of the study",
                    "name it in --boards"
                );
            }

            powers[name] = Read(file);
        }

        return [.. boards.Select(b => powers.TryGetValue(b.Name, out BoardPower? power) ? b with { Power = power } : b)];
    }

    private static BoardPower Read(string file)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(InputFile.ReadText(file));
            Dictionary<string, double> parts = json
                .RootElement.GetProperty("parts")
                .EnumerateArray()
                .ToDictionary(p => p.GetProperty("part").GetString()!, p => p.GetProperty("meanMw").GetDouble());
            double? Of(string start) =>
                parts.FirstOrDefault(p => p.Key.StartsWith(start, StringComparison.Ordinal)) is { Key: not null } found
                    ? found.Value
                    : null;
            bool isModel = json.RootElement.GetProperty("isModel").GetBoolean();
            return new(
                Of("INT8") ?? throw new JsonException("no part INT8"),
                !isModel,
                $"{(isModel ? "Modelled capture" : "Capture")} {json.RootElement.GetProperty("capture").GetString()}, "
                    + "mean powers of its parts.",
                Of("BNN")
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CliException(
                ExitCode.BadRecord,
                $"{file} is not what nanocoop energy --json writes of a run: {e.Message}",
                "nanocoop energy CAPTURE --run RUN.csv --json ENERGY.json"
            );
        }
    }
}
