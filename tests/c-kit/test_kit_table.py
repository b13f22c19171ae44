"""The table of KIT.md is that of the benchmark's costs and of what the kit says it needs. As a program it writes the table."""
import ctypes
import json
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "kernels"))

import c_library

PAGE = ROOT / "nf-interop" / "kernels" / "KIT.md"
HEAD = "| kernel | layer | layout | weights, bytes | least memory | MACs | instructions | cycles |\n" + "|---" * 8 + "|\n"
LAYOUTS = ("plain", "paired", "f45", "f23", "f43")
OPS = {"ncn_s8_conv2d": 1, "ncn_b1_conv2d": 8}
# kernel, side of the source, window, channels in and out, pooling window, layouts
LAYERS = (
    ("ncn_s8_conv2d", 16, 5, 32, 32, 0, (0, 1, 2)),
    ("ncn_s8_conv2d", 8, 3, 64, 64, 0, (0, 1, 3, 4)),
    ("ncn_b1_conv2d", 16, 3, 32, 64, 2, (0,)),
    ("ncn_b1_conv2d", 16, 5, 32, 32, 2, (0,)),
)


class Conv(ctypes.Structure):
    """ncn_conv2d."""

    _fields_ = [(name, ctypes.c_uint16) for name in ("inH", "inW", "inC", "outC")]
    _fields_ += [(name, ctypes.c_uint8) for name in ("kH", "kW", "stride")]
    _fields_ += [("same", ctypes.c_bool), ("relu", ctypes.c_bool), ("shift", ctypes.c_uint8), ("layout", ctypes.c_int)]
    _fields_ += [(name, ctypes.c_uint8) for name in ("poolH", "poolW", "poolStride")]


class Needs(ctypes.Structure):
    """ncn_conv2d_needs."""

    _fields_ = [(name, ctypes.c_uint16) for name in ("outH", "outW")]
    _fields_ += [(name, ctypes.c_uint32) for name in ("srcBytes", "dstBytes", "weightBytes", "scratchBytes")]


def table():
    costs = json.loads((ROOT / "nf-interop" / "kernels" / "costs.json").read_text())["rows"]
    text = HEAD
    for kernel, side, window, inputs, outputs, pool, layouts in LAYERS:
        for layout in layouts:
            conv, needs = Conv(side, side, inputs, outputs, window, window, 1, True, False, 0, layout, pool, pool, pool), Needs()
            status = getattr(c_library.kernels(), f"{kernel}_needs")(ctypes.byref(conv), ctypes.byref(needs))
            key = (OPS[kernel], layout, window, window, 1, inputs, outputs, needs.outH * needs.outW)
            names = ("op", "layout", "kH", "kW", "stride", "inC", "outC", "outputPixels")
            macs = side * side * window * window * inputs * outputs
            row = next(r for r in costs if tuple(r[n] for n in names) == key and r["macs"] == macs)
            assert status == 0, key
            what = f"{window}×{window}, {inputs} → {outputs} channels, {side}×{side}" + (", pooled" if pool else "")
            numbers = (needs.weightBytes, needs.scratchBytes, macs, row["instructions"], row["cyclesDual"])
            text += f"| `{kernel}` | {what} | {LAYOUTS[layout]} | " + " | ".join(f"{n:,}" for n in numbers) + " |\n"
    return text


class Table(unittest.TestCase):
    def test_it_is_what_the_benchmark_and_the_kit_say(self):
        self.assertIn(table(), PAGE.read_text(), "tests/c-kit/test_kit_table.py writes it")


if __name__ == "__main__":
    page = PAGE.read_text()
    start = page.index(HEAD)
    end = start + len(HEAD)
    while page.startswith("|", end):
        end = page.index("\n", end) + 1
    PAGE.write_text(page[:start] + table() + page[end:])
