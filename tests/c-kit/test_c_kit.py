"""The C kit as somebody else uses it: from an install prefix in a project of its own, for the PC and a Cortex-M7 in QEMU; with
FetchContent; its example, its documentation and its package files."""
import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from xml.etree import ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KERNELS = ROOT / "nf-interop" / "kernels"
GOLDEN = ROOT / "tests" / "kernels" / "golden"
STARTUP = ROOT / "nf-interop" / "examples" / "bare-metal"
sys.path.insert(0, str(ROOT / "tests" / "kernels"))

import emulator
import seeds
from test_m7_kernels import MOST_STACK_BYTES

FOLDERS = ("engine", "kit", "layouts", "reference", "m7")
OK, ARGUMENT, CONTEXT, MODEL, ARENA, ALIGNMENT = 0, -1, -2, -3, -4, -6
AUTO, LIGHT, FULL = 0, 1, 2
CONVOLUTIONS = 120
FEW_BYTES = 64  # of stack: calls that take no more share a line


def need(*tools):
    for tool in tools:
        if not shutil.which(tool):
            raise unittest.SkipTest(f"{tool} is not installed")


def call(*command, cwd=None):
    done = subprocess.run([str(c) for c in command], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}:\n{done.stdout[-4000:]}")
    return done.stdout


def array(name, data):
    return f"static alignas(32) const uint8_t {name}[] = {{{','.join(map(str, data))}}};\n"


def models_header(entries, seed):
    """The models and inputs of golden.json as C."""
    text = "#include <stdalign.h>\n#include <stdint.h>\n"
    text += "typedef struct test_model { const char *name; const uint8_t *model, *inputs; uint32_t modelBytes, inputBytes; "
    text += "int count; } test_model;\n"
    rows = ""
    for i, entry in enumerate(entries):
        model = (GOLDEN / entry["model"]).read_bytes()
        inputs = [bytes.fromhex(case["input"]) for case in entry["cases"]]
        text += array(f"model{i}", model) + array(f"inputs{i}", b"".join(inputs))
        rows += f'{{"{entry["model"]}", model{i}, inputs{i}, {len(model)}, {len(inputs[0])}, {len(inputs)}}},\n'
    return text + f"static const test_model test_models[] = {{{rows}}};\nenum {{ TEST_SEED = {seed} }};\n"


def stack_texts(output):
    """KIT.md's table and ncn.h's words of what the program measured; no call may take more than they say."""
    table = "| call | stack, bytes | with a kernel, at most |\n|---|---|---|\n"
    words, others = "", 0
    for name, own, depth, all_of_it in re.findall(r"^stack (ncn_\w+) (\d+) (\d+) (\d+)$", output, re.M):
        own, most = int(own), max(int(own), int(depth) + MOST_STACK_BYTES if int(depth) else 0)
        assert int(all_of_it) <= most, (name, all_of_it, most)
        if most <= FEW_BYTES:
            others = max(others, most)
            continue
        table += f"| `{name}` | {own} | {most if most > own else ''} |\n".replace("|  |", "| |")
        words += f"{name} {most}, "
    return table + f"| each other call | {others} | |\n", f"{words}each other call {others} bytes"


def expected_answers(entry):
    """[(mode, top1, top2, lightTop1, confidence, what ran)] in the program's order."""
    threshold = (GOLDEN / entry["model"]).read_bytes()[52]
    answers = []
    for i, case in enumerate(entry["cases"]):
        light = case["confidence"][0]  # top1, top2, score256, scoreQ16
        full = next(c for c in reversed(case["confidence"]) if c is not None)
        for mode in (AUTO, LIGHT, FULL):
            runs = FULL if mode == FULL or (mode == AUTO and light[2] < threshold) else LIGHT
            top = full if runs == FULL else light
            answers.append([i, mode, OK, top[0], top[1], light[0], light[3], runs])
    return answers


