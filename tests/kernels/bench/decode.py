"""A line of arm-none-eabi-objdump as an Instruction: what rules.py and dual_issue.py need to know of it."""
import re
from typing import NamedTuple

import rules

ALIASES = {"sb": "r9", "sl": "r10", "fp": "r11", "ip": "r12", "sp": "r13", "lr": "r14", "pc": "r15"}
REGISTER = re.compile(r"\b(r\d+|s\d+|d\d+|sb|sl|fp|ip|sp|lr|pc)\b")
LINE = re.compile(r"^\s*([0-9a-f]+):\t([0-9a-f ]+?)\s*\t(\S+)\s*(.*)$")
SHIFT = re.compile(r"\b(lsl|lsr|asr|ror|rrx)\b")
DESTINATION_ONLY = {
    "rrx",
    "mov",
    "mvn",
    "movw",
    "neg",
    "adr",
    "rev",
    "rev16",
    "revsh",
    "rbit",
    "clz",
    "sxtb",
    "uxtb",
    "sxth",
    "uxth",
    "sxtb16",
    "uxtb16",
    "vmov",
    "vabs",
    "vneg",
    "vcvt",
    "vcvtr",
    "vsqrt",
}
HAVE_S = ("add", "move", "shift", "logic", "multiply")
LONG_ACCUMULATES = (
    "smlal",
    "umlal",
    "umaal",
    "smlald",
    "smlaldx",
    "smlsld",
    "smlsldx",
    "smlalbb",
    "smlalbt",
    "smlaltb",
    "smlaltt",
)


class Instruction(NamedTuple):
    address: int
    size: int
    text: str  # without condition, as an assembler takes it outside an IT block
    kind: rules.Class
    late: tuple  # registers, by the way they are consumed
    early: tuple
    multiplicands: tuple
    accumulators: tuple
    stored: tuple
    writes: tuple
    base: str  # register that the access writes back
    bank: tuple  # (base register, offset) of a load whose address is a register and a constant
    units: frozenset
    registers: int  # of a load or store of many
    sets_flags: bool
    reads_flags: bool


def registers(text):
    return tuple(ALIASES.get(name, name) for name in REGISTER.findall(text))


def split_mnemonic(mnemonic):
    """(base, sets flags, conditional)"""
    name = re.sub(r"(\.(n|w|[fsu]?(8|16|32|64)))+$", "", mnemonic)
    if re.fullmatch(r"it[te]{0,3}", name):
        return "it", False, False
    for conditional in (False, True):
        rest = name[:-2] if conditional else name
        if conditional and name[-2:] not in rules.CONDITIONS:
            break
        if rest in rules.BY_MNEMONIC:
            return rest, False, conditional
        if rest.endswith("s") and rest[:-1] in rules.BY_MNEMONIC and rules.BY_MNEMONIC[rest[:-1]].name in HAVE_S:
            return rest[:-1], True, conditional
    raise ValueError(f"no class for {mnemonic}: rules.py")


def split_operands(text):
    return [part.strip() for part in re.split(r",(?![^\[{]*[\]}])", text)] if text else []


def register_list(text):
    """Registers of "{r4-r6, lr}"."""
    names = []
    for part in re.search(r"\{(.*)\}", text).group(1).split(","):
        ends = [registers(end)[0] for end in part.strip().split("-")]
        low, high = int(ends[0][1:]), int(ends[-1][1:])
        names += [f"{ends[0][0]}{i}" for i in range(low, high + 1)]
    return tuple(names)


def is_shifted_constant(base, operands):
    """Whether the immediate operand is 8 bits shifted (rules: it takes the shifter, as an inline shifted register does)."""
    match = re.match(r"#(-?\d+)", operands[-1]) if operands else None
    if match is None or base in ("addw", "subw", "movw", "movt"):
        return False
    value = int(match.group(1)) & 0xFFFFFFFF
    low, second = value & 0xFF, value >> 8 & 0xFF
    return value > 255 and value not in (low * 0x00010001, second * 0x01000100, low * 0x01010101)


def memory(kind, base, operands):
    """Fields of a load or a store."""
    loads = kind.name in ("load", "narrow load", "float load", "load many")
    many = kind.alone != 0
    if "{" in operands[-1]:
        data = register_list(operands[-1])
        address = ("r13",) if base in ("push", "pop", "vpush", "vpop") else registers(operands[0])
        written = address[0] if base in ("push", "pop", "vpush", "vpop") or "!" in operands[0] else ""
        bank = ()
    else:
        count = 2 if base in ("ldrd", "strd") else 0 if base == "pld" else 1
        data = tuple(registers(" ".join(operands[:count])))
        where = ",".join(operands[count:])
        address = registers(where)
        match = re.match(r"\[(\w+)(?:,\s*#(-?\d+))?\](!)?(?:,\s*#(-?\d+))?$", where)
        written = registers(match.group(1))[0] if match and (match.group(3) or match.group(4)) else ""
        bank = (address[0], int(match.group(2) or 0)) if match and not many else ()
    return {
        "early": address,
        "writes": data if loads else (),
        "stored": () if loads else data,
        "base": written,
        "bank": bank,
        "registers": len(data) if many else 0,
    }


