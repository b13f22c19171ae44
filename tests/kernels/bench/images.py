"""The images that the benchmark measures, by core and compiler."""
import shutil
import subprocess
import unittest

import c_library
import emulator

MACHINES = {"cortex-m7": "mps2-an500", "cortex-m4": "mps2-an386"}
CLANG = c_library.INTEROP.parent / "tests" / "kernels" / "bench" / "clang.cmake"


def image(core="cortex-m7", compiler="gcc"):
    """The kernels' test image; SkipTest where a tool is missing."""
    return emulator.image(core) if compiler == "gcc" else clang_image()


def clang_image():
    for tool in ("clang-19", "arm-none-eabi-gcc", "cmake"):
        if not shutil.which(tool):
            raise unittest.SkipTest(f"{tool} is not installed")
    folder = c_library.INTEROP / "build" / "cortex-m7-clang"
    configure = [
        "cmake",
        "-S",
        str(c_library.INTEROP),
        "-B",
        str(folder),
        f"-DCMAKE_TOOLCHAIN_FILE={CLANG}",
        "-DCMAKE_BUILD_TYPE=Release",
    ]
    for command in (configure, ["cmake", "--build", str(folder), "--parallel", "--target", "ncn_kernel_test"]):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-4000:]}")
    return next(folder.rglob("ncn_kernel_test.elf"))


def version(compiler="gcc"):
    command = ["arm-none-eabi-gcc", "-dumpfullversion"] if compiler == "gcc" else ["clang-19", "-dumpversion"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
