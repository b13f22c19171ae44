"""The benchmark's model of the Cortex-M3 and M4: loops derived by hand (bench/micro_loops_single.py), bounds, and on QEMU's
Cortex-M4 counts, branches and waiting for the boards' flash."""
import pathlib
import subprocess
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "bench"))
import counts  # noqa: E402
import decode  # noqa: E402
import elf  # noqa: E402
import flow  # noqa: E402
import images  # noqa: E402
import measure  # noqa: E402
import micro_loops_single  # noqa: E402
import program  # noqa: E402
import single_issue  # noqa: E402
import timings  # noqa: E402
import waiting  # noqa: E402

HEADER = ".syntax unified\n.thumb\n"
VECTORS = ".word 0x20300000, start + 1\n.rept 14\n.word fault + 1\n.endr\nfault: b fault\n"
MARK = ".thumb_func\n.type mark, %function\nmark: bx lr\n.size mark, . - mark\n"
EXIT = "movs r0, #0x18\nldr r1, =0x20026\nbkpt 0xab\n.ltorg\n.size start, . - start\n"


def assembled(source, folder):
    if not shutil.which("arm-none-eabi-gcc"):
        raise unittest.SkipTest("arm-none-eabi-gcc is not installed")
    text, image = pathlib.Path(folder) / "source.s", pathlib.Path(folder) / "image.elf"
    text.write_text(HEADER + source)
    flags = ["-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard", "-nostdlib", "-Wl,-Ttext=0", "-Wl,--entry=0"]
    done = subprocess.run(
        ["arm-none-eabi-gcc", *flags, "-o", str(image), str(text)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise AssertionError(done.stdout)
    return program.Program(image)


class MicroLoops(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        source = []
        for k, (_, body, *_) in enumerate(micro_loops_single.LOOPS):
            source += [f".balign 4\n.global loop{k}\nloop{k}:\n1:", *body, *micro_loops_single.END, f"behind{k}:"]
        with tempfile.TemporaryDirectory() as folder:
            cls.program = assembled("\n".join(source) + "\nnop\n", folder)

    def loop(self, k):
        begin, end = (self.program.symbols[f"{name}{k}"][0] for name in ("loop", "behind"))
        return [a for a in sorted(self.program.instructions) if begin <= a < end]

    def test_as_derived_by_hand(self):
        self.assertGreaterEqual(len(micro_loops_single.LOOPS), 20)
        for k, (name, body, m4, m3, why) in enumerate(micro_loops_single.LOOPS):
            addresses = self.loop(k)
            self.assertEqual(len(addresses), len(body) + len(micro_loops_single.END), name)
            for core, expected in (("cortex-m4", m4), ("cortex-m3", m3)):
                if expected is not None:
                    with self.subTest(name, core=core):
                        self.assertEqual(single_issue.loop_cycles(self.program, core, addresses), expected, why)

    def test_the_estimate_lies_between_its_bounds(self):
        for k in range(len(micro_loops_single.LOOPS)):
            for core in timings.CORES:
                least, estimate, most = single_issue.SingleIssue(self.program, core).body(tuple(self.loop(k)))
                self.assertLessEqual(least, estimate)
                self.assertLessEqual(estimate, most)

    def test_refills_by_target_and_source(self):
        known, register = decode.decode(0, 2, "b.n", "0 <x>"), decode.decode(0, 2, "bx", "lr")
        narrow, wide = decode.decode(6, 2, "adds", "r0, #1"), decode.decode(6, 4, "add.w", "r0, r1, r9")
        aligned = decode.decode(8, 4, "add.w", "r0, r1, r9")
        found = [timings.refill(known, narrow)[1], timings.refill(known, wide)[1], timings.refill(known, aligned)[1]]
        self.assertEqual((found, timings.refill(register, narrow)), ([1, 2, 1], (1, 3, 3)))


class Counted(unittest.TestCase):
    """On QEMU's Cortex-M4, without the image's own counter."""

    BOARD = "B:16:64:16:8:0"

    def counted(self, body, ranges=None, board=BOARD):
        source = f"{VECTORS}{MARK}.thumb_func\n.type start, %function\nstart:\nbl mark\n{body}\nbl mark\n{EXIT}"
        with tempfile.TemporaryDirectory() as folder:
            p = assembled(source, folder)
            code, output, regions = counts.run(
                p.image,
                [],
                p.symbols["mark"][0],
                {"code": (0, max(p.instructions) + 64), **(ranges or {})},
                ("mps2-an386",),
                boards=[board],
            )
        self.assertEqual(code, 0, output)
        self.assertEqual(len(regions), 1)
        return p, regions[0]._replace(executed={a: n for a, n in regions[0].executed.items() if p.function_at(a)[0] == "start"})

    def test_instructions_are_exact(self):
        p, region = self.counted("movs r0, #100\n1: adds r1, #1\nit mi\nmovmi r2, r1\nsubs r0, #1\nbne 1b")
        self.assertEqual(sorted(region.executed.values())[-5:], [100] * 5)

    def test_cycles_of_a_loop_are_its_turns(self):
        """100 turns less one refill: 3 a turn and 2 (a load) more; what is before and behind takes a few."""
        p, region = self.counted("ldr r1, =0x20000000\nmovs r0, #100\n.balign 4\n1: ldr r2, [r1]\nsubs r0, #1\nbne 1b")
        f = flow.flow(p, region, lambda a: p.function_at(a)[0] == "start")
        found = single_issue.SingleIssue(p, "cortex-m4").cycles(f, region)
        self.assertAlmostEqual(found.estimate, 100 * 5, delta=12)
        self.assertLessEqual(found.least, found.estimate)
        self.assertAlmostEqual(found.most - found.least, 99 * 2, delta=12)

    def test_code_that_fits_misses_once_and_code_that_does_not_always(self):
        body = "movs r0, #10\nb 1f\n.balign 16\n1: .rept {n}\neor r1, r1, r0\n.endr\nsubs r0, r0, #1\nbeq 2f\nb.w 1b\n2: nop"
        small = self.counted(body.format(n=4 * 32))[1].memory
        large = self.counted(body.format(n=4 * 80))[1].memory
        self.assertLessEqual(small["B.codeNext"] + small["B.codeJumps"], 32 + 8)
        self.assertGreaterEqual(large["B.codeNext"], 10 * 79)

    def test_constants_wait_by_lines_and_ram_does_not(self):
        body = "movs r3, #3\n1: ldr r0, ={first:#x}\nmovs r1, #32\n2: ldr r2, [r0], #4\nsubs r1, #1\nbne 2b\nsubs r3, #1\nbne 1b"
        flash = self.counted(body.format(first=0x20000000), {"constants": (0x20000000, 0x20001000)})[1].memory
        ram = self.counted(body.format(first=0x20100000), {"source": (0x20100000, 0x20101000)})[1].memory
        self.assertLessEqual(flash["B.constantLines"] - 8, 3, "128 bytes are 8 lines of 16, and stay; the rest are literals")
        self.assertGreaterEqual(flash["B.constantLines"], 8)
        self.assertEqual((ram["B.ramLines"], ram["B.constantLines"] <= 3), (0, True))

    def test_cached_ram_is_read_and_written_back(self):
        body = "ldr r0, =0x20100000\nmovs r1, #32\n2: str r2, [r0], #4\nsubs r1, #1\nbne 2b"
        m = self.counted(body, {"source": (0x20100000, 0x20101000)}, "B:16:64:16:4:1")[1].memory
        self.assertGreaterEqual(m["B.ramLines"], 8 + 4, "8 lines come in, and all but what still lies there went out")

    def test_a_function_of_a_program_on_a_board(self):
        """bench.py --elf --board: 100 turns of 5 cycles, and bounds around what waits for nothing."""
        body = "mov r1, r0\nmovs r0, #100\n.balign 4\n1: ldr r2, [r1]\nsubs r0, #1\nbne 1b\nbx lr"
        with tempfile.TemporaryDirectory() as folder:
            p = assembled(f".global work\n.type work, %function\n.thumb_func\nwork: {body}\n.size work, . - work\n", folder)
            board = next(b for b in waiting.of_core("cortex-m4") if b["name"] == "NUCLEO-L496ZG")
            row = elf.measured(p.image, "work", [0x20000000], [(0x20000000, 0x20001000)], board=board)
        self.assertEqual(row["instructions"], 2 + 300 + 1)
        self.assertAlmostEqual(row["cyclesCore"], 500, delta=5)
        self.assertLessEqual(row["cyclesWaiting"], 10 * board["waiting"]["code"]["jumpCycles"])
        self.assertLess(row["leastMs"], row["ms"])
        self.assertLess(row["ms"], row["mostMs"])
        self.assertAlmostEqual(row["ms"], (row["cyclesCore"] + row["cyclesWaiting"]) / 80000)


class Kernels(unittest.TestCase):
    def test_a_layer_counts_what_the_image_counts_itself(self):
        image, only, machine = images.image("cortex-m4"), "resnet8/int8/fc", images.MACHINES["cortex-m4"]
        own = {(r["kernel"], r["layout"]): r["instructions"] for r in measure.instructions(image, only, machine)}
        rows = measure.single_issue(image, only, "cortex-m4", machine)
        self.assertGreater(len(rows), 1)
        for row in rows:
            apart = own[row["kernel"], row["layout"]] - row["instructions"]
            self.assertIn(apart, range(9), "the call itself is the harness's here")
            self.assertLessEqual(row["cyclesLeast"], row["cyclesCore"])
            self.assertGreaterEqual(row["cyclesCore"], row["instructions"])
            self.assertIn("STM32F469I-DISCO", row["boards"])


class Waiting(unittest.TestCase):
    BOARD = {
        "name": "N",
        "waiting": {
            "code": {"lineBytes": 8, "lines": 4, "jumpCycles": 4, "nextCycles": 2},
            "constants": {"lineBytes": 16, "lines": 8, "ways": 0, "lineCycles": 5},
            "ramLineCycles": 10,
        },
    }

    def test_cycles_of_misses(self):
        memory = {"N.codeJumps": 3, "N.codeNext": 5, "N.constantLines": 7, "N.ramLines": 2}
        self.assertEqual(waiting.cycles(self.BOARD, memory), 3 * 4 + 5 * 2 + 7 * 5 + 2 * 10)

    def test_the_plugins_text(self):
        self.assertEqual(waiting.plugin_text(self.BOARD, True), "N:8:4:16:8:1")


if __name__ == "__main__":
    unittest.main()
