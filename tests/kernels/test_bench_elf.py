"""bench/elf.py: the bench's models of one function of any program. Its counts are known, its cycles are those that the bench's
own way through the emulated Cortex-M7 gives the same function."""
import contextlib
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "bench"))
import bench  # noqa: E402
import counts  # noqa: E402
import cycles  # noqa: E402
import elf  # noqa: E402
import flow  # noqa: E402
import program  # noqa: E402
import stalls  # noqa: E402

FLASH, RAM, TURNS = 0x08000000, 0x20000000, 300
# r0 turns over the words from r1 on, with a call, a branch that goes either way, a literal and a table of constants.
WORK = """
.global work
.type work, %function
.thumb_func
work: push {r4, r5, r6, lr}
ldr r4, =0x12345678
ldr r5, =table
mov r6, r0
1: ldr r3, [r1], #4
smlad r4, r3, r3, r4
and r2, r6, #7
ldr r2, [r5, r2, lsl #2]
bl twice
tst r6, #3
beq 2f
eor r4, r4, r2
str r4, [r1, #-4]
2: subs r6, r6, #1
bne 1b
pop {r4, r5, r6, pc}
.ltorg
.size work, . - work
.type twice, %function
.thumb_func
twice: add r2, r2, r2
bx lr
.size twice, . - twice
.section .rodata
.balign 32
table: .word 1, 2, 3, 4, 5, 6, 7, 8
"""
INSTRUCTIONS = 4 + TURNS * 11 + TURNS * 3 // 4 * 2 + 1  # of a turn 9 and the called function's 2


def linked(source, folder, name, *options):
    if not shutil.which("arm-none-eabi-gcc"):
        raise unittest.SkipTest("arm-none-eabi-gcc is not installed")
    text, image = folder / f"{name}.s", folder / f"{name}.elf"
    text.write_text(".syntax unified\n.thumb\n.cpu cortex-m7\n" + source)
    subprocess.run(
        ["arm-none-eabi-gcc", "-mcpu=cortex-m7", "-nostdlib", "-Wl,--entry=0", *options, "-o", str(image), str(text)],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return image


class OfWork(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.image = linked(WORK, cls.folder, "work", f"-Wl,-Ttext={FLASH:#x}")
        cls.ram = [(RAM, RAM + 4096)]


class Call(OfWork):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row = elf.measured(cls.image, "work", (TURNS, RAM), cls.ram)

    def own(self):
        """(instructions, dual, branch, memory) of the same function in the bench's machine, between two marks of its own."""
        start = (
            f".word 0x20300000, start + 1\n.rept 14\n.word fault + 1\n.endr\nfault: b fault\n.thumb_func\n.type mark, %function\n"
            f"mark: bx lr\n.size mark, . - mark\n.thumb_func\n.type start, %function\nstart: bl mark\nldr r0, ={TURNS}\n"
            f"ldr r1, ={RAM:#x}\nbl work\nbl mark\nmovs r0, #0x18\nldr r1, =0x20026\nbkpt 0xab\n.ltorg\n.size start, . - start\n"
        )
        p = program.Program(linked(start + WORK, self.folder, "own", "-Wl,-Ttext=0"))
        table = p.symbols["table"][0]
        ranges = {"code": (0, table), "constants": (table, table + 32)}
        code, output, regions = counts.run(p.image, [], p.symbols["mark"][0], ranges)
        self.assertEqual(code, 0, output)
        f = flow.flow(p, regions[0], lambda a: p.function_at(a)[0] in ("work", "twice"))
        executed = sum(len(addresses) * f.runs[block] for block, addresses in f.blocks.items())
        return executed, cycles.DualIssue(p).cycles(f, regions[0]), cycles.mispredicted(f), regions[0].memory

    def test_counts_and_cycles_are_the_benchs_own(self):
        executed, dual, branch, memory = self.own()
        self.assertEqual((self.row["instructions"], executed), (INSTRUCTIONS, INSTRUCTIONS))
        self.assertEqual((self.row["cyclesDual"], self.row["cyclesBranch"]), (dual, branch))
        self.assertEqual(memory["flashLines0"], 1)
        own_code = stalls.ART_JUMP * memory["artJumps"] + stalls.ART_SEQUENTIAL * memory["artSequential"]
        self.assertLessEqual(abs(self.row["cyclesWaiting"][0] - own_code - stalls.FLASH_LINE), 2 * stalls.ART_JUMP)

    def test_memory_behind_the_cache_waits(self):
        lines = TURNS * 4 // 32 + 1
        row = elf.measured(self.image, "work", (TURNS, RAM), self.ram, sram=self.ram[0], cache_bytes=128)
        self.assertEqual(row["placement"], 1)
        waited = row["cyclesWaiting"][1] - self.row["cyclesWaiting"][0]
        self.assertGreaterEqual(waited, 2 * (lines - 2) * stalls.RAM_LINE, "each line comes in and, changed, goes out")

    def test_a_raw_image_by_address(self):
        raw, wrapped = self.folder / "work.bin", self.folder / "raw.elf"
        subprocess.run(["arm-none-eabi-objcopy", "-O", "binary", str(self.image), str(raw)], check=True)
        flags = f"--change-section-address=.data={FLASH:#x} --set-section-flags=.data=alloc,code,readonly,load"
        subprocess.run(
            [
                "arm-none-eabi-objcopy",
                "-I",
                "binary",
                "-O",
                "elf32-littlearm",
                *flags.split(),
                str(raw),
                str(self.folder / "raw.o"),
            ],
            check=True,
        )
        subprocess.run(
            ["arm-none-eabi-ld", f"-Tdata={FLASH:#x}", "-e", "0", "-o", str(wrapped), str(self.folder / "raw.o")], check=True
        )
        at = next(a for name, a, _, _ in program.symbols_of(self.image) if name == "work")
        row = elf.measured(wrapped, f"{at:#x}", (TURNS, RAM), self.ram)
        for column in ("instructions", "cyclesDual", "cyclesBranch", "cyclesMca"):
            self.assertEqual(row[column], self.row[column], column)


class Faults(OfWork):
    def said(self, *arguments):
        """What bench.py says when it refuses."""
        with mock.patch.object(sys, "argv", ["bench.py", *map(str, arguments)]), contextlib.redirect_stdout(io.StringIO()):
            with self.assertRaises(SystemExit) as end:
                bench.main()
        return str(end.exception.code)

    def test_each_has_one_clear_text(self):
        here = self.folder / "work.s"
        for arguments, text in (
            (("--elf", self.image), "--function"),
            (("--elf", self.image, "--function", "play"), "has no function play"),
            (("--elf", here, "--function", "work"), "no 32-bit little-endian ELF"),
            (("--elf", self.folder / "none", "--function", "work"), "No such file"),
            (
                ("--elf", self.image, "--function", "work", "--arguments", 1, f"{RAM:#x}"),
                f"--ram FROM-TO adds some) at 0x{RAM:x}",
            ),
            (("--elf", self.image, "--function", "0x09000000"), "code that the file does not hold, at 0x09000000"),
            (("--elf", self.image, "--function", "work", "--cache", 100), "multiple of 128"),
            (("--elf", self.image, "--function", "work", "--arguments", *"12345"), "at most four"),
        ):
            self.assertIn(text, self.said(*arguments), arguments)


if __name__ == "__main__":
    unittest.main()
