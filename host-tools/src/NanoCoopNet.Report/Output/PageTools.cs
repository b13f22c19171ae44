// Builds the page's script with npm when its sources changed, and draws the figure files with Node.
using System.Security.Cryptography;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Report;

/// <summary>Everything that needs Node.</summary>
public static class PageTools
{
    private const string Folder = "host-tools/src/NanoCoopNet.Report/page";
    private const string Install = "npm ci --no-audit --no-fund";
    private static readonly string[] Sources = ["package.json", "package-lock.json", "build.mjs", "src/*"];

    /// <summary>Script and style, built where they are missing or stale.</summary>
    /// <exception cref="ToolchainException">toolMissing: no Node or npm; buildFailed: npm could not restore or build.</exception>
    public static PageAssets Assets(Action<string>? log)
    {
        string page = Ensure(log);
        return new PageAssets(
            File.ReadAllText(Path.Combine(page, "dist", "page.js")),
            File.ReadAllText(Path.Combine(page, "dist", "page.css"))
        );
    }

    /// <summary>Writes every figure as SVG, and where wanted as PNG and as SVG for dark pages (FIGURE-dark.svg).</summary>
    /// <exception cref="ToolchainException">As <see cref="Assets"/>.</exception>
    public static void WriteFigures(ReportDocument report, string folder, bool png, bool dark, Action<string>? log)
    {
        string page = Ensure(log),
            data = Path.GetTempFileName();
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(data, ReportJson.Of(report));
            string[] flags = [.. png ? ["--png"] : Array.Empty<string>(), .. dark ? ["--dark"] : Array.Empty<string>()];
            Require(
                ToolProcess.Run(Tool.Node.Path ?? "node", ["src/files.mjs", data, Path.GetFullPath(folder), .. flags], page),
                "drawing the figures"
            );
        }
        finally
        {
            File.Delete(data);
        }
    }

    private static string Ensure(Action<string>? log)
    {
        string root = RepositoryRoot.Find(),
            source = Path.Combine(root, Folder);
        string stamp = Stamp(source);
        if (IsFresh(source))
        {
            return source;
        }

        Toolchain.Ensure([Tool.Node, Tool.Npm], log);
        string page = BuildFolder.Of(root, Folder);
        using FileStream held = BuildLock.Take(Path.Combine(page, "dist.lock"));
        if (!IsFresh(page))
        {
            if (page != source)
            {
                CopySources(source, page);
            }

            log?.Invoke($"building the report's page ({Install})");
            Require(
                ToolProcess.Run(Tool.Npm.Path ?? "npm", Install.Split(' ')[1..], page),
                "restoring the chart library with npm"
            );
            Require(ToolProcess.Run(Tool.Node.Path ?? "node", ["build.mjs"], page), "building the page");
            File.WriteAllText(StampFile(page), stamp);
        }

        return page;

        bool IsFresh(string at) => File.Exists(StampFile(at)) && File.ReadAllText(StampFile(at)) == stamp;
    }

    private static string StampFile(string page) => Path.Combine(page, "dist", "stamp");

    private static string[] SourceFiles(string page) =>
        [
            .. Sources
                .SelectMany(s => Directory.GetFiles(Path.Combine(page, Path.GetDirectoryName(s)!), Path.GetFileName(s)))
                .Order(StringComparer.Ordinal),
        ];

    private static void CopySources(string from, string to)
    {
        foreach (string file in SourceFiles(from))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static string Stamp(string page)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in SourceFiles(page))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Require(ToolResult result, string doing)
    {
        if (result.ExitCode != 0)
        {
            throw new ToolchainException(
                ExitCode.BuildFailed,
                null,
                $"{doing} failed:\n{result.Output.Trim()}",
                $"cd {Folder} && {Install} && node build.mjs (npm's registry must be reachable once)"
            );
        }
    }
}
