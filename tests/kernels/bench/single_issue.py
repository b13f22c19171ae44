"""Cycles of a measured call on the Cortex-M3 or M4, which issue one instruction at a time: timings.py over the paths it took.

Three sums in one pass: least, estimate, most. What depends on the instruction before (loads in a row, results of the
floating-point unit) and on where a branch goes is exact, since every transition between blocks was counted.
"""
from collections import defaultdict
from typing import NamedTuple

import timings
from flow import next_address

SINGLE_LOADS = ("load", "narrow load")
FLOAT_RESULTS = ("float addition", "float arithmetic", "float accumulate", "float divide")
COMPUTES = ("add", "move", "shift", "logic", "simd", "extract", "clear", "insert", "pack", "multiply", "accumulate", "divide")


class Cycles(NamedTuple):
    least: int
    estimate: int
    most: int


def adjustment(before, i):
    """What the instruction directly before changes of an instruction's cycles; clauses of TS in timings.py."""
    kind, last = i.kind.name, before.kind.name
    if i.kind.early == "address":
        if last in COMPUTES and set(i.early) & set(before.writes):
            return 1  # "an address dependent on the result of a preceding data processing operation"
        if last in SINGLE_LOADS and not before.base and not set(i.early) & set(before.writes):
            if (kind in SINGLE_LOADS and not i.base) or timings.is_store_by_register(i):
                return -1  # "LDR [any] are pipelined when possible"
    if last in FLOAT_RESULTS:
        used = set(i.late + i.early + i.multiplicands + i.accumulators + i.stored)
        return 1 if used & set(before.writes) else 0  # T4, 7.2.3: one cycle longer if the next instruction consumes the result
    return 0


def leaves(i):
    """Whether an instruction writes the program counter."""
    return i.kind.name in ("branch", "table branch") or "r15" in i.writes


class SingleIssue:
    def __init__(self, program, core):
        self.program, self.core = program, core
        self.bodies = {}

    def instruction(self, address):
        return self.program.instructions[address]

    def body(self, addresses):
        """Three sums of a block on its own."""
        if addresses not in self.bodies:
            sums, before = [0, 0, 0], None
            for address in addresses:
                i = self.instruction(address)
                change = adjustment(before, i) if before is not None else 0
                sums = [s + n + change for s, n in zip(sums, timings.base(i, self.core))]
                before = i
            self.bodies[addresses] = sums
        return self.bodies[addresses]

    def edge(self, source, target):
        """What a transition adds: from the last address of a block to the first of the next one."""
        before, i = self.instruction(source), self.instruction(target)
        if target != next_address(self.program, source) or (leaves(before) and before.kind.name == "table branch"):
            return timings.refill(before, i)
        return (adjustment(before, i),) * 3

    def by_block(self, region_flow):
        """{block: [least, estimate, most] of all its runs}; a branch's refill counts to where it leads."""
        spent = defaultdict(lambda: [0, 0, 0])
        for block, n in region_flow.runs.items():
            spent[block] = [n * each for each in self.body(region_flow.blocks[block])]
        for (source, block), n in region_flow.edges.items():
            added = self.edge(region_flow.blocks[source][-1], block)
            spent[block] = [s + n * a for s, a in zip(spent[block], added)]
        return spent

    def cycles(self, region_flow, region):
        sums = [sum(column) for column in zip(*self.by_block(region_flow).values())] or [0, 0, 0]
        unaligned = timings.UNALIGNED_CYCLES * sum(n for _, n, _ in region.accesses.values())
        return Cycles(*(s + unaligned for s in sums))


def loop_cycles(program, core, addresses):
    """Estimate of one turn of a loop whose last instruction branches back to the first."""
    model = SingleIssue(program, core)
    back = model.edge(addresses[-1], addresses[0])[1]
    return model.body(tuple(addresses))[1] + back
