"""Runs an image under QEMU with plugin/counts.c and reads what it counted: a Region a measured call."""
import atexit
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from typing import NamedTuple

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
import emulator  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT_S = 1800


class Region(NamedTuple):
    executed: dict  # {address: times}
    edges: dict  # {(last instruction of a translated block, first of the next one): times}
    accesses: dict  # {address: (times, unaligned, directly after an access to the other bank)}
    memory: dict  # {name: times} of plugin/memory.h


@functools.lru_cache(maxsize=None)
def plugin():
    """Compiles the plugin; SkipTest where there is no compiler."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        raise unittest.SkipTest("a C compiler is not installed")
    library = pathlib.Path(folder) / "counts.so"
    command = [
        compiler,
        "-std=c11",
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-shared",
        "-fPIC",
        "-o",
        str(library),
        str(HERE / "plugin" / "counts.c"),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}")
    return library


def run(image, arguments, toggle, ranges, machine=("mps2-an500",), cache_bytes=16384, boards=(), options=(), timeout_s=TIMEOUT_S):
    """(exit status, console text, [Region]): a region from each odd execution of the instruction at `toggle` to the next one.

    ranges: {name: (first address, address behind)} of plugin/memory.h; machine: QEMU's name and further options. boards: the
    memories of plugin/board.h, in place of memory.h's; then the image cannot count instructions itself. options: QEMU's.
    """
    if not shutil.which("qemu-system-arm"):
        raise unittest.SkipTest("qemu-system-arm is not installed")
    with tempfile.TemporaryDirectory() as folder:
        counted = pathlib.Path(folder) / "counts.txt"
        console = ",".join(f"arg={a}" for a in ("image", *arguments))
        command = [
            *emulator.QEMU,
            "-M",
            *machine,
            *(() if boards else emulator.COUNTED),
            *options,
            "-plugin",
            ",".join(
                [
                    f"{plugin()},out={counted},toggle={toggle:#x},cache={cache_bytes}",
                    *(f"{name}={a:#x}-{b:#x}" for name, (a, b) in ranges.items()),
                    *(f"board={text}" for text in boards),
                ]
            ),
            "-semihosting-config",
            f"enable=on,target=native,{console}",
            "-kernel",
            str(image),
        ]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout_s)
        if "-plugin" in done.stdout and not counted.exists():
            raise unittest.SkipTest("this qemu-system-arm has no plugins")
        return done.returncode, done.stdout, read(counted)


def read(file):
    regions = []
    for line in file.read_text().splitlines():
        word = line.split()
        if word[0] == "region":
            regions.append(Region({}, {}, {}, {}))
        elif word[0] == "insn":
            regions[-1].executed[int(word[1], 16)] = int(word[2])
        elif word[0] == "edge":
            regions[-1].edges[int(word[1], 16), int(word[2], 16)] = int(word[3])
        elif word[0] == "access":
            regions[-1].accesses[int(word[1], 16)] = tuple(map(int, word[2:]))
        else:
            regions[-1].memory[word[1]] = int(word[2])
    return regions
