#!/usr/bin/env python3
"""Every kernel on the layers of the project's networks, in every layout that it has: exact instructions, cycles by three models,
memory.

    tests/kernels/bench/bench.py [--only NETWORK/FORM/LAYER] [--json FILE] [--costs] [--update] [--counts] [--references]
                                 [--hot N] [--compiler gcc|clang] [--core cortex-m7|cortex-m4]
    tests/kernels/bench/bench.py --elf FILE --function NAME [--arguments R0 ...] [--ram FROM-TO ...] [--sram FROM-TO]
                                 [--itcm FROM-TO] [--constants FROM-TO] [--cache BYTES] [--board BOARD.json]
                                 [--hot N] [--json FILE]

Runs the emulated Cortex-M7's image (../m7/bench.c) under QEMU; with --elf one function of any program. MODELS.md says what the
models are and what they leave out. Needs arm-none-eabi-gcc, qemu-system-arm, a C compiler and llvm-19; about half a minute.
"""
import argparse
import json
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import elf  # noqa: E402
import images  # noqa: E402
import measure  # noqa: E402
import table  # noqa: E402
import totals  # noqa: E402
import waiting  # noqa: E402

BASELINE = HERE / "baseline.json"
COSTS = HERE.parents[2] / "nf-interop" / "kernels" / "costs.json"
SHAPE = ("op", "layout", "kH", "kW", "stride", "inC", "outC", "outputPixels", "macs")
COST = ("instructions", "cyclesDual", "cyclesBranch", "cyclesWaiting")
KEPT = ("network", "form", "layer", "kernel", "layout", "instructions", "stackBytes")  # of a row, in the baseline


def json_text(compiler="gcc", **fields):
    """JSON with a line an entry of each list, so that two changes to different rows do not conflict."""
    parts = [f' "compiler": {json.dumps(images.version(compiler))}']
    for name, value in fields.items():
        parts.append(
            f' "{name}": '
            + (
                "[\n" + ",\n".join("  " + json.dumps(entry) for entry in value) + "\n ]"
                if isinstance(value, list)
                else json.dumps(value)
            )
        )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def shape_of(row):
    """What a row's cost depends on; `numbers` of networks of floats only."""
    floats = {"numbers": row["numbers"]} if row.get("numbers") else {}
    return {name: row[name] for name in SHAPE} | floats


def costs(rows):
    """Rows of costs.json (nf-interop/kernels/KERNELS.md, Benchmark): what a layer of a shape costs in a layout, with the kernel
    that the core runs."""
    found = {}
    for row in sorted(rows, key=lambda r: not totals.is_reference(r)):  # a reference only where nothing else runs the layout
        shape = shape_of(row)
        found[tuple(shape.values())] = {**shape, **{name: row[name] for name in COST}}
    return [found[key] for key in sorted(found)]


def number(text):
    return int(text, 0)


def memory(text):
    """(from, behind) of FROM-TO."""
    begin, _, end = text.partition("-")
    if not number(begin) < number(end):
        raise ValueError(text)
    return number(begin), number(end)


def of_elf(arguments):
    """Rows of the function that --function names."""
    if not arguments.function:
        sys.exit("bench: --elf needs --function: a name of the file's symbol table, or an address (0x...)")
    if len(arguments.arguments) > 4:
        sys.exit("bench: --arguments are r0 ... r3, at most four")
    if arguments.board and waiting.read(arguments.board)["core"] == "cortex-m7":
        sys.exit("bench: --board is for boards with a Cortex-M3 or M4; without it the model is the STM32F767's")
    if arguments.cache % 128 or not 128 <= arguments.cache <= 16384:
        sys.exit("bench: --cache is a multiple of 128 (lines of 32 bytes in 4 ways), at most 16384")
    return [
        elf.measured(
            arguments.elf,
            arguments.function,
            arguments.arguments,
            arguments.ram,
            arguments.sram,
            arguments.itcm,
            arguments.constants,
            arguments.cache,
            arguments.hot,
            waiting.read(arguments.board) if arguments.board else None,
        )
    ]


