// The programs that build and emulate native code: whether they are there, how to get them, and getting them on Debian and
// Ubuntu.

namespace NanoCoopNet.Bridge;

/// <summary>A program the tools call, under any of its names, and what each system calls its package.</summary>
public sealed record Tool(string Name, string[] Commands, string Debian, string Fedora, string Brew, string Winget)
{
    /// <summary>A C compiler for this PC.</summary>
    public static readonly Tool Compiler = new(
        "a C compiler",
        ["cc", "gcc", "clang"],
        "gcc libc6-dev",
        "gcc",
        "gcc",
        "BrechtSanders.WinLibs.POSIX.UCRT"
    );

    /// <summary>CMake 3.21 or later.</summary>
    public static readonly Tool CMake = new("CMake", ["cmake"], "cmake", "cmake", "cmake", "Kitware.CMake");

    /// <summary>What CMake calls; comes with WinLibs on Windows.</summary>
    public static readonly Tool Make = new(
        "make",
        ["make", "mingw32-make"],
        "make",
        "make",
        "make",
        "BrechtSanders.WinLibs.POSIX.UCRT"
    );

    /// <summary>The compiler of the Cortex-M images.</summary>
    public static readonly Tool ArmCompiler = new(
        "arm-none-eabi-gcc",
        ["arm-none-eabi-gcc"],
        "gcc-arm-none-eabi",
        "arm-none-eabi-gcc-cs",
        "--cask gcc-arm-embedded",
        "Arm.GnuArmEmbeddedToolchain"
    );

    /// <summary>The emulator of the Cortex-M7.</summary>
    public static readonly Tool Emulator = new(
        "qemu-system-arm",
        ["qemu-system-arm"],
        "qemu-system-arm",
        "qemu-system-arm",
        "qemu",
        "SoftwareFreedomConservancy.QEMU"
    );

    /// <summary>Runs the models of the kernels' benchmark.</summary>
    public static readonly Tool Python = new(
        "Python 3",
        ["python3"],
        "python3-minimal libpython3-stdlib",
        "python3",
        "python",
        "Python.Python.3.12"
    );

    /// <summary>Node.js 18 or later: draws the figures of reports.</summary>
    public static readonly Tool Node = new("Node.js", ["node"], "nodejs", "nodejs", "node", "OpenJS.NodeJS.LTS");

    /// <summary>The package manager of Node.js.</summary>
    public static readonly Tool Npm = new(
        "npm",
        OperatingSystem.IsWindows() ? ["npm.cmd", "npm"] : ["npm"],
        "npm",
        "nodejs-npm",
        "node",
        "OpenJS.NodeJS.LTS"
    );

    /// <summary>Where it is, or null.</summary>
    public string? Path
    {
        get
        {
            string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
                System.IO.Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            );
            string extension = OperatingSystem.IsWindows() ? ".exe" : "";
            string FileName(string command) => System.IO.Path.HasExtension(command) ? command : command + extension;
            return folders
                .SelectMany(folder => Commands.Select(command => System.IO.Path.Combine(folder, FileName(command))))
                .FirstOrDefault(File.Exists);
        }
    }
}

/// <summary>Makes sure that tools are installed.</summary>
public static class Toolchain
{
    private const string NoInstallVariable = "NANOCOOP_NO_INSTALL";

    /// <summary>Installs those that are missing where that is possible without asking: apt-get, as root or with a sudo that needs
    /// no password. NANOCOOP_NO_INSTALL=1 forbids it.</summary>
    /// <exception cref="ToolchainException">toolMissing: something is missing and was not installed; the hint is the line to
    /// type.</exception>
    public static void Ensure(IReadOnlyList<Tool> tools, Action<string>? log = null)
    {
        Tool[] missing = Missing(tools);
        if (
            missing.Length > 0
            && DebianInstaller.IsUsable
            && Environment.GetEnvironmentVariable(NoInstallVariable) is null or "" or "0"
        )
        {
            DebianInstaller.Install([.. missing.SelectMany(t => t.Debian.Split(' ')).Distinct()], log);
            missing = Missing(tools);
        }

        if (missing.Length > 0)
        {
            throw new ToolchainException(
                ExitCode.ToolMissing,
                null,
                $"not installed: {string.Join(", ", missing.Select(t => t.Name))}",
                Hint(missing)
            );
        }
    }

    /// <summary>Those that are not on PATH.</summary>
    public static Tool[] Missing(IReadOnlyList<Tool> tools) => [.. tools.Where(t => t.Path is null)];

    /// <summary>The line to type that installs them, for this operating system.</summary>
    public static string Hint(IReadOnlyList<Tool> tools)
    {
        string Packages(Func<Tool, string> name) => string.Join(" ", tools.SelectMany(t => name(t).Split(' ')).Distinct());
        if (OperatingSystem.IsWindows())
        {
            return string.Join(" && ", tools.Select(t => $"winget install {t.Winget}").Distinct()) + ", then a new terminal";
        }

        if (OperatingSystem.IsMacOS())
        {
            return "xcode-select --install; "
                + string.Join(
                    " && ",
                    tools.Where(t => t != Tool.Compiler && t != Tool.Make).Select(t => $"brew install {t.Brew}")
                );
        }

        return File.Exists("/usr/bin/dnf")
            ? $"sudo dnf install {Packages(t => t.Fedora)}"
            : $"sudo apt-get install --no-install-recommends {Packages(t => t.Debian)}";
    }
}
