// Where the sources lie: the folder of nanoCoopNet.sln, above the working directory or above the program.
namespace NanoCoopNet.InterfaceGenerator;

public static class RepositoryRoot
{
    private const string Landmark = "nanoCoopNet.sln";

    /// <exception cref="DirectoryNotFoundException">Neither place is inside a clone of the project.</exception>
    public static string Find()
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, Landmark)))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException(
            $"no {Landmark} above the working directory: run this inside a clone of the project"
        );
    }
}
