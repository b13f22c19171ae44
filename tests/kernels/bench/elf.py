"""The benchmark's models of one function of any program for a Cortex-M7: an ELF file, called once, its registers r0 ... r3 and
its memory as told. MODELS.md, "Any program"."""
import bisect
import pathlib
import struct
import subprocess
import tempfile
from typing import NamedTuple

import counts
import cycles
import decode
import flow
import measure
import program
import single
import waiting

CALL = pathlib.Path(__file__).resolve().parent / "plugin" / "call.S"
# Without a network card, whose boot ROM is in a package that qemu-system-arm only recommends.
MACHINE = ("virt", "-cpu", "cortex-a15", "-m", "2048", "-nic", "none")
SECTION = 1 << 20  # what the MMU maps at once
TABLE = 0xB0000000  # physical, in the machine's RAM: the table, the caller, its stack; behind them the program's sections
CODE = TABLE + 0x8000
STACK = TABLE + SECTION
MAPPED = 0xC0E  # a section's descriptor: normal memory, everything allowed
LOAD, ALLOCATED, WRITABLE, EXECUTABLE = 1, 2, 1, 4  # of program and section headers


class Fault(Exception):
    """What is wrong with the file or the call, and what to do."""


class Headers(NamedTuple):
    segments: list  # [(address, bytes of the file, bytes in memory)]
    sections: list  # [(address, size, flags)] that lie in memory


def headers(file):
    data = file.read_bytes()
    if data[:6] != b"\x7fELF\x01\x01" or struct.unpack_from("<H", data, 18)[0] != 40:
        raise Fault(f"{file} is no 32-bit little-endian ELF file for ARM; MODELS.md says how to make one of a raw image")
    program_at, section_at = struct.unpack_from("<II", data, 28)
    program_size, programs, section_size, sections = struct.unpack_from("<HHHH", data, 42)
    found = Headers([], [])
    for k in range(programs):
        kind, offset, address, _, in_file, in_memory = struct.unpack_from("<6I", data, program_at + k * program_size)
        if kind == LOAD and in_memory:
            found.segments.append((address, data[offset : offset + in_file], in_memory))
    for k in range(sections):
        _, _, flags, address, _, size = struct.unpack_from("<6I", data, section_at + k * section_size)
        if flags & ALLOCATED and size:
            found.sections.append((address, size, flags))
    if not found.segments:
        raise Fault(f"{file} has no segments to load: it is not linked; link it, or give the linker's output")
    return found


def spanned(sections):
    """(from, behind) of sections, or an empty range."""
    return (min(a for a, _, _ in sections), max(a + n for a, n, _ in sections)) if sections else (0, 0)


