// Builds images: objects once for each core, FPU, flags and set of kernels; a link for each model. Everything is kept by a hash
// of what it is made from, so a study that was interrupted goes on where it was.
using System.Collections.Concurrent;
using System.Globalization;
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Study;

/// <summary>Why an image of a combination could not be built or run; it becomes the row's text.</summary>
public sealed class RowException(string message) : Exception(message);

/// <summary>Builds images.</summary>
/// <param name="folder">Where objects and images are kept.</param>
public sealed class ImageBuilder(StudySources sources, string folder, CancellationToken cancel = default)
{
    private const string Compiler = "arm-none-eabi-gcc";
    private const int WorkspaceBytes = 32 * 1024; // that optimised kernels of the reference layout are faster with
    private readonly ConcurrentDictionary<string, Lazy<string>> _objects = new();

    /// <summary>The image of a combination.</summary>
    /// <exception cref="RowException">The compiler or the linker refuses; the message has its first words.</exception>
    public string Build(Combination combination, ModelBlob model)
    {
        string objects = Objects(combination);
        ArenaBytes arena = Arena(model, combination.Kernels == StudyMatrix.Optimised);
        string[] flags = Flags(combination);
        string key = StudySources.HashOf(
            objects,
            sources.ImageHash,
            model.Header.Sha256,
            string.Join(' ', flags),
            $"{arena.Fast} {arena.Sram}"
        );
        string image = Path.Combine(folder, "images", key + ".elf");
        if (File.Exists(image))
        {
            return image;
        }

        string work = Path.Combine(folder, "work", $"{key}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(work);
        Directory.CreateDirectory(Path.GetDirectoryName(image)!);
        try
        {
            File.WriteAllBytes(Path.Combine(work, "model.ncn"), model.Bytes.ToArray());
            string samples = combination.Core == "cortex-m7" ? "0x60000000" : "0x21000000"; // RAM of QEMU's machines
            Run(
                combination.Flags,
                work,
                [
                    .. flags,
                    "-std=gnu11",
                    $"-I{sources.ExampleFolder}",
                    .. sources.Includes.Select(i => "-I" + i),
                    $"-DSTUDY_FAST_BYTES={arena.Fast}",
                    $"-DSTUDY_SRAM_BYTES={arena.Sram}",
                    $"-DSTUDY_SAMPLES={samples}",
                    "-DSTUDY_MODEL=\"model.ncn\"",
                    "-DNCN_FAST_DATA_SECTION=\".dtcm\"",
                    "-nostdlib",
                    "-static",
                    $"-L{sources.ExampleFolder}",
                    "-T",
                    Path.Combine(sources.ImageFolder, "mps2.ld"),
                    "-Wl,--gc-sections",
                    "-o",
                    "image.elf",
                    Path.Combine(sources.ImageFolder, "study.c"),
                    Path.Combine(sources.ImageFolder, "model.S"),
                    Path.Combine(sources.ExampleFolder, "startup.c"),
                    .. Directory.EnumerateFiles(objects, "*.o").Order(StringComparer.Ordinal),
                    "-lgcc",
                ]
            );
            File.Move(Path.Combine(work, "image.elf"), image, overwrite: true);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        return image;
    }

    private sealed record ArenaBytes(int Fast, int Sram);

    private static ArenaBytes Arena(ModelBlob model, bool optimised) =>
        model.Header.Places is { } places
            ? new(BlobLayout.Align(places.FastBytes), BlobLayout.Align(places.SramBytes))
            : new(model.Header.EngineArenaBytes + (optimised ? WorkspaceBytes : 0), BlobLayout.Alignment);

    private static string[] Flags(Combination c)
    {
        string[] fpu =
            c.Fpu == StudyMatrix.Off
                ? ["-mfloat-abi=soft"]
                : ["-mfloat-abi=hard", c.Core == "cortex-m7" ? "-mfpu=fpv5-d16" : "-mfpu=fpv4-sp-d16"];
        return
        [
            $"-mcpu={c.Core}",
            .. fpu,
            "-mthumb",
            "-ffreestanding",
            "-ffunction-sections",
            "-fdata-sections",
            "-ffp-contract=off",
            .. c.Flags.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            .. c.Core == "cortex-m7" ? ["-DNCN_HOT_SECTION=\".itcm\""] : Array.Empty<string>(),
            .. c.Kernels == StudyMatrix.Optimised ? ["-DNCN_KERNELS_M7"] : Array.Empty<string>(),
            .. c.Numbers == StudyMatrix.Int8 ? Array.Empty<string>() : ["-DNCN_FLOAT"],
        ];
    }

    // Folder of the objects of kernels and engine; two combinations that need the same wait for one build.
    private string Objects(Combination c)
    {
        bool floats = c.Numbers != StudyMatrix.Int8;
        string[] flags = Flags(c);
        string key = StudySources.HashOf(sources.KernelHash, string.Join(' ', flags));
        return _objects
            .GetOrAdd(key, _ => new Lazy<string>(() => Compile(key, flags, c.Flags, c.Kernels == StudyMatrix.Optimised, floats)))
            .Value;
    }

    private string Compile(string key, string[] flags, string named, bool optimised, bool floats)
    {
        string made = Path.Combine(folder, "objects", key);
        if (Directory.Exists(made))
        {
            return made;
        }

        string work = Path.Combine(folder, "work", $"{key}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(work);
        try
        {
            string[] common = [.. flags, "-std=c11", .. sources.Includes.Select(i => "-I" + i), "-c"];
            Run(named, work, [.. common, .. sources.KernelFiles(optimised, floats)]);
            Run(named, work, [.. common, "-fno-tree-loop-distribute-patterns", "-fno-builtin", sources.FreestandingSource]);
            Directory.CreateDirectory(Path.GetDirectoryName(made)!);
            if (!Directory.Exists(made))
            {
                Directory.Move(work, made);
            }
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }

        return made;
    }

    private void Run(string named, string work, IReadOnlyList<string> arguments)
    {
        ToolResult result = ToolProcess.Run(Tool.ArmCompiler.Path ?? Compiler, arguments, work, cancel);
        if (result.ExitCode == 0)
        {
            return;
        }

        string why =
            result.Output.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase))?.Trim()
            ?? string.Create(CultureInfo.InvariantCulture, $"status {result.ExitCode}");
        throw new RowException($"the compiler refuses {named}: {why}");
    }
}
