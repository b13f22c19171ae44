"""Cycles of single instructions on cores that issue one at a time: the Cortex-M3 and the Cortex-M4. Sources:

    T4  Arm 100166_0001 (Cortex-M4 Technical Reference Manual), table 3-1, and table 7-1 for the floating-point unit
    T3  Arm DDI 0337 (Cortex-M3 Technical Reference Manual), table 3-1
    TS  the same manuals, "Load/store timings"

`single_issue.py` adds what depends on neighbours. MODELS.md, "One instruction a cycle".
"""
from typing import NamedTuple


class Core(NamedTuple):
    accumulate: int  # MLA, MLS
    long_multiply: tuple  # SMULL, UMULL: least, estimate, most
    long_accumulate: tuple  # SMLAL, UMLAL
    has_dsp: bool


CORES = {
    "cortex-m4": Core(1, (1, 1, 1), (1, 1, 1), True),  # T4: MLA 1, SMULL 1, SMLAL 1, SMLAD 1
    "cortex-m3": Core(2, (3, 4, 5), (4, 6, 7), False),  # T3: MLA 2, SMULL 3 to 5, SMLAL 4 to 7, by the operands
}

DIVISION = (2, 7, 12)  # T4, T3: SDIV, UDIV, by the operands
REFILL = (1, 2, 3)  # P of T4, T3: "1 to 3 depending on the alignment and width of the target instruction, and whether the
#                     processor manages to speculate the address early"
LONG_MULTIPLY = ("smull", "umull")
PLAIN_ACCUMULATE = ("mla", "mls")
FLOAT = {  # T4, table 7-1
    "float addition": 1,
    "float arithmetic": 1,
    "float accumulate": 3,
    "float divide": 14,
    "float flags": 1,
}
UNALIGNED_CYCLES = 1  # T4, 3.3.2: unaligned accesses take a second one


def base(instruction, core):
    """(least, estimate, most) cycles of an instruction whatever stands beside it; without a branch's refill."""
    kind, mnemonic, c = instruction.kind.name, instruction.text.split()[0], CORES[core]
    if kind in FLOAT:
        return (FLOAT[kind],) * 3
    if kind == "divide":
        return DIVISION
    if kind == "multiply" and mnemonic in LONG_MULTIPLY:
        return c.long_multiply
    if kind == "accumulate":
        long = mnemonic in ("smlal", "umlal")
        return c.long_accumulate if long else (c.accumulate,) * 3 if mnemonic in PLAIN_ACCUMULATE else (1, 1, 1)
    if kind in ("load", "narrow load", "float load"):
        n = 3 if instruction.writes[:1] and instruction.writes[0].startswith("d") else 2  # T4: LDR 2, VLDR.64 3
        return (n, n, n + ("r15" in instruction.early))  # TS: LDR Rx,[PC,#imm] might add a cycle
    if kind == "float store":
        n = 3 if instruction.stored and instruction.stored[0].startswith("d") else 2
        return (n,) * 3
    if kind in ("load many", "store many"):
        words = sum(2 if name.startswith("d") else 1 for name in instruction.writes + instruction.stored)
        return (1 + words,) * 3  # T4: LDM, STM, PUSH, POP, LDRD, VLDM 1 + N
    if kind == "table branch":
        return (3, 3, 3)  # TS: 2 for the load, 1 for the addition, and the refill
    if kind == "store":
        return (2, 2, 2) if is_store_by_register(instruction) else (1, 1, 1)  # TS: with an immediate offset always 1
    if kind == "it":
        return (0, 1, 1)  # T4: it can be folded onto the instruction before it
    if kind == "system":
        return (1, 1, 4)
    return (1, 1, 1)


def is_store_by_register(instruction):
    return instruction.kind.name == "store" and len(instruction.early) > 1


def refill(branch, target):
    """(least, estimate, most) P of a branch that is taken to an instruction. The estimate: 1 where the target can be fetched
    whole at once, 2 where it is a wide instruction across a word, 3 where the address comes from a register or from memory."""
    known = branch.text.split()[0] in ("b", "bl", "cbz", "cbnz")
    if not known:
        return (REFILL[0], REFILL[2], REFILL[2])
    return (REFILL[0], 2 if target.size == 4 and target.address % 4 else 1, REFILL[2])
