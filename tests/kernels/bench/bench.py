#!/usr/bin/env python3
"""Every kernel on the layers of the project's networks, in every layout that it has: exact instructions, cycles by three models, memory.

    tests/kernels/bench/bench.py [--only NETWORK/FORM/LAYER] [--json FILE] [--costs] [--update] [--counts] [--references]

Runs the emulated Cortex-M7's image (../m7/bench.c) under QEMU. MODELS.md says what the models are and what they leave out. Needs arm-none-eabi-gcc,
qemu-system-arm, a C compiler and llvm-19; about half a minute.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import emulator  # noqa: E402
import measure  # noqa: E402
import table  # noqa: E402
import totals  # noqa: E402

BASELINE = HERE / "baseline.json"
COSTS = HERE.parents[2] / "nf-interop" / "kernels" / "costs.json"
SHAPE = ("op", "layout", "kH", "kW", "stride", "inC", "outC", "outputPixels", "macs")
KEPT = ("network", "form", "layer", "kernel", "layout", "instructions", "stackBytes")  # of a row, in the baseline


def compiler():
    return subprocess.run(["arm-none-eabi-gcc", "-dumpfullversion"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def json_text(**fields):
    """JSON with a line an entry of each list, so that two changes to different rows do not conflict."""
    parts = [f' "compiler": {json.dumps(compiler())}']
    for name, value in fields.items():
        parts.append(f' "{name}": ' + ("[\n" + ",\n".join("  " + json.dumps(entry) for entry in value) + "\n ]" if isinstance(value, list) else json.dumps(value)))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def costs(rows):
    """Rows of costs.json (nf-interop/kernels/KERNELS.md, Benchmark): what a layer of a shape costs in a layout, with the kernel that the core runs."""
    found = {}
    for row in sorted(rows, key=lambda r: not totals.is_reference(r)):  # a reference only where nothing else runs the layout
        shape = {name: row[name] for name in SHAPE}
        found[tuple(shape.values())] = {**shape, "cyclesDual": row["cyclesDual"], "cyclesStall": row["cyclesStall"]}
    return [found[key] for key in sorted(found)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", metavar="NETWORK/FORM/LAYER", help="layers whose name begins so, e.g. caffenet/int8/conv2")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write rows and totals")
    parser.add_argument("--counts", action="store_true", help="instructions only, without the models")
    parser.add_argument("--references", action="store_true", help="show the reference kernels too")
    parser.add_argument("--costs", action="store_true", help="write nf-interop/kernels/costs.json, from which the packer chooses layouts")
    parser.add_argument("--update", action="store_true", help="write baseline.json, the counts that test_bench.py compares with")
    arguments = parser.parse_args()
    if arguments.update or arguments.costs:
        arguments.counts, arguments.only = not arguments.costs, ""
    try:
        rows = measure.instructions(arguments.only) if arguments.counts else measure.modelled(emulator.image(), arguments.only)
    except unittest.SkipTest as missing:
        sys.exit(f"bench: {missing}")
    print(table.render(rows, arguments.references))
    if arguments.json:
        arguments.json.write_text(json_text(rows=rows, totals=totals.totals(rows)))
    if arguments.costs:
        COSTS.write_text(json_text(command="tests/kernels/bench/bench.py --costs", rows=costs(rows)))
    if arguments.update:
        BASELINE.write_text(json_text(rows=[{name: row[name] for name in KEPT} for row in rows]))


if __name__ == "__main__":
    main()