def add_elf(parser):
    group = parser.add_argument_group("one function of any program (MODELS.md)")
    group.add_argument("--elf", type=pathlib.Path, metavar="FILE", help="a linked program for a Cortex-M7")
    group.add_argument("--function", metavar="NAME", help="what is called, once; or its address, 0x...")
    group.add_argument("--arguments", type=number, nargs="+", default=[], metavar="R0", help="of the call: r0 ... r3; 0")
    group.add_argument(
        "--ram", type=memory, nargs="+", default=[], metavar="FROM-TO", help="memory that the file does not have itself, zeros"
    )
    group.add_argument(
        "--sram", type=memory, default=(0, 0), metavar="FROM-TO", help="what lies in SRAM behind the D-cache, not in DTCM"
    )
    group.add_argument("--itcm", type=memory, default=(0, 0), metavar="FROM-TO", help="code that never waits")
    group.add_argument(
        "--constants",
        type=memory,
        metavar="FROM-TO",
        help="what the D-cache reads from flash; default: the file's read-only sections without code",
    )
    group.add_argument(
        "--board",
        type=pathlib.Path,
        metavar="BOARD.json",
        help="a board with a Cortex-M3 or M4 (boards/*/board.json): its model, clock and flash in place of the STM32F767's",
    )
    group.add_argument("--cache", type=number, default=16384, metavar="BYTES", help="the D-cache's size (STM32F746: 4096)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", default="", metavar="NETWORK/FORM/LAYER", help="layers whose name begins so, e.g. caffenet/int8/conv2"
    )
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write rows and totals")
    parser.add_argument("--counts", action="store_true", help="instructions only, without the models")
    parser.add_argument(
        "--hot", type=int, default=0, metavar="N", help="show the N basic blocks of each row that take most cycles"
    )
    parser.add_argument("--compiler", choices=("gcc", "clang"), default="gcc", help="the firmware is gcc's; clang for comparison")
    parser.add_argument(
        "--core",
        choices=tuple(images.MACHINES),
        default="cortex-m7",
        help="cortex-m4: its own model, and milliseconds on the boards that have it",
    )
    parser.add_argument("--references", action="store_true", help="the reference kernels too")
    parser.add_argument(
        "--costs", action="store_true", help="write nf-interop/kernels/costs.json, from which the packer chooses layouts"
    )
    parser.add_argument("--update", action="store_true", help="write baseline.json, the counts that test_bench.py compares with")
    add_elf(parser)
    arguments = parser.parse_args()
    of_firmware = (arguments.compiler, arguments.core) == ("gcc", "cortex-m7")
    if (arguments.update or arguments.costs) and (arguments.only or not of_firmware):
        parser.error("--update and --costs are of all layers, gcc and the Cortex-M7")
    if arguments.core != "cortex-m7" and arguments.compiler != "gcc":
        parser.error("clang builds for the Cortex-M7 only")
    if arguments.counts and arguments.costs:
        parser.error("--costs needs the models")
    counts_only = arguments.counts or (arguments.update and not (arguments.costs or arguments.json))
    if arguments.elf:
        try:
            rows = of_elf(arguments)
        except (elf.Fault, ValueError, OSError, unittest.SkipTest) as wrong:
            sys.exit(f"bench: {wrong}")
        print(table.render_single(rows) if arguments.board else table.render_call(rows))
        if arguments.json:
            arguments.json.write_text(json_text(rows=rows))
        return
    try:
        image = images.image(arguments.core, arguments.compiler)
        rows = (
            measure.instructions(image, arguments.only, images.MACHINES[arguments.core])
            if counts_only
            else measure.single_issue(image, arguments.only, arguments.core, images.MACHINES[arguments.core])
            if arguments.core != "cortex-m7"
            else measure.modelled(image, arguments.only, arguments.hot)
        )
    except unittest.SkipTest as missing:
        sys.exit(f"bench: {missing}")
    if not rows:
        sys.exit(f"bench: no layer's name begins with {arguments.only}")
    if arguments.core != "cortex-m7" and not counts_only:
        print(table.render_core(rows, arguments.references))
        if arguments.json:
            arguments.json.write_text(json_text(arguments.compiler, rows=rows))
        return
    total_rows = [] if arguments.only.count("/") > 1 else totals.totals(rows)  # not of a part of a network
    shown = totals.marked(rows, total_rows, arguments.references)
    print(table.render(shown, total_rows))
    if arguments.json:
        arguments.json.write_text(json_text(arguments.compiler, rows=shown, totals=total_rows))
    if arguments.costs:
        COSTS.write_text(json_text(command="tests/kernels/bench/bench.py --costs", rows=costs(rows)))
    if arguments.update:
        BASELINE.write_text(json_text(rows=[{name: row[name] for name in KEPT} for row in rows]))


if __name__ == "__main__":
    main()
