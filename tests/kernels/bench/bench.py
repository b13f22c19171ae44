#!/usr/bin/env python3
"""Instructions of every kernel on the layers of the project's networks, exact, counted by QEMU's Cortex-M7 (../m7/bench.c).

    tests/kernels/bench/bench.py [--only NETWORK/FORM/LAYER] [--json FILE] [--update]

Prints a table: MACs, instructions of the reference and of the kernel the core runs, instructions a MAC; then sums of the complete networks. --json writes
the rows and totals; --only measures the layers whose name begins so; --update writes baseline.json, which ../test_bench.py compares with. Figures are of the gcc that baseline.json names and
of the workspace that an arena of 128 KiB leaves beside the layer's two maps. Not measured here: cycles, caches, flash wait states.
"""
import argparse
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import emulator  # noqa: E402

BASELINE = HERE / "baseline.json"
SEED = 1  # of the tensors; counts hardly depend on them, but the baseline is of these
INCOMPLETE = {"resnet8"}


def compiler():
    return subprocess.run(["arm-none-eabi-gcc", "-dumpfullversion"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def parsed(line):
    """{NAME: value} of "bench NAME=VALUE ..."; whole numbers as int."""
    fields = dict(word.split("=") for word in line.split()[1:])
    return {name: int(value) if value.isdigit() else value for name, value in fields.items()}


def measure(only=""):
    """A row a layer and kernel, references too: what ../m7/bench.c prints."""
    code, output = emulator.emulated(emulator.image(), "bench", str(SEED), only)
    if code != 0:
        raise RuntimeError(f"a kernel differs from its reference:\n{output}")
    return [parsed(line) for line in output.splitlines() if line.startswith("bench ")]


def layers(rows):
    """[(reference's row, row of the kernel the core runs)], equal where there is only a reference."""
    by_layer = {}
    for row in rows:
        by_layer.setdefault((row["network"], row["form"], row["layer"]), []).append(row)
    return [(group[0], group[-1]) for group in by_layer.values()]


def totals(rows):
    out = {}
    for reference, best in layers(rows):
        if best["network"] in INCOMPLETE:
            continue
        total = out.setdefault((best["network"], best["form"]), {"network": best["network"], "form": best["form"], "macs": 0, "instructionsReference": 0,
                                                                "instructions": 0})
        total["macs"] += best["macs"]
        total["instructionsReference"] += reference["instructions"]
        total["instructions"] += best["instructions"]
    return list(out.values())


def render(rows):
    lines = [f"{'network':<9}{'form':<5}{'layer':<9}{'kernel':<24}{'MACs':>11}{'reference':>13}{'instructions':>14}{'a MAC':>8}{'stack':>7}"]
    for reference, best in layers(rows):
        ratio = f"{best['instructions'] / best['macs']:.3f}" if best["macs"] else "-"
        lines.append(f"{best['network']:<9}{best['form']:<5}{best['layer']:<9}{best['kernel']:<24}{best['macs']:>11,}{reference['instructions']:>13,}"
                     f"{best['instructions']:>14,}{ratio:>8}{best['stackBytes']:>7}")
    for t in totals(rows):
        lines.append(f"{t['network']:<9}{t['form']:<5}{'all':<9}{'':<24}{t['macs']:>11,}{t['instructionsReference']:>13,}{t['instructions']:>14,}"
                     f"{t['instructions'] / t['macs']:>8.3f}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", metavar="NETWORK/FORM/LAYER", help="the beginning of it, e.g. caffenet/int8/conv2")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--update", action="store_true", help="write baseline.json")
    arguments = parser.parse_args()
    rows = measure(arguments.only)
    print(render(rows))
    text = json.dumps({"compiler": compiler(), "rows": rows, "totals": totals(rows)}, indent=1) + "\n"
    if arguments.json:
        arguments.json.write_text(text)
    if arguments.update and not arguments.only:
        BASELINE.write_text(text)


if __name__ == "__main__":
    main()
