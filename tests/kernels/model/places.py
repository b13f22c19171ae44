"""Places in an arena of two regions, written into a blob: MODEL-FORMAT.md, "Arena"."""
import struct
from dataclasses import dataclass

from .blob import seal
from .plan import Buffer, bank_bytes, lives

KERNEL_ABI = 3
IN_SRAM = 1 << 31
HEADER_PLACES = 112  # fast bytes, SRAM bytes, two banks


@dataclass
class Placed:
    """A buffer and the field of the blob that says where it lies: a place, offset and region in one number."""

    buffer: Buffer
    field: int
    step: int  # -1: a bank
    place: int = 0


def buffers(model, data):
    """[Placed] of a model and its blob, in the order in which the engine looks at them; fields of absent scratch too, with
    buffer None."""
    steps = lives(model)
    table = {net: struct.unpack_from("<I", data, 96 + 4 * net)[0] for net in range(3)}
    out = []
    for step, (net, index, output, scratch) in enumerate(steps):
        record = table[net] + 96 * index
        out += [Placed(output, record + 68, step), Placed(scratch, record + 72, step)]
    bank = Buffer(bank_bytes(model), 0, len(steps) - 1)
    return out + [Placed(bank, HEADER_PLACES + 8 + 4 * k, -1) for k in range(2)]


def at_random(rng, placed, slack=4):
    """Gives every buffer a valid place in either region; returns (fast bytes, SRAM bytes)."""
    ends = [0, 0]
    done = []
    for p in sorted((p for p in placed if p.buffer), key=lambda _: rng.rand()):
        region = int(rng.randint(0, 2))
        offset = 32 * int(rng.randint(0, slack))
        while any(clash(q, p, region, offset) for q in done):
            offset += 32
        p.place = offset | (IN_SRAM if region else 0)
        ends[region] = max(ends[region], offset + p.buffer.bytes)
        done.append(p)
    return tuple(ends)


def clash(q, p, region, offset):
    """Whether p at an offset of a region would share bytes with q while both live."""
    if (q.place >= IN_SRAM) != bool(region) or q.buffer.first > p.buffer.last or p.buffer.first > q.buffer.last:
        return False
    at = q.place & ~IN_SRAM
    return offset < at + q.buffer.bytes and at < offset + p.buffer.bytes


def write(data, placed, regions):
    """The blob with places, as kernel ABI 3 or what it is above that."""
    data = bytearray(data)
    struct.pack_into("<H", data, 48, max(KERNEL_ABI, data[48]))
    struct.pack_into("<2I", data, HEADER_PLACES, *regions)
    for p in placed:
        struct.pack_into("<I", data, p.field, p.place)
    return seal(data)


def broken_rule(placed, regions):
    """(rule, step) by looking at every unit of 32 bytes in every step; ("NONE", -1) where all is well."""
    if any(size % 32 or size >= IN_SRAM for size in regions):
        return "PLACE_ALIGNMENT", -1
    used = {}
    for p in placed:
        offset, region = p.place & ~IN_SRAM, int(p.place >= IN_SRAM)
        if p.place % 32 or (p.buffer is None and p.place):
            return "PLACE_ALIGNMENT", p.step
        if p.buffer is None:
            continue
        if offset + p.buffer.bytes > regions[region]:
            return "PLACE_REGION", p.step
        units = {
            (step, region, unit)
            for step in range(p.buffer.first, p.buffer.last + 1)
            for unit in range(offset // 32, (offset + p.buffer.bytes) // 32)
        }
        if units & used.keys():
            return "PLACE_OVERLAP", p.step
        used.update(dict.fromkeys(units))
    return "NONE", -1
