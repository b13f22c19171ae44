// Where this clone's sources lie: the folder of nanoCoopNet.sln above the program, or above the working directory. A program that
// was built outside a read-only clone is told by NANOCOOP_ROOT.
namespace NanoCoopNet.Bridge;

public static class RepositoryRoot
{
    private const string Landmark = "nanoCoopNet.sln";
    private const string Variable = "NANOCOOP_ROOT";

    /// <exception cref="ToolchainException">sourcesMissing: the program runs outside a clone.</exception>
    public static string Find()
    {
        foreach (
            string? start in new[]
            {
                Environment.GetEnvironmentVariable(Variable),
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
            "run host-tools/nanocoop of a clone"
        );
    }
}