class CKit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        need("cmake", "cc")
        held = tempfile.TemporaryDirectory()
        cls.addClassCleanup(held.cleanup)
        cls.folder = pathlib.Path(held.name)
        cls.entries = json.loads((GOLDEN / "golden.json").read_text())
        seed = int(seeds.generator(cls.__name__).randint(1 << 30))
        (cls.folder / "models.h").write_text(models_header(cls.entries, seed))

    def configure(self, source, name, *options):
        """Configures and builds; the build folder."""
        build = self.folder / name
        call("cmake", "-S", source, "-B", build, "-DCMAKE_BUILD_TYPE=Release", *options)
        call("cmake", "--build", build, "--parallel", "2")
        return build

    @functools.lru_cache(maxsize=None)
    def prefix(self, target):
        """The kit, installed for the PC or with a toolchain file; the prefix."""
        where = self.folder / f"prefix-{target}"
        options = [] if target == "pc" else [f"-DCMAKE_TOOLCHAIN_FILE={ROOT}/nf-interop/cmake/{target}.cmake"]
        build = self.configure(KERNELS, f"kit-{target}", *options, f"-DCMAKE_INSTALL_PREFIX={where}")
        call("cmake", "--install", build)
        return where

    def check(self, output):
        """What the program says, against golden.json."""
        parts = re.split(r"^model (.*)\n", output, flags=re.M)
        self.assertEqual(len(parts), 1 + 2 * len(self.entries), output)
        for entry, name, text in zip(self.entries, parts[1::2], parts[2::2]):
            with self.subTest(name):
                self.assertEqual(name, entry["model"])
                answers = [[int(n) for n in line.split()[1:]] for line in text.splitlines() if line.startswith("answer")]
                expected = expected_answers(entry)
                self.assertEqual(answers, expected)
                self.assertGreaterEqual({a[7] for a in answers}, {LIGHT, FULL})
                said = dict(re.findall(r"^([a-z][a-z ]*?) (-?\d+)$", text, re.M))
                light = sum(a[7] == LIGHT for a in expected)
                self.assertEqual(int(said["light"]), light)
                self.assertEqual(int(said["full"]), len(expected) - light)
                self.assertEqual(int(said["ticks"]), 5 * len(expected))
                wanted = {"open": OK, "clock": OK, "counters": OK, "threshold": OK, "is": 255, "threshold too high": ARGUMENT}
                wanted |= {"short input": ARGUMENT, "class too high": 1, "least": OK, "less": ARENA, "still known": 1}
                wanted |= {"not open": CONTEXT, "crooked": ALIGNMENT, "short model": MODEL}
                self.assertEqual({key: int(said[key]) for key in wanted}, wanted)
                self.assertRegex(text, r"(?m)^short model -3\nthe file is longer or shorter than its header says$")
        self.assertIn(f"convolutions {CONVOLUTIONS}\n", output)
        self.assertIn(f"too wide {ARGUMENT}\n", output)
        self.assertIn("the arena is smaller than the model needs", output)

    def test_installed_for_the_pc(self):
        prefix = self.prefix("pc")
        self.assertEqual([p.name for p in (prefix / "include").iterdir()], ["ncn.h"])
        build = self.configure(HERE / "project", "user-pc", f"-DCMAKE_PREFIX_PATH={prefix}", f"-DMODELS={self.folder}")
        self.check(call(build / "kit_user"))

    def test_installed_for_the_cortex_m7(self):
        need("arm-none-eabi-gcc", "qemu-system-arm")
        options = [f"-DCMAKE_TOOLCHAIN_FILE={ROOT}/nf-interop/cmake/cortex-m7.cmake", f"-DSTARTUP={STARTUP}"]
        options += [f"-Dncn_DIR={next(self.prefix('cortex-m7').glob('lib*/cmake/ncn'))}", f"-DMODELS={self.folder}"]
        build = self.configure(HERE / "project", "user-m7", *options)
        code, output = emulator.emulated(build / "kit_user")
        self.assertEqual(code, 0, output)
        self.check(output)
        table, words = stack_texts(output)
        self.assertIn(table, (KERNELS / "KIT.md").read_text(), table)
        self.assertIn(words, re.sub(r"\s+", " ", (KERNELS / "include" / "ncn.h").read_text()), words)

    def test_fetched(self):
        archive = self.folder / "ncn.tar.gz"
        call("tar", "-czf", archive, "--exclude=build", "-C", ROOT, "nf-interop/kernels")
        build = self.configure(HERE / "project", "user-fetch", f"-DFETCH={archive}", f"-DMODELS={self.folder}")
        self.check(call(build / "kit_user"))

    def test_another_version_is_refused(self):
        project = self.folder / "newer"
        project.mkdir()
        (project / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.21)\nproject(newer LANGUAGES C)\nfind_package(ncn 0.2 REQUIRED)\n"
        )
        with self.assertRaisesRegex(AssertionError, "0.1.0"):
            call("cmake", "-S", project, "-B", project / "build", f"-DCMAKE_PREFIX_PATH={self.prefix('pc')}")

    def test_the_example_of_the_kernels(self):
        source = ROOT / "nf-interop" / "examples" / "kernels"
        self.assertLessEqual(len((source / "main.c").read_text().splitlines()), 40)
        build = self.configure(source, "example")
        self.assertRegex(call(build / "kernels"), r"^success: int8 -?\d+, bits [0-9a-f]{8}\n$")

    def test_a_program_of_cplusplus(self):
        need("c++")
        source = self.folder / "plus.cpp"
        source.write_text(
            '#include "ncn.h"\nint main() { ncn_classifier c; return ncn_open(&c, 0, 0, ncn_memory(), ncn_memory()); }\n'
        )
        flags = ["-std=c++11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
        library = next(self.prefix("pc").rglob("libncn.a"))
        call("c++", *flags, f"-I{self.prefix('pc')}/include", source, library, "-o", self.folder / "plus")
        self.assertEqual(subprocess.run([self.folder / "plus"]).returncode, ARGUMENT & 0xFF)


class Documentation(unittest.TestCase):
    def test_doxygen_has_no_warning(self):
        need("doxygen")
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "NCN_DOXYGEN_OUT": folder}
            done = subprocess.run(
                ["doxygen"], cwd=KERNELS, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("ncn_classify", (pathlib.Path(folder) / "html" / "ncn_8h.html").read_text())


class Packages(unittest.TestCase):
    """library.json, the CMSIS-Pack's description and Zephyr's files name the sources and the version that CMake builds."""

    sources = sorted(str(p.relative_to(KERNELS)) for folder in FOLDERS for p in (KERNELS / folder).glob("*.c"))

    def test_every_build_system_has_every_source(self):
        self.assertGreater(len(self.sources), 60)
        library = json.loads((KERNELS / "library.json").read_text())
        self.assertEqual(library["build"]["srcFilter"], ["-<*>", *(f"+<{folder}/*.c>" for folder in FOLDERS)])
        pack = ElementTree.parse(KERNELS / "nanoCoopNet.ncn.pdsc").getroot()
        files = {(f.get("category"), f.get("name")) for f in pack.iter("file")}
        self.assertEqual(sorted(name for category, name in files if category == "source"), self.sources)
        for category, name in files:
            self.assertTrue((KERNELS / name).exists(), name)
        zephyr = (KERNELS / "zephyr" / "CMakeLists.txt").read_text()
        self.assertEqual(re.findall(r"\$\{NCN\}/(\w+)/\*\.c", zephyr), list(FOLDERS))
        cmake = (KERNELS / "CMakeLists.txt").read_text()
        self.assertEqual(sorted(set(re.findall(r"^ +((?:engine|kit|layouts|m7|reference)/\w+\.c)", cmake, re.M))), self.sources)

    def test_one_version(self):
        version = re.search(r"<Version>(.*)</Version>", (ROOT / "Directory.Build.props").read_text())[1]
        found = {
            "ncn.h": re.search(r'#define NCN_VERSION "(.*)"', (KERNELS / "include" / "ncn.h").read_text())[1],
            "CMakeLists.txt": re.search(r"project\(ncn VERSION (\S+)", (KERNELS / "CMakeLists.txt").read_text())[1],
            "Doxyfile": re.search(r"PROJECT_NUMBER\s*= (.*)", (KERNELS / "Doxyfile").read_text())[1],
            "library.json": json.loads((KERNELS / "library.json").read_text())["version"],
            "pdsc": ElementTree.parse(KERNELS / "nanoCoopNet.ncn.pdsc").getroot().find("releases/release").get("version"),
        }
        self.assertEqual(set(found.values()), {version}, found)

    def test_library_json_builds_for_every_core(self):
        need("arm-none-eabi-gcc")
        flags = json.loads((KERNELS / "library.json").read_text())["build"]["flags"]
        words = [word for flag in flags for word in flag.split(" ")]
        for core in ("cortex-m0plus", "cortex-m3", "cortex-m4", "cortex-m7"):
            command = [
                "arm-none-eabi-gcc",
                "-std=c11",
                f"-mcpu={core}",
                "-mthumb",
                "-fsyntax-only",
                "-Wall",
                "-Wextra",
                "-Werror",
            ]
            call(*command, "-I", "include", *words, *self.sources, cwd=KERNELS)


if __name__ == "__main__":
    unittest.main()
