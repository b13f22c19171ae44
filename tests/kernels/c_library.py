"""The C under test, built by the CMake presets of nf-interop and loaded with ctypes. Without a C compiler or CMake: skipped."""
import ctypes
import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

INTEROP = pathlib.Path(__file__).resolve().parents[2] / "nf-interop"
INTERNAL = INTEROP / "kernels" / "internal"


@functools.lru_cache(maxsize=None)
def build(preset):
    """Builds a preset; returns its folder. SkipTest where a tool is missing, RuntimeError where the build fails."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    for tool, found in (("cmake", shutil.which("cmake")), ("a C compiler", compiler)):
        if not found:
            raise unittest.SkipTest(f"{tool} is not installed")
    for command in (["cmake", "--preset", preset], ["cmake", "--build", "--preset", preset, "--parallel"]):
        done = subprocess.run(command, cwd=INTEROP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-4000:]}")
    return INTEROP / "build" / preset


@functools.lru_cache(maxsize=None)
def native(preset="host"):
    """libnanocoop: the native interface over callbacks."""
    return ctypes.CDLL(str(_only(build(preset), ("libnanocoop.so", "libnanocoop.dylib", "nanocoop.dll"))))


@functools.lru_cache(maxsize=None)
def kernels():
    """The kernels and the engine with every function visible: the preset's own objects, linked as a shared library."""
    if sys.platform not in ("linux", "darwin"):
        raise unittest.SkipTest("single kernels are called on Linux and macOS only")
    folder = build("host")
    archive = _only(folder, ("libncn.a",))
    library = folder / "libncn_kernels_test.so"
    whole = ["-Wl,--whole-archive", str(archive), "-Wl,--no-whole-archive"]
    if sys.platform == "darwin":
        whole = ["-Wl,-all_load", str(archive)]
    subprocess.run([os.environ.get("CC", "cc"), "-shared", "-o", str(library), *whole], check=True)
    return ctypes.CDLL(str(library))


def rules():
    """{number: name} of ncn_rules.def."""
    lines = re.findall(r"^NCN_RULE\((\w+), (\d+),", (INTERNAL / "ncn_rules.def").read_text(), re.M)
    return {int(number): name for name, number in lines}


def kernel_list():
    """[(op, layout, function name, implementation)] of ncn_kernels.def, as the build for the PC has it."""
    return re.findall(r"^NCN_KERNEL\((\w+), (\d+), (\w+), (\w+)\)", (INTERNAL / "ncn_kernels.def").read_text(), re.M)


def float_kernel_list():
    """[(op, numbers, function name, implementation)] of ncn_float_kernels.def, likewise."""
    text = (INTERNAL / "ncn_float_kernels.def").read_text()
    return re.findall(r"^NCN_FLOAT_KERNEL\((\w+), (\w+), (\w+), (\w+)\)", text, re.M)


def _only(folder, names):
    found = [path for name in names for path in folder.rglob(name)]
    if not found:
        raise RuntimeError(f"the build made none of {', '.join(names)}")
    return found[0]
