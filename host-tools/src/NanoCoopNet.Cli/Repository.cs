// Where the clone is that this tool was built in: models and native sources lie at fixed places in it.
namespace NanoCoopNet.Cli;

/// <summary>Paths inside the clone.</summary>
internal static class Repository
{
    private const string Mark = "nanoCoopNet.sln";

    /// <summary>Top folder of the clone.</summary>
    public static string Root { get; } = Find();

    /// <summary>host-tools/models.</summary>
    public static string Models => Path.Combine(Root, "host-tools", "models");

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, Mark)))
            {
                return at.FullName;
            }
        }

        throw new CliException(ExitCode.FileNotFound, $"{Mark} is not above {AppContext.BaseDirectory}", "run the tool from its clone: host-tools/nanocoop");
    }
}
