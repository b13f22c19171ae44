"""The benchmark's models: the dual-issue model on loops derived by hand (bench/micro_loops.py), the exact counts on loops of
known length, the caches on known patterns, llvm-mca on what it must agree with, the choice of layouts."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "bench"))
import clock  # noqa: E402
import counts  # noqa: E402
import cycles  # noqa: E402
import decode  # noqa: E402
import dual_issue  # noqa: E402
import flow  # noqa: E402
import mca  # noqa: E402
import micro_loops  # noqa: E402
import program  # noqa: E402
import stalls  # noqa: E402
import totals  # noqa: E402

VECTORS = (
    ".syntax unified\n.thumb\n.cpu cortex-m7\n.word 0x20300000, start + 1\n.rept 14\n.word fault + 1\n.endr\nfault: b fault\n"
)
MARK = ".thumb_func\n.type mark, %function\nmark: bx lr\n.size mark, . - mark\n"
FPU = "ldr r0, =0xE000ED88\nldr r1, [r0]\norr r1, r1, #0xF00000\nstr r1, [r0]\ndsb\nisb\n"
EXIT = "movs r0, #0x18\nldr r1, =0x20026\nbkpt 0xab\n.ltorg\n.size start, . - start\n"


def assembled(source, folder):
    """A Program of assembly text, linked at 0."""
    if not shutil.which("arm-none-eabi-gcc"):
        raise unittest.SkipTest("arm-none-eabi-gcc is not installed")
    text, image = pathlib.Path(folder) / "source.s", pathlib.Path(folder) / "image.elf"
    text.write_text(source)
    subprocess.run(
        ["arm-none-eabi-gcc", "-mcpu=cortex-m7", "-mfpu=fpv5-d16", "-mfloat-abi=hard", "-nostdlib"]
        + ["-Wl,-Ttext=0", "-Wl,--entry=0", "-o", str(image), str(text)],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return program.Program(image)


# mnemonic, operands as objdump prints them: class, registers consumed late, early, as multiplicands, as accumulators, stored,
# written
DECODED = (
    ("add.w", "r0, r1, r2, lsl #2", "add", "r1", "r2", "", "", "", "r0"),
    ("adds", "r0, r2", "add", "r0 r2", "", "", "", "", "r0"),
    ("mov.w", "r0, r1, lsl #2", "shift", "r1", "", "", "", "", "r0"),
    ("mov.w", "r0, r1, rrx", "logic", "r1", "", "", "", "", "r0"),
    ("movt", "r0, #4", "move", "r0", "", "", "", "", "r0"),
    ("movlt", "r0, r1", "move", "r1 r0", "", "", "", "", "r0"),
    ("bls.n", "8c <x>", "branch", "", "", "", "", "", ""),
    ("bics", "r0, r1", "logic", "r0 r1", "", "", "", "", "r0"),
    ("bfi", "r0, r1, #0, #8", "insert", "r0", "r1", "", "", "", "r0"),
    ("bfc", "r0, #3, #4", "clear", "r0", "", "", "", "", "r0"),
    ("pkhtb", "r0, r1, r2, asr #16", "pack", "", "r1 r2", "", "", "", "r0"),
    ("sxtb16", "r0, r1, ror #8", "simd", "r1", "", "", "", "", "r0"),
    ("muls", "r0, r1", "multiply", "", "", "r0 r1", "", "", "r0"),
    ("smlad", "sl, fp, ip, lr", "accumulate", "", "", "r11 r12", "r14", "", "r10"),
    ("smlald", "r0, r1, r2, r3", "accumulate", "", "", "r2 r3", "r0 r1", "", "r0 r1"),
    ("ldr.w", "r0, [r1, r2, lsl #2]", "load", "", "r1 r2", "", "", "", "r0"),
    ("strh.w", "r0, [r1], #4", "store", "", "r1", "", "", "r0", ""),
    ("strd", "r0, r1, [sp, #-8]!", "store many", "", "r13", "", "", "r0 r1", ""),
    ("pop", "{r4-r6, pc}", "load many", "", "r13", "", "", "", "r4 r5 r6 r15"),
    ("vmov", "s0, r0", "float move", "r0", "", "", "", "", "s0"),
    ("vadd.f32", "s0, s1, s2", "float addition", "s1 s2", "", "", "", "", "s0"),
    ("vfma.f32", "s0, s1, s2", "float accumulate", "", "", "s1 s2", "s0", "", "s0"),
    ("vcvt.f32.s32", "s0, s1", "float arithmetic", "s1", "", "", "", "", "s0"),
    ("vcmpe.f32", "s0, #0.0", "float arithmetic", "s0", "", "", "", "", ""),
    ("vmrs", "APSR_nzcv, fpscr", "float flags", "", "", "", "", "", ""),
)


class Decoding(unittest.TestCase):
    def test_operands(self):
        for mnemonic, operands, kind, *roles in DECODED:
            i = decode.decode(0, 4, mnemonic, operands)
            found = (i.late, i.early, i.multiplicands, i.accumulators, i.stored, i.writes)
            self.assertEqual((i.kind.name, *found), (kind, *(tuple(role.split()) for role in roles)), f"{mnemonic} {operands}")

    def test_bases_and_banks(self):
        for operands, base, bank in (
            ("r0, [r1]", "", ("r1", 0)),
            ("r0, [r1, #-12]", "", ("r1", -12)),
            ("r0, [r1, #4]!", "r1", ("r1", 4)),
            ("r0, [r1], #8", "r1", ("r1", 0)),
            ("r0, [r1, r2]", "", ()),
        ):
            i = decode.decode(0, 4, "ldr", operands)
            self.assertEqual((i.base, i.bank), (base, bank), operands)

    def test_an_unknown_instruction_is_no_guess(self):
        with self.assertRaisesRegex(ValueError, "vld1"):
            decode.decode(0, 4, "vld1.32", "{d0}, [r0]")


class MicroLoops(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        source = [".syntax unified\n.thumb\n.cpu cortex-m7\n"]
        for k, (_, body, _, _) in enumerate(micro_loops.LOOPS):
            source += [f".global loop{k}\nloop{k}:\n1:", *body, *micro_loops.END]
        source += [".global loops_end\nloops_end:\nnop\n"]
        with tempfile.TemporaryDirectory() as folder:
            p = assembled("\n".join(source) + "\n", folder)
        first = [p.symbols[f"loop{k}"][0] for k in range(len(micro_loops.LOOPS))] + [p.symbols["loops_end"][0]]
        cls.bodies = [
            [p.instructions[a] for a in sorted(p.instructions) if begin <= a < end] for begin, end in zip(first, first[1:])
        ]

    def test_as_derived_by_hand(self):
        self.assertGreaterEqual(len(micro_loops.LOOPS), 20)
        for (name, body, expected, why), instructions in zip(micro_loops.LOOPS, self.bodies):
            with self.subTest(name):
                self.assertEqual(len(instructions), len(body) + len(micro_loops.END))
                self.assertEqual(dual_issue.loop_cycles(instructions), expected, why)

    def test_no_loop_is_faster_than_two_a_cycle_or_one_multiplication_a_cycle(self):
        for (name, _, _, _), instructions in zip(micro_loops.LOOPS, self.bodies):
            turn = dual_issue.loop_cycles(instructions)
            self.assertGreaterEqual(turn, len(instructions) / 2, name)
            self.assertGreaterEqual(turn, sum("multiplier" in i.units for i in instructions), name)

    def test_llvm_mca_reads_every_loop(self):
        found = mca.cycles({f"l{k}": body for k, body in enumerate(self.bodies)})
        self.assertEqual(len(found), len(self.bodies))
        for k, body in enumerate(self.bodies):
            self.assertGreaterEqual(found[f"l{k}"], len(body) / 2 - 0.01)


class Counted(unittest.TestCase):
    def counted(self, body, ranges=None):
        """(Program, Region) of instructions between two marks."""
        source = f"{VECTORS}{MARK}.thumb_func\n.type start, %function\nstart:\n{FPU}bl mark\n{body}\nbl mark\n{EXIT}"
        with tempfile.TemporaryDirectory() as folder:
            p = assembled(source, folder)
            code, output, regions = counts.run(
                p.image, [], p.symbols["mark"][0], {"code": (0, max(p.instructions) + 64), **(ranges or {})}
            )
        self.assertEqual(code, 0, output)
        self.assertEqual(len(regions), 1)
        return p, regions[0]

    def times(self, p, region, text):
        return sum(n for a, n in region.executed.items() if p.instructions[a].text.startswith(text))

    OVERHEAD = 2  # between the marks' first instructions: the first mark's return, the second call

    def test_a_loop_of_known_length(self):
        for turns in (1, 2, 1000, 123457):
            _, region = self.counted(f"ldr r0, ={turns}\n1: adds r2, r2, #3\nsubs r0, r0, #1\nbne 1b")
            self.assertEqual(sum(region.executed.values()), 1 + 3 * turns + self.OVERHEAD)

    def test_a_nest_of_loops(self):
        p, region = self.counted(
            "movs r0, #70\n1: movs r1, #90\n2: eor r2, r2, r1\nsubs r1, r1, #1\nbne 2b\nsubs r0, r0, #1\nbne 1b"
        )
        self.assertEqual(self.times(p, region, "eor"), 70 * 90)
        self.assertEqual(sum(region.executed.values()), 1 + 70 * (1 + 3 * 90 + 2) + self.OVERHEAD)

    def test_instructions_that_are_not_executed_for_their_condition_count(self):
        p, region = self.counted(
            "movs r0, #10\n1: cmp r0, #4\nitt lt\neorlt r1, r1, r0\neorlt r2, r2, r0\nsubs r0, r0, #1\nbne 1b"
        )
        self.assertEqual(self.times(p, region, "eor"), 20)
        self.assertEqual(sum(region.executed.values()), 1 + 10 * 6 + self.OVERHEAD)

    def test_every_way_through_branches_is_counted(self):
        p, region = self.counted("movs r0, #100\n1: tst r0, #3\nbne 2f\neor r1, r1, r0\n2: subs r0, r0, #1\nbne 1b")
        f = flow.flow(p, region, lambda a: p.function_at(a)[0] == "start")
        self.assertEqual(self.times(p, region, "eor"), 25)
        self.assertEqual({n for n in f.runs.values()} - {1}, {100, 25})
        self.assertEqual(len(flow.unbalanced(f)), 1)  # where the call enters
        # taken 75 of 100 times, and the loop left once
        self.assertEqual(cycles.mispredicted(f), 8 * (25 + 1))

    def test_cycles_over_the_counted_paths(self):
        turns = 1000
        for name, body, expected, _ in micro_loops.LOOPS[::6]:
            body = [line.replace("[r8", "[r9") for line in body]
            p, region = self.counted(
                f"ldr r9, =0x20000000\nldr r12, ={turns}\n1:\n" + "\n".join(body) + "\nsubs r12, r12, #1\nbne 1b"
            )
            f = flow.flow(p, region, lambda a: p.function_at(a)[0] == "start")
            found = cycles.DualIssue(p).cycles(f, region)
            self.assertLessEqual(abs(found - turns * expected), 12, name)  # what is before and after the loop

    def test_unaligned_accesses_and_banks(self):
        p, region = self.counted(
            "ldr r1, =0x20000000\nmovs r0, #50\n1: ldr r2, [r1, #1]\nldr r3, [r1, #4]\nldr r4, [r1, #8]\nldr r5, [r1, "
            "#16]\nsubs r0, r0, #1\nbne 1b"
        )
        found = [region.accesses[a][1:] for a in sorted(region.accesses) if region.accesses[a][0] == 50]
        self.assertEqual(found, [(50, 0), (0, 50), (0, 50), (0, 0)])

    RANGES = {
        "constants": (0x20000000, 0x20010000),
        "source": (0x20100000, 0x20110000),
        "result": (0x20110000, 0x20120000),
        "work": (0x20120000, 0x20130000),
    }

    def memory(self, first, size, instruction, passes):
        """Misses of `passes` passes over memory, a word a line of 32 bytes."""
        body = (
            f"movs r3, #{passes}\n1: ldr r0, ={first:#x}\nldr r1, ={size // 32}\n2: {instruction}\nadds r0, #32\nsubs r1, "
            f"r1, #1\nbne 2b\nsubs r3, r3, #1\nbne 1b"
        )
        return self.counted(body, self.RANGES)[1].memory

    @staticmethod
    def of_placements(m, name):
        return [m[f"{name}{p}"] for p in range(stalls.PLACEMENTS)]

    def test_what_fits_the_data_cache_misses_once(self):
        m = self.memory(0x20000000, 16384, "ldr r2, [r0]", 3)
        self.assertEqual((self.of_placements(m, "flashLines"), self.of_placements(m, "ramLines")), ([512] * 8, [0] * 8))

    def test_what_does_not_fit_misses_always(self):
        m = self.memory(0x20000000, 32768, "ldr r2, [r0]", 3)
        self.assertEqual(self.of_placements(m, "flashLines"), [3 * 1024] * 8)

    def test_four_ways(self):
        """Lines 4 KiB apart share a set of 4 ways: 4 of them stay, 5 push each other out."""
        for lines, misses in ((4, 4), (5, 50)):
            body = (
                f"movs r3, #10\n1: ldr r0, =0x20000000\nmovs r1, #{lines}\n2: ldr r2, [r0]\nadd r0, r0, #4096\nsubs r1, r1, "
                f"#1\nbne 2b\nsubs r3, r3, #1\nbne 1b"
            )
            self.assertEqual(self.of_placements(self.counted(body, self.RANGES)[1].memory, "flashLines"), [misses] * 8)

    def test_each_part_waits_where_it_lies_in_sram(self):
        for bit, first in enumerate((0x20100000, 0x20110000, 0x20120000)):
            m = self.memory(first, 16384, "ldr r2, [r0]", 2)
            self.assertEqual(self.of_placements(m, "ramLines"), [512 if p >> bit & 1 else 0 for p in range(stalls.PLACEMENTS)])
            self.assertEqual(self.of_placements(m, "flashLines"), [0] * 8)

    def test_other_memory_is_never_cached(self):
        self.assertEqual(self.of_placements(self.memory(0x20200000, 32768, "str r2, [r0]", 1), "ramLines"), [0] * 8)

    def test_stores_allocate_and_dirty_lines_are_written_back(self):
        m = self.memory(0x20100000, 32768, "str r2, [r0]", 1)
        self.assertEqual(self.of_placements(m, "ramLines"), [0, 1024 + 512] * 4)

    def test_parts_push_each_other_out_of_the_cache(self):
        body = (
            "movs r3, #4\n1: ldr r0, =0x20100000\nldr r4, =0x20110000\nldr r1, =512\n2: ldr r2, [r0]\nldr r2, [r4]\nadds r0, "
            "#32\nadds r4, #32\nsubs r1, r1, #1\nbne 2b\nsubs r3, r3, #1\nbne 1b"
        )
        m = self.counted(body, self.RANGES)[1].memory
        self.assertEqual([m[f"ramLines{p}"] for p in (0, 1, 2, 3)], [0, 512, 512, 4 * 1024])

    def test_code_is_fetched_by_lines_once(self):
        m = self.counted("movs r0, #100\nb 1f\n.balign 32\n1: .rept 31\neor r1, r1, r0\n.endr\nsubs r0, r0, #1\nbne 1b")[1].memory
        lines = m["artJumps"] + m["artSequential"]
        self.assertLessEqual(lines, 10)  # 31 x 4 + 4 bytes are 4 lines, and what lies around them
        self.assertGreaterEqual(lines, 5)

    def test_hot_code_is_never_fetched_from_flash(self):
        body = "movs r0, #100\n1: eor r1, r1, r0\nldr r2, =0x12345678\nsubs r0, r0, #1\nbne 1b"
        m = self.counted(body, {"hot": (0, 0x1000)})[1].memory
        self.assertEqual((m["artJumps"], m["artSequential"]), (0, 0))

    def test_a_loop_larger_than_art_misses_at_each_turn(self):
        lines = 80  # of 64
        m = self.counted(
            f"movs r0, #10\nb 1f\n.balign 32\n1: .rept {8 * lines}\neor r1, r1, r0\n.endr\nsubs r0, r0, #1\nbeq 2f\nb.w 1b\n2: "
            f"nop"
        )[1].memory
        self.assertGreaterEqual(m["artSequential"], 10 * (lines - 1))
        self.assertLessEqual(m["artJumps"], 20)


class Choice(unittest.TestCase):
    @staticmethod
    def layer(name, *options):
        return [
            {"layer": name, "layout": k, "kernel": f"k{k}", "flashBytes": flash, "cycles": spent}
            for k, (flash, spent) in enumerate(options)
        ]

    def test_the_fastest_mix_that_fits(self):
        layers = [self.layer("a", (10, 100), (20, 50)), self.layer("b", (10, 100), (30, 20)), self.layer("c", (5, 10))]
        best = {60: (50, 20, 10), 45: (100, 20, 10), 35: (50, 100, 10), 25: (100, 100, 10)}
        for flash, spent in best.items():
            self.assertEqual(tuple(r["cycles"] for r in totals.within(layers, flash)), spent, flash)
        self.assertIsNone(totals.within(layers, 24))

    def test_as_good_as_trying_every_mix(self):
        import itertools
        import seeds

        random = seeds.generator(self.id())
        for _ in range(200):
            layers = [
                self.layer(str(n), *((random.randint(1, 40), random.randint(1, 40)) for _ in range(random.randint(1, 4))))
                for n in range(random.randint(1, 5))
            ]
            flash = random.randint(1, 120)
            fitting = [
                sum(r["cycles"] for r in mix) for mix in itertools.product(*layers) if sum(r["flashBytes"] for r in mix) <= flash
            ]
            chosen = totals.within(layers, flash)
            self.assertEqual(chosen is None, not fitting)
            if chosen:
                self.assertEqual(sum(r["cycles"] for r in chosen), min(fitting))
                self.assertLessEqual(sum(r["flashBytes"] for r in chosen), flash)

    def test_one_byte_takes_padding_at_most(self):
        layers = [self.layer("a", (16, 100), (18, 50), (19, 5))]
        self.assertEqual(totals.one_byte(layers)[0]["cycles"], 50)


class Clock(unittest.TestCase):
    """nf-interop/kernels/clock.json: how much of the modelled waiting is real."""

    POINTS = [(m["ms"], m["dualMs"] + m["branchMs"], m["waitingMs"]) for m in clock.NUMBERS["measured"]]

    def test_the_factor_is_the_one_that_fits_the_measurements(self):
        self.assertAlmostEqual(clock.WAITING_FACTOR, clock.fitted(self.POINTS), delta=0.005)

    def test_every_measurement_is_within_five_per_cent_and_between_the_bounds(self):
        for m, (measured, core, waiting) in zip(clock.NUMBERS["measured"], self.POINTS):
            self.assertAlmostEqual((core + clock.WAITING_FACTOR * waiting) / measured, 1, delta=0.05, msg=m["name"])
            self.assertLessEqual(m["dualMs"], measured)
            self.assertLessEqual(measured, core + waiting)

    def test_a_known_factor_is_found_again(self):
        import seeds

        random = seeds.generator(self.id())
        for _ in range(100):
            factor, points = random.uniform(0, 1), [(random.uniform(10, 100), random.uniform(1, 30)) for _ in range(5)]
            self.assertAlmostEqual(clock.fitted([(core + factor * waiting, core, waiting) for core, waiting in points]), factor)

    def test_cycles_of_a_row(self):
        row = {"cyclesDual": 1000, "cyclesBranch": 100, "cyclesWaiting": [10 * p for p in range(8)], "placement": 2}
        self.assertEqual(
            (clock.cycles(row), clock.cycles(row, 5), clock.most(row)),
            (round(1100 + 20 * clock.WAITING_FACTOR), round(1100 + 50 * clock.WAITING_FACTOR), 1120),
        )


if __name__ == "__main__":
    unittest.main()