def floating(kind, base, operands):
    """Fields of floating-point arithmetic."""
    every = registers(",".join(operands))
    if kind.name == "float flags":
        return {"writes": tuple(r for r in every[:1] if base == "vmrs"), "late": tuple(r for r in every if base == "vmsr")}
    if base in ("vcmp", "vcmpe"):
        return {"writes": (), "late": every}
    if kind.name == "float accumulate":
        return {"writes": every[:1], "multiplicands": every[1:], "accumulators": every[:1]}
    return {"writes": every[:1], "late": every[1:] or every}


def arithmetic(kind, base, operands):
    """Fields of everything else that computes."""
    if kind.name.startswith("float ") and kind.name != "float move":
        return floating(kind, base, operands)
    if kind.name == "multiply":
        results = 2 if base in ("smull", "umull") else 1
        sources = registers(",".join(operands[results:]))
        return {
            "writes": registers(",".join(operands[:results])),
            "multiplicands": sources if len(sources) > 1 else registers(",".join(operands)),
        }
    if kind.name == "accumulate":
        every = registers(",".join(operands))
        if base in LONG_ACCUMULATES:
            return {"writes": every[:2], "accumulators": every[:2], "multiplicands": every[2:]}
        return {"writes": every[:1], "multiplicands": every[1:3], "accumulators": every[3:]}
    if kind.name in ("compare", "branch", "it", "nop", "system", "table branch"):
        sources, writes = registers(",".join(operands)), ()
        if kind.name == "branch":
            sources, writes = (), (("r14",) if base in ("bl", "blx") else ())  # predicted: it waits for nothing
    else:
        writes = registers(operands[0]) if operands else ()
        sources = registers(",".join(operands[1:]))
        if base in ("bfi", "bfc", "movt") or (len(operands) == 2 and base not in DESTINATION_ONLY):
            sources = writes + sources
    early = ()
    if kind.early == "all":
        early, sources = sources, ()
    elif kind.early == "last" and sources:
        early, sources = sources[-1:], sources[:-1]
    elif len(operands) > 1 and SHIFT.search(operands[-1]) and kind.name not in ("simd", "shift"):
        shifted = (
            registers(operands[-1])
            if registers(operands[-1]) and "," not in operands[-1] and len(registers(operands[-1])) > 1
            else ()
        )
        early = shifted or registers(operands[-2])[-1:]
        keep = list(sources)
        for name in early:
            keep.remove(name)
        sources = tuple(keep)
    return {"writes": writes, "late": sources, "early": early}


def decode(address, size, mnemonic, operand_text):
    base, sets_flags, conditional = split_mnemonic(mnemonic)
    kind = rules.BY_MNEMONIC[base]
    operand_text = re.sub(r"\s*[;@].*$", "", operand_text).strip()
    operands = split_operands(operand_text)
    if base == "mov" and len(operands) == 3:  # objdump's name of a shift by a constant
        base, operands = operands[2].split()[0], [*operands[:2], *operands[2].split()[1:]]
        kind, operand_text = rules.BY_MNEMONIC[base], ", ".join(operands)
    fields = {
        "late": (),
        "early": (),
        "multiplicands": (),
        "accumulators": (),
        "stored": (),
        "writes": (),
        "base": "",
        "bank": (),
        "registers": 0,
    }
    fields.update(
        memory(kind, base, operands)
        if kind.early == "address" and base not in ("tbb", "tbh")
        else arithmetic(kind, base, operands)
    )
    used = kind.units
    if kind.name in ("add", "move", "logic", "compare") and (fields["early"] or is_shifted_constant(base, operands)):
        used = used | {"shifter"}
    if conditional and kind.name != "branch":  # the old value stays where the condition fails
        fields["late"] = fields["late"] + fields["writes"]
    types = "".join(re.findall(r"\.[fsu]?(?:8|16|32|64)", mnemonic)) if base.startswith("v") else ""
    text = ("nop" if base == "it" else base + types + ("s" if sets_flags and kind.name != "compare" else "")) + (
        "" if base == "it" else " " + operand_text
    )
    return Instruction(
        address,
        size,
        text,
        kind,
        units=used,
        sets_flags=sets_flags or kind.name == "compare" or base == "vmrs",
        reads_flags=(conditional and kind.name != "branch") or base in ("adc", "sbc", "sel", "rrx"),
        **fields,
    )


def disassembly(text, wanted=None):
    """{address: Instruction} of `objdump -d`, of the addresses that are wanted or all; data between the code is left out."""
    found = {}
    for line in text.splitlines():
        match = LINE.match(line)
        if match and not match.group(3).startswith("."):
            address, size = int(match.group(1), 16), len(match.group(2).replace(" ", "")) // 2
            if wanted is None or address in wanted:
                found[address] = decode(address, size, match.group(3), match.group(4))
    return found