def wrapped(found, ram, address, arguments, folder):
    """An image of QEMU's machine that calls `address`: the program's memory by sections, and call.S."""
    memory = {}

    def put(at, data):
        for k in range(at // SECTION, (at + max(len(data), 1) - 1) // SECTION + 1):
            section, first = memory.setdefault(k, bytearray(SECTION)), max(at, k * SECTION)
            part = data[first - at : (k + 1) * SECTION - at]
            section[first % SECTION : first % SECTION + len(part)] = part

    for begin, end in ram:
        put(begin, bytes(end - begin))
    for begin, data, size in found.segments:
        put(begin, data + bytes(size - len(data)))
    if TABLE // SECTION in memory:
        raise Fault(f"the program has memory at {TABLE:#x}, which the caller needs")
    table = [0] * (SECTION >> 8)
    table[TABLE // SECTION] = TABLE | MAPPED
    for place, k in enumerate(sorted(memory), 1):
        table[k] = TABLE + place * SECTION | MAPPED
    blob, image = folder / "memory.bin", folder / "call.elf"
    first = struct.pack(f"<{len(table)}I", *table)
    blob.write_bytes(b"".join(bytes(memory[k]) for k in sorted(memory)))
    (folder / "table.bin").write_bytes(first)
    (folder / "parts.s").write_text(
        f'.section .table, "aw"\n.incbin "{folder / "table.bin"}"\n.section .program, "aw"\n.incbin "{blob}"\n'
    )
    symbols = {
        "TABLE": TABLE,
        "STACK": STACK,
        "FUNCTION": address | 1,
        **{f"ARGUMENT{k}": (*arguments, 0, 0, 0, 0)[k] & 0xFFFFFFFF for k in range(4)},
    }
    command = ["arm-none-eabi-gcc", "-mcpu=cortex-a15", "-mfpu=neon-vfpv4", "-mfloat-abi=hard", "-nostdlib"]
    command += [f"-Wl,-Ttext={CODE:#x},--section-start=.table={TABLE:#x},--section-start=.program={TABLE + SECTION:#x}"]
    command += ["-Wl,-z,max-page-size=4096,--no-warn-rwx-segments", *(f"-D{name}={value:#x}" for name, value in symbols.items())]
    done = subprocess.run(
        [*command, "-o", str(image), str(CALL), str(folder / "parts.s")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"the caller does not link:\n{done.stdout}")
    return image


class Executed:
    """What a call executed of a program, as the models see it: program.Program, but only these instructions. Each run of them is
    decoded from one that was executed, so that data between code, or code without symbols, is never read wrongly."""

    def __init__(self, file, segments, executed, folder):
        self.functions = program.functions_of(file)
        self.starts = sorted(self.functions)
        self.instructions = {}
        runs = []
        for address in sorted(executed):
            if not runs or address > runs[-1][1]:
                runs.append([address, address])
            runs[-1][1] = address + 4
        for k, (begin, data, _) in enumerate(segments):
            raw = folder / f"segment{k}.bin"
            raw.write_bytes(data)
            for first, behind in (run for run in runs if begin <= run[0] < begin + len(data)):
                self.instructions.update(decode.disassembly(listing(raw, begin, first, behind), executed))

    def function_at(self, address):
        """(name, bytes of code)"""
        k = bisect.bisect_right(self.starts, address)
        return self.functions[self.starts[k - 1]][::-1] if k else (f"{address:x}", 0)


def listing(raw, begin, first, behind):
    """objdump of Thumb code, from `first` on, of bytes that lie at `begin`."""
    span = [f"--adjust-vma={begin:#x}", f"--start-address={first:#x}", f"--stop-address={behind:#x}"]
    return program.output_of("arm-none-eabi-objdump", "-D", "-b", "binary", "-m", "arm", "-M", "force-thumb", *span, str(raw))


def address_of(file, function):
    if function.lower().startswith("0x"):
        return int(function, 16) & ~1
    known = {name: address for address, (_, name) in program.functions_of(file).items()}
    if function not in known:
        raise Fault(f"{file} has no function {function}; arm-none-eabi-nm lists them, and an address (0x...) will do")
    return known[function]


def measured(
    file, function, arguments=(), ram=(), sram=(0, 0), itcm=(0, 0), constants=None, cache_bytes=16384, hot=0, board=None
):
    """A row of the models' columns (measure.py) of a call of `function`, a name or an address.

    board: as board.json describes one with a core that issues one instruction at a time; the row then has that model's columns
    (single.py).

    arguments: r0 ... r3. ram: [(from, behind)] of memory beyond what the file has. sram: what lies in SRAM behind the D-cache
    of `cache_bytes`, not in DTCM. itcm: code that never waits. constants: what the D-cache reads from flash; by default the
    file's sections that are neither code nor written to.
    """
    file = pathlib.Path(file)
    found = headers(file)
    read_only = [s for s in found.sections if not s[2] & WRITABLE]
    code = spanned([s for s in read_only if s[2] & EXECUTABLE])
    constants = constants or spanned([s for s in read_only if not s[2] & EXECUTABLE])
    ranges = {"code": code, "hot": itcm, "constants": constants, "source": sram, "harness": (TABLE, STACK)}
    address = address_of(file, function)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        image = wrapped(found, ram, address, arguments, folder)
        mark = next(address for name, address, _, _ in program.symbols_of(image) if name == "mark")
        boards = [waiting.plugin_text(board, False)] if board else []
        status, text, regions = counts.run(image, [], mark, ranges, MACHINE, cache_bytes, boards)
        if status or len(regions) != 1:
            raise Fault(f"{function} did not return: {text.strip() or 'no word from the emulator'}")
        executed = {a: n for a, n in regions[0].executed.items() if not TABLE <= a < STACK}
        p = Executed(file, found.segments, executed, folder)
    region = regions[0]._replace(executed=executed)
    f = flow.flow(p, region, lambda a: True)
    if board:
        return {"function": function, "instructions": sum(executed.values()), **single.columns(p, board, region, f)}
    row = {"function": function, "instructions": sum(executed.values()), "placement": int(sram[1] > sram[0])}
    row.update(measure.columns(p, cycles.DualIssue(p), region, f, measure.block_cycles(p, [f]), hot))
    return row
