"""Cycles of a path of instructions on the Cortex-M7 by the rules of rules.py: in order, at most two a cycle, no waiting for
memory.

A path is [(Instruction, taken, other_bank)]: taken, whether a branch leaves the straight line here; other_bank, whether the
access goes to the other bank than the access directly before it (None: judge by base register and offset). MODELS.md describes
the model.
"""
import rules

NEVER = (-100,) * len(rules.Result._fields)
LATE, EARLY, MULTIPLICAND, ACCUMULATOR, MIXED = range(len(rules.Result._fields))


def ready(i, state):
    """The first cycle in which an instruction finds its operands."""
    cycle = 0
    late = MIXED if i.early and i.kind.early != "address" else LATE
    for registers, stage, slack in (
        (i.late, late, 0),
        (i.early, EARLY, 0),
        (i.multiplicands, MULTIPLICAND, 0),
        (i.accumulators, ACCUMULATOR, 0),
        (i.stored, LATE, 1),
    ):
        for register in registers:
            cycle = max(cycle, state.get(register, NEVER)[stage] - slack)
    if i.kind.name == "float addition" or (i.registers and (i.writes + i.stored)[0][0] in "sd"):
        cycle = max(cycle, accumulated(state))
    return max(cycle, state.get("flags", NEVER)[LATE]) if i.reads_flags else cycle


def accumulated(state):
    """The first cycle in which a multiply-accumulate of floats no longer hinders other instructions."""
    return state.get("accumulate", NEVER)[LATE] + rules.AFTER_ACCUMULATE


def runs_early(i, cycle, older, state):
    """Whether an instruction issued in a cycle computes in the early ALU. older: the one it issues beside, None for the first of
    a pair."""
    if not i.kind.early_alu or i.early or "shifter" in i.units:
        return False
    if older is not None and (i.kind.early_alu == "older" or "shifter" in older.units):
        return False
    return all(state.get(register, NEVER)[EARLY] <= cycle for register in i.late)


def result(i, cycle, early):
    """When the results of an instruction issued in a cycle can be consumed."""
    r = i.kind.result
    if i.kind.early_alu:
        r = rules.EARLY_ALU if early else rules.LATE_ALU
    if i.kind.name == "float move" and i.writes and i.writes[0].startswith("r"):
        r = rules.FROM_FLOAT
    done = cycle + length(i) - 1
    return tuple(done + n for n in r)


def length(i):
    """Cycles of an instruction that issues alone; 1 for others."""
    return max(1, (i.registers + 1) // 2) if i.kind.alone < 0 else max(1, i.kind.alone)


def written(i):
    return i.writes + ((i.base,) if i.base else ())


def banks_differ(a, b, other_bank):
    """Whether two loads can go in one cycle."""
    if other_bank is not None:
        return other_bank
    return bool(a.bank and b.bank and a.bank[0] == b.bank[0] and a.base != a.bank[0] and (a.bank[1] ^ b.bank[1]) & 4)


def pairs(a, taken, early, b, other_bank):
    """Whether b may issue in the cycle of a, the instruction before it, as far as the rules of pairs go. early: a computes in
    the early ALU."""
    if a.kind.alone or b.kind.alone or taken:
        return False
    if a.units & b.units or b.kind.older_only or (a.kind.name == "shift" and "shifter" in b.units):
        return False
    names = {a.kind.name, b.kind.name}
    if "float accumulate" in names and names & set(rules.FLOAT_TRANSFERS):
        return False
    is_load = [i.kind.name in ("load", "narrow load", "float load") for i in (a, b)]
    if all(is_load) and not banks_differ(a, b, other_bank):
        return False
    if a.text.startswith("movw") and b.text.startswith("movt") and a.writes == b.writes:
        return True
    made = set(written(a))
    consumed = set(b.early + b.multiplicands + b.accumulators)
    if not (early and b.kind.name in rules.AFTER_EARLY_ALU):
        consumed |= set(b.late)
    return not made & consumed and not made & set(written(b)) and not (a.sets_flags and b.reads_flags)


def issue(path):
    """[cycle in which each instruction of a path begins], and the cycle after the last one."""
    state, cycles, cycle = {}, [], 0
    k = 0
    while k < len(path):
        a, taken, _ = path[k]
        cycle = max(cycle, ready(a, state))
        early = runs_early(a, cycle, None, state)
        commit(a, cycle, early, state)
        cycles.append(cycle)
        k += 1
        if k < len(path):
            b, _, other_bank = path[k]
            if pairs(a, taken, early, b, other_bank) and ready_beside(a, b, state) <= cycle:
                commit(b, cycle, runs_early(b, cycle, a, state), state)
                cycles.append(cycle)
                k += 1
        cycle += length(a)
    return cycles, cycle


def ready_beside(a, b, state):
    """`ready` of b in the same cycle as a, whose results wait for nothing more where `pairs` lets b consume them."""
    others = {register: times for register, times in state.items() if register not in written(a) and register != "flags"}
    return max(ready(b, others), accumulated(state) if b.kind.name in rules.FLOAT_TRANSFERS else 0)


def commit(i, cycle, early, state):
    times = result(i, cycle, early)
    for register in i.writes:
        state[register] = times
    if i.kind.name == "float accumulate":
        state["accumulate"] = (cycle,) * len(times)
    if i.sets_flags:
        state["flags"] = (cycle + 1,) * len(times)


def loop_cycles(instructions, warm=16, measured=48):
    """Cycles of one run of a loop body whose last instruction branches back, on average in the steady state."""
    body = [(i, n == len(instructions) - 1, None) for n, i in enumerate(instructions)]
    cycles, _ = issue(body * (warm + measured))
    return (cycles[(warm + measured - 1) * len(body)] - cycles[(warm - 1) * len(body)]) / measured
