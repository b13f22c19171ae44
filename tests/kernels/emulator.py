"""Bare-metal images on QEMU's Cortex-M7 and M4, which share a memory map."""
import shutil
import subprocess
import unittest

import c_library

TIMEOUT_S = 600


# QEMU without screen, monitor or serial port.
QEMU = ["qemu-system-arm", "-display", "none", "-monitor", "none", "-serial", "none"]
COUNTED = ["-icount", "shift=8"]  # its clock counts instructions


def emulated(image, *arguments, machine="mps2-an500"):
    """Runs a bare-metal image with arguments; what it says on the console."""
    options = ",".join(f"arg={a}" for a in ("image", *arguments))
    command = [
        *QEMU,
        *COUNTED,
        "-M",
        machine,
        "-semihosting-config",
        f"enable=on,target=native,{options}",
        "-kernel",
        str(image),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT_S)
    return done.returncode, done.stdout


def image(preset="cortex-m7"):
    """The kernels' test image, as a preset builds it; SkipTest where the compiler or the emulator is missing."""
    for tool in ("arm-none-eabi-gcc", "qemu-system-arm"):
        if not shutil.which(tool):
            raise unittest.SkipTest(f"{tool} is not installed")
    return next(c_library.build(preset).rglob("ncn_kernel_test.elf"))
