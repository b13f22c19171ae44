"""Ways to break one rule of a valid blob: each function adds to CASES. Used by bad_blobs.py, which holds the table."""
import struct
from dataclasses import dataclass
from typing import Callable

from model import bases, blob
from model.description import BCNET_LOGITS

HEADER = (-1, -1)  # the place of a rule about the header
TENSOR_AT = {"weight": 32, "bias": 40, "aux": 48, "flip": 56}  # in a layer record


@dataclass
class Case:
    """A blob that breaks `rule` at `where` = (net, layer)."""

    rule: str
    where: tuple
    what: str
    make: Callable[[], bytes]


CASES = []


def base(form=BCNET_LOGITS, **fields):
    """A valid blob to break."""
    return bytearray(blob.write(bases.model(form, **fields)))


def get(data, layout, at):
    """The value at an offset, struct notation."""
    return struct.unpack_from("<" + layout, data, at)[0]


def record_at(data, net, layer):
    """Offset of a layer record."""
    return get(data, "I", 96 + 4 * net) + 96 * layer


def raw(rule, what, change, where=HEADER, form=BCNET_LOGITS):
    """change(data) returns the bytes as they are to be: nothing is sealed."""
    CASES.append(Case(rule, where, what, lambda: bytes(change(base(form)))))


def header(rule, layout, at, *values, form=BCNET_LOGITS, where=HEADER):
    """Each value in turn at a place of the header."""
    for value in values:

        def make(value=value):
            data = base(form)
            struct.pack_into("<" + layout, data, at, value)
            return blob.seal(data)

        CASES.append(Case(rule, where, f"header byte {at} = {value}", make))


def record(rule, net, layer, layout, at, *values, form=BCNET_LOGITS):
    """Each value in turn at a place of a layer record; a function gets the value there and returns another."""
    for value in values:

        def make(value=value):
            data = base(form)
            place = record_at(data, net, layer) + at
            struct.pack_into("<" + layout, data, place, value(get(data, layout, place)) if callable(value) else value)
            return blob.seal(data)

        CASES.append(Case(rule, (net, layer), f"byte {at} = {'another value' if callable(value) else value}", make))


def tensor(rule, net, layer, name, layout, at, value):
    """A value inside a tensor."""

    def make():
        data = base()
        struct.pack_into("<" + layout, data, get(data, "I", record_at(data, net, layer) + TENSOR_AT[name]) + at, value)
        return blob.seal(data)

    CASES.append(Case(rule, (net, layer), f"{name} at {at} = {value}", make))


def written(rule, where, what, make):
    """make() returns a Model that the writer writes as it is."""
    CASES.append(Case(rule, where, what, lambda: blob.write(make())))


def plus(n):
    """For `record`: the value there plus n."""
    return lambda value: value + n
