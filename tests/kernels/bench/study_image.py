#!/usr/bin/env python3
"""One image of `nanocoop study` (host-tools/STUDY.md): its answers, its sizes, and what each layer of the first sample takes on
its core and on the boards that have it.

    study_image.py --image FILE.elf --core cortex-m4 --samples FILE.bin [--board BOARD.json ...] [--cached NAME ...]
                   [--timeout S]

Prints JSON. The image is host-tools/src/NanoCoopNet.Study/image; the models are those of MODELS.md. Exit status 1 and a line of
text where the image does not end as it should.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import clock  # noqa: E402
import counts  # noqa: E402
import cycles  # noqa: E402
import flow  # noqa: E402
import program  # noqa: E402
import single  # noqa: E402
import single_issue  # noqa: E402
import waiting  # noqa: E402

MACHINES = {"cortex-m3": "mps2-an385", "cortex-m4": "mps2-an386", "cortex-m7": "mps2-an500"}
SAMPLES = {"cortex-m3": 0x21000000, "cortex-m4": 0x21000000, "cortex-m7": 0x60000000}
MARK = "study_mark"
HARNESS = (MARK, "main", "run_layer", "run_confidence", "run_network")


class Fault(Exception):
    """What the image did wrong."""


def sections_of(image):
    """{section: bytes}"""
    lines = program.output_of("arm-none-eabi-size", "-A", "-d", str(image)).splitlines()
    return {m.group(1): int(m.group(2)) for m in (re.match(r"(\.\S+)\s+(\d+)\s+\d+", line) for line in lines) if m}


def sizes(p):
    """Bytes of flash (program, model) and of RAM (variables, arena) of an image."""
    s = sections_of(p.image)
    model = p.symbols["study_model"][1]
    arena = sum(p.symbols[name][1] for name in ("study_arena", "study_sram"))
    return {
        "programBytes": sum(s.get(name, 0) for name in (".text", ".itcm", ".data")) - model,
        "modelBytes": model,
        "arenaBytes": arena,
        "variableBytes": s.get(".data", 0) + s.get(".bss", 0) + s.get(".dtcm", 0) - arena,
    }


def answers(text):
    """[{sample, net, logits}] in the order in which the image printed them."""
    found = {}
    for sample, net, value in re.findall(r"^logit (\d+) (\d+) (-?\d+)$", text, re.M):
        found.setdefault((int(sample), int(net)), []).append(int(value))
    return [{"sample": sample, "net": net, "logits": logits} for (sample, net), logits in found.items()]


def ranges(p):
    """{name: (from, behind)} of plugin/memory.h."""
    begin, size = p.symbols["study_model"]
    spans = {"code": (0, 0x400000), "constants": (begin, begin + size)}
    if "itcm_start" in p.symbols:  # else nothing is placed there
        spans["hot"] = (p.symbols["itcm_start"][0], p.symbols["itcm_end"][0])
    for name, symbol in (("source", "study_arena"), ("result", "study_sram")):
        spans[name] = (p.symbols[symbol][0], sum(p.symbols[symbol]))
    return spans


def part(p, model, core, region, boards):
    """Columns of a layer."""
    f = flow.flow(p, region, lambda a: p.function_at(a)[0] not in HARNESS)
    row = {"instructions": sum(len(addresses) * f.runs[block] for block, addresses in f.blocks.items())}
    if core == "cortex-m7":
        least = model.cycles(f, region)
        estimate = most = least + cycles.mispredicted(f)
    else:
        least, estimate, most = model.cycles(f, region)
    row.update(least=least, estimate=estimate, most=most)
    row["waiting"] = {b["name"]: waiting.cycles(b, region.memory) for b in boards}
    return row


def measured(image, core, samples, boards, cached, timeout_s):
    p = program.Program(image)
    load = f"loader,file={samples},addr={SAMPLES[core]:#x},force-raw=on"
    code, text, regions = counts.run(
        image,
        [],
        p.symbols[MARK][0],
        ranges(p),
        (MACHINES[core],),
        boards=[waiting.plugin_text(b, b["name"] in cached) for b in boards] or ["none:32:1:32:1:0"],
        options=("-device", load),
        timeout_s=timeout_s,
    )
    if code != 0:
        raise Fault(f"the image ended with status {code}: {' '.join(text.split()[-12:]) or 'no word from it'}")
    names = [tuple(map(int, found)) for found in re.findall(r"^part (\d+) (\d+)$", text, re.M)]
    if len(names) != len(regions):
        raise Fault(f"the image names {len(names)} parts, but {len(regions)} were counted")
    model = cycles.DualIssue(p) if core == "cortex-m7" else single_issue.SingleIssue(p, core)
    parts = [{"net": net, "layer": layer, **part(p, model, core, r, boards)} for (net, layer), r in zip(names, regions)]
    m7 = core == "cortex-m7"
    return {
        "core": core,
        "waitingFactor": clock.WAITING_FACTOR if m7 else 1.0,
        "mostFactor": 1.0 if m7 else single.SHORTFALL,
        "stackBytes": int(re.search(r"^stack (\d+)$", text, re.M).group(1)),
        **sizes(p),
        "answers": answers(text),
        "parts": parts,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--image", type=pathlib.Path, required=True)
    parser.add_argument("--core", choices=tuple(MACHINES), required=True)
    parser.add_argument("--samples", type=pathlib.Path, required=True)
    parser.add_argument("--board", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--cached", action="append", default=[], help="name of a board whose RAM lies behind the D-cache here")
    parser.add_argument("--timeout", type=float, default=600)
    arguments = parser.parse_args()
    try:
        boards = [waiting.read(file) for file in arguments.board]
        found = measured(arguments.image, arguments.core, arguments.samples, boards, arguments.cached, arguments.timeout)
    except subprocess.TimeoutExpired:
        sys.exit(f"the image did not end within {arguments.timeout:.0f} s")
    except (Fault, ValueError, KeyError, OSError, unittest.SkipTest) as wrong:
        sys.exit(f"{wrong}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
