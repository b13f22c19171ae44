"""Reads a `.ncn` blob back into a description, from its bytes alone (MODEL-FORMAT.md). Trusts the blob: the validator is in C."""
import hashlib
import struct
import zlib

import numpy as np

from . import bits
from .description import (
    BITS_IN,
    CONV_BITS_TO_BITS,
    CONV_BITS_TO_INT8,
    CONV_INT8_TO_BITS,
    CONVOLUTIONS,
    DENSES,
    DEPTHWISE,
    FLOAT32,
    INT8_TO_BITS,
    MIXED,
    Layer,
    Model,
)
from .layouts import LAYOUTS


def read(blob):
    """Bytes -> Model; ValueError where magic, CRC-32 or SHA-256 are wrong."""
    magic, blob_abi, _, blob_bytes, crc = struct.unpack_from("<IHHII", blob, 0)
    if magic != int.from_bytes(b"NCN1", "little") or blob_abi != 1 or blob_bytes != len(blob):
        raise ValueError("not a blob of ABI 1")
    if zlib.crc32(blob[16:]) != crc or hashlib.sha256(blob[48:]).digest() != blob[16:48]:
        raise ValueError("CRC-32 or SHA-256 do not match")
    form, flags, threshold, classes, string_bytes, string_offset = struct.unpack_from("<BBBBHI", blob, 50)
    input_shape = struct.unpack_from("<3H", blob, 60)
    input_radix, kind = struct.unpack_from("<bB", blob, 66)
    temperatures, counts = struct.unpack_from("<3I", blob, 80), struct.unpack_from("<3B", blob, 92)
    offsets, arena = struct.unpack_from("<3I", blob, 96), struct.unpack_from("<I", blob, 108)[0]
    texts = [text.decode() for text in bytes(blob[string_offset : string_offset + string_bytes]).split(b"\0")[:-1]]
    if len(texts) != classes + 1:
        raise ValueError("string table does not hold a name and a text for each class")
    nets = [
        [_layer(blob, offset + 96 * i, blob[77 + n]) for i in range(count)]
        for n, (count, offset) in enumerate(zip(counts, offsets))
    ]
    return Model(
        form=form,
        class_names=texts[1:],
        input_shape=input_shape,
        nets=nets,
        name=texts[0],
        int8_logits=bool(flags & 1),
        numbers=blob[78],
        stem_layers=blob[95],
        confidence_threshold=threshold,
        input_radix=input_radix,
        preprocessing=(kind, *struct.unpack_from("<4H", blob, 68)),
        pad_value=blob[76],
        temperatures=temperatures,
        arena_bytes=arena,
    )


def _layer(blob, at, numbers):
    op, layout, flags = struct.unpack_from("<BBB", blob, at)
    source0, source1 = struct.unpack_from("<2h", blob, at + 4)
    shapes, windows = struct.unpack_from("<6H", blob, at + 8), struct.unpack_from("<6B", blob, at + 20)
    radices, shifts = struct.unpack_from("<4b", blob, at + 26), struct.unpack_from("<2B", blob, at + 30)
    ranges = struct.unpack_from("<8I", blob, at + 32)
    data = [bytes(blob[ranges[i] : ranges[i] + ranges[i + 1]]) for i in range(0, 8, 2)]
    layer = Layer(
        op=op,
        layout=layout,
        in_shape=shapes[:3],
        out_shape=shapes[3:],
        source0=source0,
        source1=source1,
        window=windows[:3],
        pool=windows[3:],
        relu=bool(flags & 1),
        same=bool(flags & 2),
        up=bool(flags & 4),
        radix_in0=radices[0],
        radix_in1=radices[1],
        radix_weight=radices[2],
        radix_out=radices[3],
        shift=shifts[0],
        shift1=shifts[1],
        numbers=numbers,
    )
    (_read_floats if numbers else _read_tensors)(layer, *data)
    return layer


def _read_tensors(layer, weight, bias, aux, flip):
    op, (height, width, in_c), out_c = layer.op, layer.in_shape, layer.out_shape[2]
    k_h, k_w, _ = layer.window
    if op == DEPTHWISE:
        layer.weight = np.frombuffer(weight, "i1").reshape(k_h, k_w, out_c, 1).transpose(2, 0, 1, 3)
    elif op in CONVOLUTIONS:
        shape = (out_c, k_h, k_w, in_c)
        if layer.layout:
            layer.weight = LAYOUTS[op, layer.layout].unpack(weight, shape)
        else:
            layer.weight = bits.unpack(weight, shape) if op in BITS_IN else np.frombuffer(weight, "i1").reshape(shape)
    elif op in DENSES:
        layer.weight = np.frombuffer(weight, "i1").reshape(out_c, height * width * in_c)
    values = np.frombuffer(bias, "<i4")
    if op in (CONV_BITS_TO_BITS, INT8_TO_BITS):
        layer.sign_threshold = values
    elif op == CONV_BITS_TO_INT8:
        layer.o, layer.m = values, np.frombuffer(aux, "<i2")[:out_c]
    elif op in CONVOLUTIONS or op in DENSES:
        layer.bias = values
    if op == CONV_INT8_TO_BITS:
        layer.sign_threshold = np.frombuffer(aux, "<i4")
    if flip:
        layer.flip = bits.unpack(flip, (out_c,))


def _read_floats(layer, weight, bias, aux, _):
    """Tensors of a net of floats: eq. (20), (21)."""
    (height, width, in_c), out_c = layer.in_shape, layer.out_shape[2]
    if layer.op not in CONVOLUTIONS + DENSES:
        return
    shape = (out_c, *layer.window[:2], in_c) if layer.op in CONVOLUTIONS else (out_c, height * width * in_c)
    layer.weight = np.frombuffer(weight, "<f4" if layer.numbers == FLOAT32 else "i1").reshape(shape)
    layer.bias = np.frombuffer(bias, "<f4")
    layer.scale = np.frombuffer(aux, "<f4") if layer.numbers == MIXED else None
