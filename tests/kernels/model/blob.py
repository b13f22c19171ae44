"""Writes a `.ncn` blob from a description, byte by byte as MODEL-FORMAT.md has it; each field with a name for example.hex."""
import hashlib
import struct
import zlib

from . import bits
from .description import (
    CONV_BITS_TO_BITS,
    CONV_BITS_TO_INT8,
    CONV_INT8_TO_BITS,
    DEPTHWISE,
    FLOAT32,
    INT8_TO_BITS,
    OP_NAMES,
    Model,
)
from .layouts import LAYOUTS

MAGIC = 0x314E434E
HEADER_BYTES = 192
LAYER_BYTES = 96
ALIGNMENT = 32
SEALED_FROM = 48  # SHA-256 covers the bytes from here, CRC-32 those from 16


class Fields:
    """Bytes under construction and, for each run of them, what they are."""

    def __init__(self):
        self.data = bytearray()
        self.notes = []  # (offset, length, text)

    def put(self, layout, text, *values):
        """Appends values in struct notation (little-endian) with a note."""
        self.raw(struct.pack("<" + layout, *values), text)

    def raw(self, data, text):
        """Appends bytes with a note."""
        if data:
            self.notes.append((len(self.data), len(data), text))
            self.data += data

    def align(self):
        """Zeros up to the next multiple of 32."""
        self.raw(bytes(-len(self.data) % ALIGNMENT), "zeros up to a multiple of 32")


def aligned(n):
    """n rounded up to a multiple of 32."""
    return n + -n % ALIGNMENT


def seal(blob):
    """blob with SHA-256 and CRC-32 computed again: every structural check, not the checksum, decides."""
    out = bytearray(blob)
    out[16:48] = hashlib.sha256(out[SEALED_FROM:]).digest()
    out[12:16] = struct.pack("<I", zlib.crc32(out[16:]))
    return bytes(out)


def write(model):
    """Model -> bytes of its blob."""
    return annotated(model)[0]


def annotated(model: Model):
    """Model -> (blob, [(offset, length, note)])."""
    strings = b"".join(text.encode() + b"\0" for text in [model.name, *model.class_names])
    string_offset = HEADER_BYTES
    at = aligned(string_offset + len(strings))
    layer_offsets = []
    for net in model.nets:
        layer_offsets.append(at if net else 0)
        at = aligned(at + LAYER_BYTES * len(net))
    placed = []  # for each layer {tensor name: (offset, bytes)}
    for net in model.nets:
        for layer in net:
            ranges = {}
            for name, data in tensors(layer).items():
                ranges[name] = (at, data)
                at = aligned(at + len(data))
            placed.append(ranges)
    fields = Fields()
    _header(fields, model, at, string_offset, len(strings), layer_offsets)
    for index, text in enumerate([model.name, *model.class_names]):
        what = f"class {index - 1}" if index else "model name"
        fields.raw(text.encode() + b"\0", f"string: {what} “{text}”")
    fields.align()
    placed_of = iter(placed)
    for n, net in enumerate(model.nets):
        for i, layer in enumerate(net):
            _record(fields, f"net {n} layer {i}", layer, next(placed_of))
        fields.align()
    placed_of = iter(placed)
    for n, net in enumerate(model.nets):
        for i, layer in enumerate(net):
            for name, (offset, data) in next(placed_of).items():
                assert offset == len(fields.data)
                _tensor(fields, f"net {n} layer {i} {OP_NAMES[layer.op]}", layer, name, data)
                fields.align()
    assert len(fields.data) == at
    return seal(fields.data), fields.notes


def tensors(layer):
    """Layer -> {weight, bias, aux, flip: bytes}, each only where the layer has it."""
    out = {}
    if layer.numbers:
        values = {"weight": layer.weight, "bias": layer.bias, "aux": layer.scale}
        types = {"weight": "<f4" if layer.numbers == FLOAT32 else "i1"}
        return {name: v.astype(types.get(name, "<f4")).tobytes() for name, v in values.items() if v is not None}
    if layer.layout:
        out["weight"] = LAYOUTS[layer.op, layer.layout].pack(layer.weight)
    elif layer.op == DEPTHWISE:
        out["weight"] = layer.weight.astype("i1").transpose(1, 2, 0, 3).tobytes()
    elif layer.weight is not None:
        out["weight"] = bits.pack(layer.weight) if layer.weight.dtype == bool else layer.weight.astype("i1").tobytes()
    if layer.op in (CONV_BITS_TO_BITS, INT8_TO_BITS):
        out["bias"] = layer.sign_threshold.astype("<i4").tobytes()
    elif layer.op == CONV_BITS_TO_INT8:
        out["bias"] = layer.o.astype("<i4").tobytes()
        aux = layer.m.astype("<i2").tobytes()
        out["aux"] = aux + bytes(-len(aux) % 4)
    elif layer.bias is not None:
        out["bias"] = layer.bias.astype("<i4").tobytes()
    if layer.op == CONV_INT8_TO_BITS:
        out["aux"] = layer.sign_threshold.astype("<i4").tobytes()
    if layer.flip is not None:
        out["flip"] = bits.pack(layer.flip)
    return out


