"""llvm-mca's cycles of basic blocks, -mcpu=cortex-m7: each block repeated 100 times, cycles of one run on average."""
import json
import re
import shutil
import subprocess
import unittest

ITERATIONS = 100
COMMAND = [
    "-mtriple=thumbv7em-none-eabihf",
    "-mcpu=cortex-m7",
    f"-iterations={ITERATIONS}",
    "-json",
    "-skip-unsupported-instructions=lack-sched",  # comparisons of floats
]


def program():
    for name in ("llvm-mca-19", "llvm-mca"):
        if shutil.which(name):
            return name
    raise unittest.SkipTest("llvm-mca is not installed (llvm-19)")


def assembly(instruction):
    """A line for LLVM's assembler: targets of branches and of loads from the code need no address here."""
    text = instruction.text
    name = text.split()[0]
    if name in ("b", "bl"):
        return f"{name} target"
    if instruction.kind.name == "branch" and name.startswith("cb"):
        return f"{text.split(',')[0]}, target"
    if name == "adr":
        return f"{text.split(',')[0]}, target"
    return re.sub(r"\[pc(, #-?\d+)?\]", "[r0]", text)


def cycles(blocks):
    """{key: cycles of a run} of {key: [Instruction]}."""
    lines = [".thumb", ".syntax unified"]
    for key, instructions in blocks.items():
        lines += [f"@ LLVM-MCA-BEGIN {key}", *map(assembly, instructions), "@ LLVM-MCA-END"]
    lines += [".balign 4", "target: nop"]
    done = subprocess.run(
        [program(), *COMMAND], input="\n".join(lines) + "\n", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise RuntimeError(f"llvm-mca failed:\n{done.stderr[:2000]}")
    regions = json.loads(done.stdout)["CodeRegions"]
    return {key: region["SummaryView"]["TotalCycles"] / ITERATIONS for key, region in zip(blocks, regions)}
