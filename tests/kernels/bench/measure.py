"""Rows of the benchmark: what ../m7/bench.c prints, and with the plugin what the models say of each measured call."""
import clock
import cycles
import counts
import emulator
import flow
import mca
import program
import single
import stalls
import waiting

SEED = 1  # of the tensors; counts hardly depend on them, but the baseline is of these
MARK = "m7_count_read"  # called directly before and after each measured call
CODE_BYTES = 1 << 20  # CODE and ITCM of boards/virtual/m7/m7.ld
POOLS = {"constants": "port_constants", "source": "port_sources", "result": "port_results", "work": "port_work"}
HARNESS = ("kernel_run", "port_instructions", MARK)


def parsed(line):
    """{NAME: value} of "bench NAME=VALUE ..."; whole numbers as int."""
    fields = dict(word.split("=") for word in line.split()[1:])
    return {name: int(value) if value.isdigit() else value for name, value in fields.items()}


def rows_of(code, output):
    if code != 0:
        raise RuntimeError(f"a kernel differs from its reference:\n{output}")
    return [parsed(line) for line in output.splitlines() if line.startswith("bench ")]


def ranges(p):
    """{name: (from, behind)} of plugin/memory.h."""
    pools = {name: (p.symbols[symbol][0], sum(p.symbols[symbol])) for name, symbol in POOLS.items()}
    spans = {**pools, "code": (0, CODE_BYTES)}
    if "m7_itcm_start" in p.symbols:  # else nothing is placed there
        spans["hot"] = (p.symbols["m7_itcm_start"][0], p.symbols["m7_itcm_end"][0])
    return spans


def instructions(image, only="", machine="mps2-an500"):
    """A row a layer and kernel, references too, without models."""
    return rows_of(*emulator.emulated(image, "bench", str(SEED), only, machine=machine))


def modelled(image, only="", hot=0):
    """The same with the models' columns, and in `hot` the blocks that take most cycles, as many as asked for."""
    p = program.Program(image)
    code, output, regions = counts.run(image, ["bench", str(SEED), only], p.symbols[MARK][0], ranges(p))
    rows = rows_of(code, output)
    calibration, regions = regions[0], regions[1:]
    if len(rows) != len(regions):
        raise RuntimeError(f"{len(rows)} rows, but {len(regions)} measured calls")
    dual, overhead = cycles.DualIssue(p), sum(calibration.executed.values())
    flows = [flow.flow(p, region, lambda a: p.function_at(a)[0] not in HARNESS) for region in regions]
    of_block = block_cycles(p, flows)
    for row, region, f in zip(rows, regions, flows):
        executed = sum(region.executed.values()) - overhead
        if executed != row["instructions"] or len(flow.unbalanced(f)) != 1:
            raise RuntimeError(
                f"{row['layer']} {row['kernel']}: the plugin counts {executed} instructions, the image {row['instructions']}"
            )
        row["codeBytes"] = sum(size for _, size in {p.function_at(a) for a in f.blocks})
        row.update(columns(p, dual, region, f, of_block, hot))
        row["cycles"] = clock.cycles(row)
    return rows


def single_issue(image, only, core, machine):
    """The same on a core that issues one instruction at a time: the model's columns, and milliseconds on each board that has it.
    Instructions are the plugin's; the image's own counter does not run here."""
    p, boards = program.Program(image), waiting.of_core(core)
    code, output, regions = counts.run(
        image,
        ["bench", str(SEED), only],
        p.symbols[MARK][0],
        ranges(p),
        (machine,),
        boards=[waiting.plugin_text(b, False) for b in boards],
    )
    rows = rows_of(code, output)
    for row, region in zip(rows, regions[1:]):
        f = flow.flow(p, region, lambda a: p.function_at(a)[0] not in HARNESS)
        row["instructions"] = sum(len(addresses) * f.runs[block] for block, addresses in f.blocks.items())
        for board in boards:
            found = single.columns(p, board, region, f)
            row.update({name: found[name] for name in ("cyclesLeast", "cyclesCore", "cyclesMost")})
            row.setdefault("boards", {})[board["name"]] = {name: found[name] for name in ("leastMs", "ms", "mostMs")}
    return rows


def columns(p, dual, region, f, of_block, hot=0):
    """The models' columns of a measured call, and its blocks that take most cycles."""
    row = {
        "cyclesMca": round(sum(n * of_block[f.blocks[block]] for block, n in f.runs.items())),
        "cyclesDual": dual.cycles(f, region),
        "cyclesBranch": cycles.mispredicted(f),
        "cyclesWaiting": stalls.waiting(region.memory),
        "tensorLines": [region.memory[f"flashLines{p}"] for p in range(stalls.PLACEMENTS)],
    }
    if hot:
        row["hot"] = hottest(p, f, dual.by_block(f, region), of_block, hot)
    return row


def hottest(p, f, spent, of_block, count):
    """[{address, function, instructions, runs, dual, mca, share}] of a call's blocks, most cycles first; dual and mca: cycles of
    a run."""
    total = sum(spent.values())
    return [
        {
            "address": f"{block:x}",
            "function": p.function_at(block)[0],
            "instructions": len(f.blocks[block]),
            "runs": f.runs[block],
            "dual": spent[block] / f.runs[block],
            "mca": of_block[f.blocks[block]],
            "share": spent[block] / total,
        }
        for block in sorted(spent, key=spent.get, reverse=True)[:count]
    ]


def block_cycles(p, flows):
    """{addresses of a block: llvm-mca's cycles}"""
    blocks = sorted({addresses for f in flows for addresses in f.blocks.values()})
    of_key = mca.cycles({f"b{k}": [p.instructions[a] for a in addresses] for k, addresses in enumerate(blocks)})
    return {addresses: of_key[f"b{k}"] for k, addresses in enumerate(blocks)}