def tensor_text(layer, name):
    """What a tensor range of a layer holds."""
    op = layer.op
    if layer.numbers:
        weight = "weights, float32" if layer.numbers == FLOAT32 else "weights, int8"
        return {"weight": weight, "bias": "bias, float32", "aux": "scale, float32"}[name]
    special = {
        (CONV_BITS_TO_BITS, "bias"): "sign threshold, int32",
        (INT8_TO_BITS, "bias"): "sign threshold, int32",
        (CONV_BITS_TO_INT8, "bias"): "o, int32",
        (CONV_BITS_TO_INT8, "aux"): "m, int16",
        (CONV_INT8_TO_BITS, "aux"): "sign threshold, int32",
    }
    weight = "weights, words of 32 bits" if op in (CONV_BITS_TO_BITS, CONV_BITS_TO_INT8) else "weights, int8"
    return special.get((op, name)) or {"weight": weight, "bias": "bias, int32", "flip": "flip, words of 32 bits"}[name]


def _tensor(fields, where, layer, name, data):
    """One note an output channel; flips are one row of words."""
    text, channels = tensor_text(layer, name), layer.out_shape[2]
    if name == "flip" or name == "weight" and (layer.layout or layer.op == DEPTHWISE):
        fields.raw(data, f"{where}: {text}")
        return
    row = 2 if name == "aux" and layer.m is not None else len(data) // channels  # scales are padded to 4 bytes
    for channel in range(channels):
        fields.raw(data[channel * row : (channel + 1) * row], f"{where}: channel {channel}: {text}")
    fields.raw(data[channels * row :], f"{where}: zeros up to a multiple of 4")


def _header(fields, model, blob_bytes, string_offset, string_bytes, layer_offsets):
    put = fields.put
    put("I", "magic, the bytes NCN1", MAGIC)
    put("H", "blobAbi", 1)
    put("H", "headerBytes", HEADER_BYTES)
    put("I", f"blobBytes = {blob_bytes}", blob_bytes)
    put("I", "crc32 over bytes 16 … blobBytes", 0)
    put("32s", "sha256 over bytes 48 … blobBytes: the identity", b"")
    ops = {layer.op for net in model.nets for layer in net}
    put("H", "kernelAbi", 5 if model.stem_layers or INT8_TO_BITS in ops else 4 if model.numbers or DEPTHWISE in ops else 2)
    put("B", f"form: {('', 'CoopNet', 'BC-Net logits', 'BC-Net features')[model.form]}", model.form)
    put("B", "flags: bit 0 = the INT8 network ends in its own logits", int(model.int8_logits))
    put("B", f"confidenceThreshold = {model.confidence_threshold}/256", model.confidence_threshold)
    put("B", f"classes = {len(model.class_names)}", len(model.class_names))
    put("H", f"stringBytes = {string_bytes}", string_bytes)
    put("I", f"stringOffset = {string_offset}", string_offset)
    put("3H", "inputH, inputW, inputC = {} × {} × {}".format(*model.input_shape), *model.input_shape)
    put("b", f"inputRadix = {model.input_radix}", model.input_radix)
    put("B", f"preprocessing: {('none', 'pad', 'centre crop', 'log-mel')[model.preprocessing[0]]}", model.preprocessing[0])
    put("4H", "preprocessing parameters", *model.preprocessing[1:])
    put("B", "pad value", model.pad_value)
    put("3B", "numbers of net 0, 1, 2", 0, model.numbers, 0) if model.numbers else put("3x", "0")
    for net, temperature in enumerate(model.temperatures):
        put("I", f"temperature of net {net}, Tq = {temperature}: T = {temperature / 65536:g}", temperature)
    for net, layers in enumerate(model.nets):
        put("B", f"layerCount of net {net} = {len(layers)}", len(layers))
    put("B", f"stemLayers = {model.stem_layers}", model.stem_layers) if model.stem_layers else put("x", "0")
    for net, offset in enumerate(layer_offsets):
        put("I", f"layerOffset of net {net} = {offset}" if offset else f"layerOffset of net {net}: absent", offset)
    put("I", f"arenaBytes = {model.arena_bytes}", model.arena_bytes)
    put("80x", "0")


def _record(fields, where, layer, ranges):
    def put(layout, text, *values):
        fields.put(layout, f"{where}: {text}", *values)

    put("B", f"op {layer.op} = {OP_NAMES[layer.op]}", layer.op)
    put("B", f"layout {layer.layout}" if layer.layout else "layout 0 = the reference's", layer.layout)
    flags = [text for on, text in ((layer.relu, "ReLU"), (layer.same, "'same' padding"), (layer.up, "pooling rounds up")) if on]
    put("B", f"flags: {', '.join(flags) or 'none'}", layer.relu | layer.same << 1 | layer.up << 2)
    put("x", "0")
    put("h", f"source0 = {'the input' if layer.source0 < 0 else f'layer {layer.source0}'}", layer.source0)
    put("h", f"source1 = {'none' if layer.source1 < 0 else f'layer {layer.source1}'}", layer.source1)
    put("3H", "in {} × {} × {}".format(*layer.in_shape), *layer.in_shape)
    put("3H", "out {} × {} × {}".format(*layer.out_shape), *layer.out_shape)
    put("3B", "window {} × {}, stride {}".format(*layer.window), *layer.window)
    put("3B", "pooling window {} × {}, stride {}".format(*layer.pool), *layer.pool)
    radices = layer.radix_in0, layer.radix_in1, layer.radix_weight, layer.radix_out
    put("4b", "radixIn0 {}, radixIn1 {}, radixWeight {}, radixOut {}".format(*radices), *radices)
    put("B", f"shift = {layer.shift}", layer.shift)
    put("B", f"shift1 = {layer.shift1}", layer.shift1)
    for name in ("weight", "bias", "aux", "flip"):
        offset, data = ranges.get(name, (0, b""))
        put("2I", f"{name}Offset, {name}Bytes = {offset}, {len(data)}" if data else f"{name}: none", offset, len(data))
    put("I", f"macs = {layer.macs}", layer.macs)
    put("28x", "0")
