// Where the sources lie: a folder beside the installed tool; else the clone above the program or above the working directory. A
// program that was built outside a read-only clone is told by NANOCOOP_ROOT.
namespace NanoCoopNet.Bridge;

public static class RepositoryRoot
{
    private static readonly string Landmark = Path.Combine("nf-interop", "CMakeLists.txt");
    private const string PackedSources = "sources"; // as NanoCoopNet.Cli.csproj packs them
    private const string Variable = "NANOCOOP_ROOT";

    private static string Packed => Path.Combine(AppContext.BaseDirectory, PackedSources);

    /// <summary>What a person types to start this tool.</summary>
    public static string Command => Directory.Exists(Packed) ? "nanocoop" : "host-tools/nanocoop";

    /// <exception cref="ToolchainException">sourcesMissing: the program runs outside a clone.</exception>
    public static string Find()
    {
        foreach (
            string? start in new[]
            {
                Environment.GetEnvironmentVariable(Variable),
                Packed,
                AppContext.BaseDirectory,
                Directory.GetCurrentDirectory(),
            }
        )
        {
            for (
                DirectoryInfo? folder = string.IsNullOrEmpty(start) ? null : new(start);
                folder is not null;
                folder = folder.Parent
            )
            {
                if (File.Exists(Path.Combine(folder.FullName, Landmark)))
                {
                    return folder.FullName;
                }
            }
        }

        throw new ToolchainException(
            ExitCode.ToolMissing,
            "sourcesMissing",
            "the C sources are not there: this program does not lie inside a clone of nanoCoopNet",
            "run host-tools/nanocoop of a clone, or install the tool: dotnet tool install NanoCoopNet.Tool"
        );
    }
}
