// One CMake preset and the file it makes; builds it when the sources' content is not what it was built from.
using System.Globalization;
using System.Runtime.InteropServices;

namespace NanoCoopNet.Bridge;

/// <param name="Preset">Name in nf-interop/CMakePresets.json.</param>
/// <param name="Target">CMake target.</param>
/// <param name="Product">What it makes, relative to the preset's build folder.</param>
/// <param name="Tools">What the build needs.</param>
/// <param name="IsForThisPc">Whether the product runs on this PC's system and processor only.</param>
/// <param name="Sources">Folders beside nf-interop's own whose files it is built from, relative to the repository root.</param>
public sealed record NativePreset(string Preset, string Target, string Product, Tool[] Tools, bool IsForThisPc, string[] Sources)
{
    private const int TailLines = 15;
    private const string BuildRoot = "nf-interop/build";
    private static readonly string[] CommonSources = ["nf-interop/cmake", "nf-interop/kernels", "nf-interop/native"];

    /// <summary>Builds the product where it is stale; returns its path.</summary>
    /// <exception cref="ToolchainException">A tool is missing and could not be installed (<c>toolMissing</c>), or the build
    /// failed (<c>buildFailed</c>).</exception>
    public string Ensure(Action<string>? log)
    {
        string root = RepositoryRoot.Find();
        SourceStamp stamp = SourceStamp.Of(
            root,
            ["nf-interop/CMakeLists.txt", "nf-interop/CMakePresets.json"],
            [.. CommonSources, .. Sources]
        );
        string text = IsForThisPc ? $"{stamp.Text} {RuntimeInformation.RuntimeIdentifier}" : stamp.Text;
        string folder = Path.Combine(root, BuildRoot, Preset);
        if (IsFresh(folder))
        {
            return Path.Combine(folder, Product);
        }

        string builds = BuildFolder.Of(root, BuildRoot);
        folder = Path.Combine(builds, Preset);
        Directory.CreateDirectory(folder);
        using FileStream held = BuildLock.Take(Path.Combine(builds, Preset + ".lock"));
        if (!IsFresh(folder))
        {
            Toolchain.Ensure(Tools, log);
            log?.Invoke($"building {Target} (preset {Preset})");
            Build(root, folder, stamp.Hash);
            File.WriteAllText(StampFile(folder), text);
        }

        return Path.Combine(folder, Product);

        bool IsFresh(string at) =>
            File.Exists(Path.Combine(at, Product)) && File.Exists(StampFile(at)) && File.ReadAllText(StampFile(at)) == text;
    }

    private static string StampFile(string folder) => Path.Combine(folder, "nanocoop.stamp");

    private void Build(string root, string folder, int hash)
    {
        List<string> configure =
        [
            "--preset",
            Preset,
            "-B",
            folder,
            string.Create(CultureInfo.InvariantCulture, $"-DNCN_BUILD_HASH={hash}"),
        ];
        if (OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("CMAKE_GENERATOR") is null)
        {
            configure.AddRange(["-G", "MinGW Makefiles"]);
        }

        // A cache keeps the compiler's flags of a toolchain file that has changed since.
        File.Delete(Path.Combine(folder, "CMakeCache.txt"));
        string interop = Path.Combine(root, "nf-interop");
        if (ToolProcess.Run("cmake", configure, interop).ExitCode != 0)
        {
            // a folder configured elsewhere or by another generator never recovers by itself
            Directory.Delete(folder, recursive: true);
            Require(ToolProcess.Run("cmake", configure, interop), "configuring");
        }

        Require(ToolProcess.Run("cmake", ["--build", folder, "--target", Target, "--parallel", "2"], interop), "building");
    }

    private void Require(ToolResult result, string doing)
    {
        if (result.ExitCode == 0)
        {
            return;
        }

        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string first =
            lines.FirstOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "";
        throw new ToolchainException(
            ExitCode.BuildFailed,
            null,
            $"{doing} {Target} (preset {Preset}) failed: {first}\n{string.Join('\n', lines.TakeLast(TailLines))}",
            $"cd nf-interop && cmake --preset {Preset} && cmake --build --preset {Preset} --target {Target}"
        );
    }
}
