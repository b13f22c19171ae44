// boards/new-board, and the bare-metal example for the boards it makes: it links for their memory, and what QEMU can run answers
// as the engine on this PC does.
using System.Globalization;
using System.Text.Json.Nodes;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class NewBoardTests
{
    private const string Python = "/usr/bin/python3";
    private static readonly string[] NotLoaded = [".ARM", ".debug", ".comment"];

    /// <summary>A made-up relative of a board: its folder is made, and the example links for it.</summary>
    /// <param name="machine">QEMU's with the same memory where it matters; null: none.</param>
    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("NUCLEO_F439ZI", "netduinoplus2")]
    [DataRow("NUCLEO_F746ZG", null)]
    public void ItsImageLinksAndAnswers(string relative, string? machine)
    {
        NeedsPython();
        Needs.Installed(Bridge.Tool.ArmCompiler, Bridge.Tool.CMake, Bridge.Tool.Make, Bridge.Tool.Emulator);
        using Files files = new();
        JsonObject board = Board(relative);
        board["name"] = "Test board 1";
        string folder = files.At("TEST_BOARD_1");
        Succeed(Make(files, board), "TEST_BOARD_1");
        StringAssert.Contains(File.ReadAllText(Path.Combine(folder, "README.md")), "# Test board 1");
        Assert.AreEqual(board.ToJsonString(), File.ReadAllText(Path.Combine(folder, "board.json")));

        string header = files.At("model.h"),
            samples = files.Data("x.npz", Files.GoldenBlob(), 3),
            build = files.At("build");
        Tool.Succeed("export", Files.Golden(), "--c", header, "--sample", samples, "--index", "1");
        Shell(
            $"cmake -S nf-interop/examples/bare-metal -B '{build}' -DMODEL='{header}' -DBOARD='{folder}' && "
                + $"cmake --build '{build}' --parallel 2"
        );
        foreach ((string name, uint at, uint bytes) in Loaded($"{build}/bare_metal.elf"))
        {
            Assert.IsTrue(Holds(board, at, bytes), $"{name} at 0x{at:x8}, {bytes} bytes");
        }

        if (machine is not null)
        {
            string text = Shell(
                $"qemu-system-arm -M {machine} -semihosting -nographic -monitor none -serial none "
                    + $"-kernel '{build}/bare_metal.elf' 2>&1"
            );
            Assert.AreEqual(ExportTests.Expected(Files.GoldenBlob(), samples, 1), text.Trim());
        }
    }

    [TestMethod]
    [DataRow("core", "\"cortex-a7\"", "core: 'cortex-a7' is not one of")]
    [DataRow("fpu", "\"fpv4-sp-d16\"", "a cortex-m7 has fpu")]
    [DataRow("flashBytes", "12", "flashBytes: 12 is less than the minimum")]
    [DataRow("ram", "[]", "ram: [] ")]
    [DataRow(
        "ram",
        "[{\"name\":\"A\",\"address\":\"0x20000000\",\"bytes\":65536,\"cached\":true},"
            + "{\"name\":\"B\",\"address\":\"0x20008000\",\"bytes\":65536,\"cached\":true}]",
        "A ends behind B's begin"
    )]
    public void AWrongFileIsRefusedAndNothingIsMade(string field, string value, string why)
    {
        NeedsPython();
        using Files files = new();
        JsonObject board = Board("NUCLEO_F746ZG");
        board["name"] = "Test board 1";
        board[field] = JsonNode.Parse(value);
        ProcessOutcome refused = Make(files, board);
        Assert.AreEqual(1, refused.ExitCode, refused.Output);
        StringAssert.Contains(refused.Error, why);
        Assert.IsFalse(Directory.Exists(files.At("TEST_BOARD_1")));
    }

    [TestMethod]
    public void ABoardThatIsThereIsNotOverwritten()
    {
        NeedsPython();
        using Files files = new();
        Succeed(Make(files, Board("NUCLEO_F746ZG")), "NUCLEO_F746ZG");
        ProcessOutcome again = Make(files, Board("NUCLEO_F746ZG"));
        Assert.AreEqual(1, again.ExitCode);
        StringAssert.Contains(again.Error, "is there already");
    }

    private static JsonObject Board(string folder) => JsonNode.Parse(SourceTree.Read("boards", folder, "board.json"))!.AsObject();

    private static ProcessOutcome Make(Files files, JsonObject board) =>
        Subprocess.Run(
            null,
            Python,
            SourceTree.PathOf("boards/new-board"),
            files.Text("new.json", board.ToJsonString()),
            "--into",
            files.At("")
        );

    private static void Succeed(ProcessOutcome made, string folder) =>
        StringAssert.Contains(made.Expect(0, "boards/new-board"), folder);

    private static void NeedsPython()
    {
        if (!File.Exists(Python) || Subprocess.Run(null, Python, "-c", "import jsonschema").ExitCode != 0)
        {
            Assert.Inconclusive("jsonschema is not installed: sudo apt-get install --no-install-recommends python3-jsonschema");
        }
    }

    // Sections that take memory: name, address, bytes.
    private static IEnumerable<(string Name, uint At, uint Bytes)> Loaded(string elf)
    {
        foreach (string line in Shell($"arm-none-eabi-size -A -x '{elf}'").Split('\n'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (
                words is [['.', ..] name, ['0', 'x', ..] size, ['0', 'x', ..] at]
                && !NotLoaded.Any(n => name.StartsWith(n, StringComparison.Ordinal))
            )
            {
                yield return (name, Hex(at), Hex(size));
            }
        }

        static uint Hex(string text) => uint.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static bool Holds(JsonObject board, uint at, uint bytes)
    {
        List<(long Begin, long Bytes)> memory =
        [
            (0x08000000, (long)board["flashBytes"]!),
            (0, (long?)board["instructionTcmBytes"] ?? 0),
            .. board["ram"]!.AsArray().Select(r => (Convert.ToInt64((string)r!["address"]!, 16), (long)r["bytes"]!)),
        ];
        // Regions that follow one another without a gap are one.
        return bytes == 0
            || memory.Any(m =>
            {
                long end = m.Begin + m.Bytes;
                while (memory.FirstOrDefault(n => n.Begin == end && n.Bytes > 0) is { Bytes: > 0 } next)
                {
                    end += next.Bytes;
                }

                return at >= m.Begin && at + bytes <= end;
            });
    }

    private static string Shell(string command) => Subprocess.Succeed(null, "bash", "-c", $"cd '{SourceTree.Root}' && {command}");
}
