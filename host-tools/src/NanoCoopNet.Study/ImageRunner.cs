// Runs an image in the emulator, or takes from the cache what it gave before.
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NanoCoopNet.Boards;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Study;

/// <summary>Runs images.</summary>
/// <param name="folder">Where results are kept.</param>
public sealed class ImageRunner(StudySources sources, string folder, CancellationToken cancel = default)
{
    private const string Python = "python3";
    private const int StackAndVariables = 32 * 1024; // of tightly coupled memory

    /// <summary>Runs an image over samples.</summary>
    /// <param name="boards">All boards with its core.</param>
    /// <param name="arenaBytes">Of the model: where it does not fit tightly coupled memory, it lies behind the D-cache.</param>
    /// <exception cref="RowException">It crashed, gave nothing, or did not end in time.</exception>
    public ImageResult Run(
        string image,
        string core,
        IReadOnlyList<byte[]> samples,
        IReadOnlyList<Board> boards,
        int arenaBytes,
        int timeoutS
    )
    {
        byte[] given = Packed(samples);
        string key = StudySources.HashOf(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(image))),
            Convert.ToHexStringLower(SHA256.HashData(given)),
            sources.BenchHash,
            string.Join(
                '\n',
                boards.Select(b =>
                    JsonSerializer.Serialize(
                        new
                        {
                            b.Name,
                            b.ClockHz,
                            b.Ram,
                            b.Waiting,
                        }
                    )
                )
            )
        );
        string kept = Path.Combine(folder, "results", key + ".json");
        if (File.Exists(kept))
        {
            return ImageResult.Parse(File.ReadAllText(kept));
        }

        string file = Path.Combine(folder, "work", $"{key}-{Guid.NewGuid():N}.bin");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        try
        {
            File.WriteAllBytes(file, given);
            List<string> arguments =
            [
                sources.Runner,
                "--image",
                image,
                "--core",
                core,
                "--samples",
                file,
                "--timeout",
                timeoutS.ToString(CultureInfo.InvariantCulture),
            ];
            foreach (Board board in boards)
            {
                arguments.AddRange(["--board", BoardFile(board)]);
                if (IsCached(board, arenaBytes))
                {
                    arguments.AddRange(["--cached", board.Name]);
                }
            }

            ToolResult result = ToolProcess.Run(Python, arguments, null, cancel);
            string line = result.Output.Trim().Split('\n')[^1].Trim();
            if (result.ExitCode != 0)
            {
                throw new RowException(line.Length > 0 ? line : $"the emulator ended with status {result.ExitCode}");
            }

            ImageResult parsed = ImageResult.Parse(line);
            OutputFile.Write(kept, line);
            return parsed;
        }
        catch (JsonException e)
        {
            throw new RowException($"the emulator's answer cannot be read: {e.Message}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool IsCached(Board board, int arenaBytes) =>
        board.DataTcmBytes > 0 && arenaBytes > board.DataTcmBytes - StackAndVariables;

    private string BoardFile(Board board) =>
        Directory
            .EnumerateFiles(Path.Combine(sources.Root, "boards"), "board.json", SearchOption.AllDirectories)
            .First(f => JsonDocument.Parse(File.ReadAllText(f)).RootElement.GetProperty("name").GetString() == board.Name);

    private static byte[] Packed(IReadOnlyList<byte[]> samples)
    {
        using MemoryStream packed = new();
        packed.Write(BitConverter.GetBytes(samples.Count));
        packed.Write(BitConverter.GetBytes(samples[0].Length));
        foreach (byte[] sample in samples)
        {
            packed.Write(sample);
        }

        return packed.ToArray();
    }
}
