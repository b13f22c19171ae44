#!/usr/bin/env python3
"""Writes nf-interop/kernels/sound/ncn_logmel_tables.c: the tables of LOGMEL.md, "In integers". A test compares."""
import math
import pathlib

FILE = pathlib.Path(__file__).resolve().parents[2] / "nf-interop/kernels/sound/ncn_logmel_tables.c"
HZ_PER_BIN = 15.625


def mel(f):
    return 2595 * math.log10(1 + f / 700)


EDGES = [700 * (10 ** ((mel(60) + j * (mel(7600) - mel(60)) / 33) / 2595) - 1) for j in range(34)]
FIRST_BIN = math.ceil(EDGES[0] / HZ_PER_BIN)
LAST_BIN = math.floor(EDGES[33] / HZ_PER_BIN)


def interval(k):
    """The j with EDGES[j] <= F < EDGES[j + 1]."""
    return max(j for j in range(33) if EDGES[j] <= HZ_PER_BIN * k)


def rise(k):
    j = interval(k)
    return min(65535, round(65536 * (HZ_PER_BIN * k - EDGES[j]) / (EDGES[j + 1] - EDGES[j])))


BINS = range(FIRST_BIN, LAST_BIN + 1)
SINE = [round(2**30 * math.sin(2 * math.pi * i / 1024)) for i in range(257)]
RISE = [rise(k) for k in BINS]
ENDS = [sum(interval(k) <= j for k in BINS) for j in range(33)]
LOG2 = [round(65536 * math.log2(1 + i / 128)) for i in range(128)]


def table(declaration, values):
    lines, line = [], "   "
    for text in (f" {v}," for v in values):
        if len(line) + len(text) > 118:
            lines.append(line)
            line = "   "
        line += text
    return f"const {declaration} = {{\n" + "\n".join([*lines, line]) + "\n};\n"


def text():
    return (
        "/* Written by tests/kernels/make_logmel_tables.py; do not edit. ncn_logmel.h says what they are. */\n"
        '#include "ncn_logmel.h"\n\n/* clang-format off */\n'
        + "\n".join(
            [
                table("int32_t ncn_logmel_sine[257]", SINE),
                table("uint16_t ncn_logmel_rise[NCN_LOGMEL_BINS]", RISE),
                table("uint16_t ncn_logmel_ends[NCN_LOGMEL_BANDS + 1]", ENDS),
                table("uint16_t ncn_logmel_log2[NCN_LOGMEL_LOG_STEPS]", LOG2),
            ]
        )
    )


if __name__ == "__main__":
    FILE.write_text(text())
