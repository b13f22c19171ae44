"""One blob or more for every rule of ncn_rules.def, each broken in that rule alone: CASES (rule NONE: not broken at all)."""
import struct
import zlib
from dataclasses import replace

import numpy as np

from breaking import CASES, Case, HEADER, TENSOR_AT, base, get, header, plus, raw, record, record_at, tensor, written
from model import bases, blob, layouts, places
from model.description import (
    ADD,
    AVERAGE_POOL,
    BCNET_FEATURES,
    BCNET_LOGITS,
    CONV,
    COOPNET,
    DENSE,
    DENSE_LOGITS,
    DEPTHWISE,
    FLOAT32,
    INT8_TO_BITS,
    MAX_POOL,
    MIXED,
    TO_FLOAT,
    Layer,
)

# -- the file and its header ---------------------------------------------------------------------------------------------
raw("TRUNCATED", "100 bytes", lambda d: d[:100])
raw("TRUNCATED", "no bytes but one", lambda d: d[:1])
header("MAGIC", "I", 0, 0, 0x314E4350)
header("BLOB_ABI", "H", 4, 0, 2)
header("HEADER_BYTES", "H", 6, 0, 160, 224)
header("BLOB_BYTES", "I", 8, 0, 224, 2097184, 0xFFFFFFE0, 1001)
raw("FILE_BYTES", "32 bytes appended", lambda d: d + bytes(32))
raw("FILE_BYTES", "the last 32 bytes missing", lambda d: d[:-32])
raw("CRC32", "a flipped bit", lambda d: d[:-40] + bytes([d[-40] ^ 1]) + d[-39:])


def _only_crc(data):
    data[60] ^= 1
    data[12:16] = struct.pack("<I", zlib.crc32(data[16:]))
    return data


def _with_id(text):
    data = base()
    data[48:50] = struct.pack("<H", 3)
    data[128 : 128 + len(text)] = text
    return blob.seal(data)


raw("SHA256", "a flipped bit under a right CRC", _only_crc)
header("KERNEL_ABI", "H", 48, 0, 6)
header("NONE", "H", 48, 3, 4, 5)
header("NONE", "H", 48, 1)  # kernel ABI 1: layout 0 alone
header("FORM", "B", 50, 0, 4, 255)
header("FLAGS", "B", 51, 0, 3, 129)
header("CLASSES", "B", 53, 0, 1)
for _at in (60, 62, 64):
    header("INPUT_SHAPE", "H", _at, 0, 1025)
written("INPUT_SHAPE", HEADER, "257 × 256 values", lambda: bases.model(COOPNET, input_shape=(257, 256, 1)))
header("INPUT_RADIX", "b", 66, 6, -7)
header("PREPROCESSING", "B", 67, 4, 255)
header("PREPROCESSING_PARAMETERS", "H", 68, 1)
header("PREPROCESSING_PARAMETERS", "H", 74, 1)
written(
    "PREPROCESSING_PARAMETERS",
    HEADER,
    "padding as high as the input",
    lambda: bases.model(COOPNET, preprocessing=(1, 3, 3, 0, 0)),
)
header("TEMPERATURE", "I", 80, 0, 1023, 4194305)
header("TEMPERATURE", "I", 88, 65537, form=COOPNET)
header("LAYER_COUNT", "B", 92, 0, 65)
header("LAYER_COUNT", "B", 93, 0, 65)
header("LAYER_COUNT", "B", 94, 0, 1, 3)
header("LAYER_COUNT", "B", 94, 2, form=COOPNET)
for _at in (77, 78, 79, 95, 112, 191):
    header("HEADER_ZERO", "B", _at, 1)
header("LAYER_TABLE", "I", 96, 0, 1, 0x100001, 0xFFFFFFE0)
header("LAYER_TABLE", "I", 104, 224, form=COOPNET)
header("STRING_TABLE", "I", 56, 193, 160, 0xFFFFFFE0)
header("STRING_TABLE", "H", 54, 65535)
raw("STRING_COUNT", "one NUL missing", lambda d: blob.seal(d.replace(b"\0class 1", b"xclass 1")))
header("STRING_COUNT", "H", 54, 3)
written("STRING_LENGTH", HEADER, "an empty name", lambda: bases.model(COOPNET, name=""))
written("STRING_LENGTH", HEADER, "a name of 64 bytes", lambda: bases.model(COOPNET, name="n" * 64))
for _bytes in (b"\xff", b"\xc0", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82"):
    raw("STRING_UTF8", _bytes.hex(), lambda d, b=_bytes: blob.seal(d[:192] + b + d[192 + len(b) :]))
record("TABLE_OVERLAP", 0, 2, "I", 40, 192)  # sign thresholds on the string table
record("TABLE_OVERLAP", 0, 2, "I", 40, lambda _: get(base(), "I", 100))  # and on a layer table
raw("GAP_ZERO", "behind the strings", lambda d: blob.seal(d[: get(d, "I", 96) - 1] + b"\1" + d[get(d, "I", 96) :]))
raw("GAP_ZERO", "the last byte", lambda d: blob.seal(d[:-1] + b"\1"))

raw("BENCHMARK_ID", "a blank", lambda d: _with_id(b"ic 01"))
raw("BENCHMARK_ID", "no zero at its end", lambda d: _with_id(b"i" * 16))
raw("BENCHMARK_ID", "something behind its zero", lambda d: _with_id(b"ic01\0x"))
raw("NONE", "a benchmark id", lambda d: _with_id(b"ic01"))

# -- layer records -------------------------------------------------------------------------------------------------------
record("OP", 1, 0, "B", 0, 0, 15, 255)
record("KERNEL", 1, 2, "B", 1, 99, 255)
record("KERNEL", 1, 1, "B", 1, 1)
record("LAYER_FLAGS", 1, 1, "B", 2, 5, 6, 8)  # maxPool: no ReLU, no 'same'; unknown
record("LAYER_FLAGS", 1, 6, "B", 2, 1, 2, 4)  # denseLogits
record("LAYER_FLAGS", 0, 2, "B", 2, 3)  # no ReLU on bits
record("LAYER_ZERO", 1, 0, "B", 3, 1)
record("LAYER_ZERO", 0, 4, "B", 68, 1)
record("LAYER_ZERO", 2, 1, "B", 95, 1)
record("SOURCE0", 1, 1, "h", 4, 1, 2, 99, -2, -32768, 32767)
record("SOURCE1", 1, 2, "h", 6, 0)
record("SOURCE1", 1, 3, "h", 6, -1, 3, -2)
record("SOURCE_TYPE", 0, 2, "h", 4, -1)  # a binary convolution reads the int8 input
record("SOURCE_TYPE", 0, 4, "h", 4, 2)  # logits of bits
record("IN_SHAPE", 1, 0, "H", 8, 5)
record("IN_SHAPE", 1, 0, "H", 12, 2)
record("IN_SHAPE", 2, 0, "H", 12, plus(1))
record("SOURCE1_SHAPE", 1, 3, "h", 6, 0)
record("WINDOW", 1, 0, "B", 20, 0, 17)
record("WINDOW", 1, 1, "B", 21, 0, 7)
record("WINDOW", 1, 5, "B", 20, 2)
record("WINDOW", 1, 3, "B", 21, 0)
record("STRIDE", 1, 0, "B", 22, 0, 3)
record("STRIDE", 1, 1, "B", 22, 0)
record("STRIDE", 1, 5, "B", 22, 2)
record("SAME_ODD", 1, 0, "B", 20, 2)
record("SAME_ODD", 0, 2, "B", 21, 4)
record("POOL", 0, 3, "B", 23, 0, 4)
record("POOL", 0, 3, "B", 25, 0)
record("POOL", 1, 0, "B", 24, 1)
record("POOL", 0, 0, "B", 24, 1)  # of a convolution to bits: all of the window or none
record("OUT_SHAPE", 1, 0, "H", 14, 5)
record("OUT_SHAPE", 1, 1, "H", 16, 2)
record("OUT_SHAPE", 1, 3, "H", 18, 6)
record("OUT_SHAPE", 0, 3, "H", 14, 3)


def _large_map():
    """A map of 256 × 256 × 257 bytes in net 1."""
    pooled = Layer(MAX_POOL, (256, 256, 1), (1, 1, 1), window=(255, 255, 255), radix_in0=7, radix_out=7)
    weight = np.ones((257, 1, 1, 1), np.int8)
    int8 = [
        Layer(CONV, (256, 256, 1), (256, 256, 257), radix_in0=7, radix_out=7, weight=weight, bias=np.zeros(257)),
        Layer(MAX_POOL, (256, 256, 257), (1, 1, 257), source0=0, window=(255, 255, 255), radix_in0=7, radix_out=7),
        _logits(257, 1),
    ]
    return bases.model(COOPNET, [[pooled, _logits(1, 0)], int8, []], input_shape=(256, 256, 1))


def _logits(n, source, radix=7, outputs=bases.CLASSES):
    return Layer(
        DENSE_LOGITS,
        (1, 1, n),
        (1, 1, outputs),
        source0=source,
        radix_in0=radix,
        weight=np.ones((outputs, n), np.int8),
        bias=np.zeros(outputs),
    )


written("MAP_SIZE", (1, 0), "a map of 16 MiB and 64 KiB", _large_map)
record("RADIX_RANGE", 1, 0, "b", 28, 32, -33, 127)
record("RADIX_RANGE", 1, 0, "b", 29, 32)
record("RADIX_SOURCE", 1, 0, "b", 26, 6)
record("RADIX_SOURCE", 1, 3, "b", 27, 4)
record("RADIX_SOURCE", 2, 0, "b", 27, plus(1))
record("RADIX_ZERO", 0, 2, "b", 29, 1)
record("RADIX_ZERO", 1, 0, "b", 27, 1)
record("RADIX_ZERO", 1, 6, "b", 29, 1)
record("RADIX_SOURCE", 0, 1, "b", 26, 1)  # bits have radix 0
record("RADIX_OUT", 1, 1, "b", 29, 4)
record("RADIX_OUT", 1, 4, "b", 29, 5)
record("RADIX_LOGITS", 1, 6, "b", 28, 28, -12)
record("RADIX_ADD", 1, 3, "b", 29, 6)


def _far_apart():
    """An addition of radices 4 and 21."""
    layers = [
        Layer(
            DENSE,
            (1, 1, 1),
            (1, 1, 1),
            radix_in0=7,
            radix_weight=w,
            radix_out=7 + w,
            weight=np.ones((1, 1), np.int8),
            bias=np.zeros(1),
        )
        for w in (-3, 14)
    ]
    addition = Layer(ADD, (1, 1, 1), (1, 1, 1), 0, 1, radix_in0=4, radix_in1=21, radix_out=4, shift=17)
    return bases.model(COOPNET, [[_logits(1, -1)], layers + [addition, _logits(1, 2, 4)], []], input_shape=(1, 1, 1))


written("RADIX_ADD", (1, 2), "radices 17 apart", _far_apart)
record("SHIFT_RANGE", 0, 3, "B", 30, 32, 255)
record("SHIFT", 1, 0, "B", 30, 7)
record("SHIFT", 1, 3, "B", 30, 2)
record("SHIFT", 1, 6, "B", 30, 1)
record("SHIFT", 1, 0, "B", 31, 1)
record("SHIFT", 2, 0, "B", 31, plus(1))
record("MACS", 1, 0, "I", 64, 0, plus(1))
record("MACS", 1, 1, "I", 64, 1)
record("MACS", 0, 3, "I", 64, plus(-1))

# -- tensors -------------------------------------------------------------------------------------------------------------
record("TENSOR_ALIGNMENT", 1, 0, "I", 32, plus(1))
record("TENSOR_ALIGNMENT", 0, 1, "I", 56, plus(4))
record("TENSOR_RANGE", 1, 0, "I", 32, 0xFFFFFFE0, 0x7FFFFFE0, 160)
record("TENSOR_RANGE", 0, 0, "I", 48, 2097152)
record("WEIGHT_BYTES", 1, 0, "I", 36, plus(-1), 0)
record("WEIGHT_BYTES", 0, 2, "I", 36, plus(4))
record("WEIGHT_BYTES", 1, 1, "I", 36, 32)
record("BIAS_BYTES", 1, 0, "I", 44, plus(4), 0)
record("BIAS_BYTES", 0, 1, "I", 44, 4)
record("AUX_BYTES", 0, 0, "I", 52, plus(-4), 0)
record("AUX_BYTES", 0, 3, "I", 52, 10)
record("FLIP_BYTES", 0, 1, "I", 60, 8, 1)
record("FLIP_BYTES", 1, 0, "I", 60, 4)
record("TENSOR_OVERLAP", 1, 2, "I", 40, lambda bias: bias - 32)  # bias on the end of the weights


def _packed(number, in_c=4, out_c=5, **fields):
    """A convolution of a layout before the logits."""
    weight = ((np.arange(out_c * 9 * in_c) * 89 + 13) % 255 - 127).astype(np.int8).reshape(out_c, 3, 3, in_c)
    fields = {"layout": number, "window": (3, 3, 1), "same": True, "weight": weight, **fields}
    conv = Layer(CONV, (6, 6, in_c), (6, 6, out_c), radix_in0=7, radix_out=7, bias=np.zeros(out_c), **fields)
    last = Layer(
        DENSE_LOGITS,
        (6, 6, out_c),
        (1, 1, bases.CLASSES),
        source0=0,
        radix_in0=7,
        weight=np.ones((bases.CLASSES, 36 * out_c), np.int8),
        bias=np.zeros(bases.CLASSES),
    )
    first = Layer(
        DENSE_LOGITS,
        (6, 6, in_c),
        (1, 1, bases.CLASSES),
        radix_in0=7,
        weight=np.ones((bases.CLASSES, 36 * in_c), np.int8),
        bias=np.zeros(bases.CLASSES),
    )
    return bases.model(COOPNET, [[first], [conv, last], []], input_shape=(6, 6, in_c))


def _changed(model, change, net=1, layer=0):
    """Its blob with change(weight bytes) in place."""
    data = bytearray(blob.write(model))
    at, length = struct.unpack_from("<2I", data, record_at(data, net, layer) + TENSOR_AT["weight"])
    weights = data[at : at + length]
    change(weights)
    data[at : at + length] = weights
    return blob.seal(data)


def _put16(at, value):
    return lambda weights: struct.pack_into("<h", weights, at, value)


def _abi_1(data):
    data[48:50] = (1).to_bytes(2, "little")
    return data


def layout(rule, what, make):
    CASES.append(Case(rule, HEADER if rule == "NONE" else (1, 0), what, make))


def _pooled_first_layer():
    """The BNN's first layer with the pooling of layer 1 as its own."""
    net = bases.bnn()
    first = replace(net[0], out_shape=net[1].out_shape, pool=(2, 2, 2), flip=net[1].flip)
    return bases.model(COOPNET, [[first] + [replace(layer, source0=layer.source0 - 1) for layer in net[2:]], bases.int8(), []])


written("NONE", HEADER, "a convolution to bits pools", _pooled_first_layer)
CASES.append(
    Case(
        "POOL",
        (0, 0),
        "a convolution to bits pools under kernel ABI 1",
        lambda: blob.seal(_abi_1(bytearray(blob.write(_pooled_first_layer())))),
    )
)
layout("NONE", "layout paired", lambda: blob.write(_packed(1)))
layout("KERNEL", "a layout under kernel ABI 1", lambda: blob.seal(_abi_1(bytearray(blob.write(_packed(1))))))
record("LAYOUT", 1, 2, "B", 1, 1)  # paired: 5 channels are no quads
layout("LAYOUT_BYTES", "paired: an odd weight of 128", lambda: _changed(_packed(1), _put16(0, 32767)))
layout("WEIGHT_VALUE", "paired: an even weight of -128", lambda: _changed(_packed(1), _put16(2, 128)))
layout("LAYOUT_BYTES", "paired: a channel that does not exist", lambda: _changed(_packed(1), lambda w: w.__setitem__(-1, 1)))
layout("LAYOUT_SUM", "paired: a filter's sum is 2^16", lambda: blob.write(_packed(1, in_c=60, weight=_weighty(2**16))))
layout("NONE", "paired: a filter's sum is 2^16 - 1", lambda: blob.write(_packed(1, in_c=60, weight=_weighty(2**16 - 1))))


def _f45(in_c=4, **fields):
    weight = ((np.arange(5 * 25 * in_c) * 89 + 13) % 255 - 127).astype(np.int8).reshape(5, 5, 5, in_c)
    return _packed(2, in_c, weight=weight, window=(5, 5, 1), **fields)


def _plus_16(at):
    return lambda weights: struct.pack_into("<h", weights, at, struct.unpack_from("<h", weights, at)[0] + 1)


layout("NONE", "layout f45", lambda: blob.write(_f45()))
layout("NONE", "layout f45, 3 channels", lambda: blob.write(_f45(3)))
record("LAYOUT", 1, 0, "B", 1, 2)  # f45: a window of 3 x 3
for _point in range(8):
    layout(
        "LAYOUT_BYTES",
        f"f45: point {_point} is not that of the weights",
        lambda point=_point: _changed(_f45(), _plus_16(160 * point)),
    )
layout("LAYOUT_BYTES", "f45: a pad halfword", lambda: _changed(_f45(3), _plus_16(2 * (4 * 2 * 7 + 1))))
layout("LAYOUT_BYTES", "f45: a channel that does not exist", lambda: _changed(_f45(), lambda w: w.__setitem__(-2, 1)))


def _weighty(total, in_c=60):
    """Filters of 9 weights an input channel, the second one's magnitudes summing to total."""
    weight = np.full((5, 9 * in_c), 1, np.int8)
    weight[1] = total // (9 * in_c) + (np.arange(9 * in_c) < total % (9 * in_c))
    return weight.reshape(5, 3, 3, in_c)


def _holding(number, weight):
    """A model of 5 output and 4 input channels whose tensor holds other weights, of channels up to 8."""
    packed = layouts.LAYOUTS[CONV, number].pack(weight)
    return _changed(_packed(number), lambda tensor: tensor.__setitem__(slice(None), packed))


def _renamed(model, number):
    data = bytearray(blob.write(model))
    data[record_at(data, 1, 0) + 1] = number
    return blob.seal(data)


for _number, _name in ((3, "f23"), (4, "f43")):
    layout(
        "LAYOUT",
        f"{_name}: a window of 1 x 1",
        lambda k=_number: _renamed(_packed(0, window=(1, 1, 1), weight=np.ones((5, 1, 1, 4), np.int8)), k),
    )
    layout("NONE", f"layout {_name}", lambda k=_number: blob.write(_packed(k)))
    layout("NONE", f"layout {_name}, 3 input channels", lambda k=_number: blob.write(_packed(k, in_c=3)))
    layout("LAYOUT_BYTES", f"{_name}: points of no filter", lambda k=_number: _changed(_packed(k), _put16(0, 5)))
    layout("LAYOUT_BYTES", f"{_name}: points of a weight of 128", lambda k=_number: _holding(k, np.full((5, 3, 3, 4), 128)))
    layout(
        "LAYOUT_BYTES", f"{_name}: a channel that does not exist", lambda k=_number: _holding(k, np.ones((8, 3, 3, 4), np.int64))
    )
    layout("WEIGHT_VALUE", f"{_name}: a weight of -128", lambda k=_number: _holding(k, np.full((5, 3, 3, 4), -128)))
layout("LAYOUT_SUM", "f43: a filter's sum is 2^18", lambda: blob.write(_packed(4, in_c=232, weight=_weighty(2**18, 232))))
layout("NONE", "f43: a filter's sum is 2^18 - 1", lambda: blob.write(_packed(4, in_c=232, weight=_weighty(2**18 - 1, 232))))


def _shared_tensor(data):
    """Sign thresholds of net 0 layer 0 on its bias: the same range, allowed; the bytes that held them become a gap of zeros."""
    aux = record_at(data, 0, 0) + TENSOR_AT["aux"]
    at, length = get(data, "I", aux), get(data, "I", aux + 4)
    data[at : at + length] = bytes(length)
    data[aux : aux + 4] = data[record_at(data, 0, 0) + TENSOR_AT["bias"] :][:4]
    return blob.seal(data)


raw("NONE", "two tensors in one range", _shared_tensor)
tensor("WEIGHT_VALUE", 1, 0, "weight", "b", 3, -128)
tensor("WEIGHT_VALUE", 2, 1, "weight", "b", 17, -128)
tensor("WEIGHT_PAD", 0, 2, "weight", "B", 3, 0x80)
tensor("WEIGHT_PAD", 0, 3, "weight", "B", 0, 0xFF)
tensor("FLIP_PAD", 0, 1, "flip", "I", 0, 1 << bases.CHANNELS)
tensor("AUX_PAD", 0, 3, "aux", "B", 10, 1)
for _value in (2**31 - 1, -(2**31)):
    tensor("ACCUMULATOR", 1, 0, "bias", "i", 4, _value)
    tensor("ACCUMULATOR", 0, 0, "bias", "i", 4, _value)
    tensor("ACCUMULATOR", 0, 3, "bias", "i", 4, _value)
    tensor("ACCUMULATOR", 1, 6, "bias", "i", 4, _value)


def _bound(excess):
    """A dense layer whose bound of eq. (2) is 2^31 - 1 + excess: 127 weights' sum, shift 3."""
    bias = 2**31 - 1 - 128 * 127 - 4 + excess
    dense = Layer(
        DENSE,
        (1, 1, 1),
        (1, 1, 1),
        radix_in0=7,
        radix_out=4,
        shift=3,
        weight=np.full((1, 1), -127, np.int8),
        bias=np.array([bias]),
    )
    return bases.model(COOPNET, [[_logits(1, -1)], [dense, _logits(1, 0, 4)], []], input_shape=(1, 1, 1))


written("ACCUMULATOR", (1, 0), "one beyond the bound", lambda: _bound(1))
written("NONE", HEADER, "exactly at the bound", lambda: _bound(0))


# -- networks of floats --------------------------------------------------------------------------------------------------
def float_net(numbers):
    """toFloat, conv, maxPool, conv, add, averagePool, dense, logits."""
    net = [Layer(TO_FLOAT, bases.INPUT, bases.INPUT, radix_in0=7)]
    for layer in bases.int8():
        sources = {"source0": layer.source0 + 1, "source1": layer.source1 + 1 if layer.op == ADD else -1}
        radices = {"radix_in0": 0, "radix_in1": 0, "radix_weight": 0, "radix_out": 0, "shift": 0}
        if layer.op == DENSE_LOGITS:
            radices["radix_weight"] = 16
        net.append(replace(layer, **sources, **radices))
    for layer in net:
        layer.numbers = numbers
        if layer.weight is not None and numbers == MIXED:
            layer.scale = np.full(len(layer.bias), 1 / 64)
    return net


def float_model(numbers):
    """A model whose net 1 has floats."""
    return bases.model(COOPNET, [bases.bnn(), float_net(numbers), []], numbers=numbers)


def floats(rule, where, what, numbers, change=lambda data: data):
    """A model of floats after change(data), sealed."""
    CASES.append(Case(rule, where, what, lambda: blob.seal(change(bytearray(blob.write(float_model(numbers)))))))


def _byte(at, value):
    def change(data):
        data[at] = value
        return data

    return change


def _field(layer, layout, at, value):
    def change(data):
        struct.pack_into("<" + layout, data, record_at(data, 1, layer) + at, value)
        return data

    return change


def _value(layer, name, layout, at, value):
    def change(data):
        struct.pack_into("<" + layout, data, get(data, "I", record_at(data, 1, layer) + TENSOR_AT[name]) + at, value)
        return data

    return change


for _numbers, _name in ((MIXED, "mixed"), (FLOAT32, "float32")):
    floats("NONE", HEADER, f"{_name}, as it is", _numbers)
    floats("NUMBERS", HEADER, f"{_name} of net 0", _numbers, _byte(77, _numbers))
    floats("NUMBERS", HEADER, f"{_name} of net 2", _numbers, _byte(79, _numbers))
    floats("HEADER_ZERO", HEADER, f"{_name} under kernel ABI 3", _numbers, _byte(48, 3))
    floats("KERNEL", (1, 0), f"toFloat where there are no floats, {_name}", _numbers, _byte(78, 0))
    floats("KERNEL", (1, 1), f"{_name}: a layout of integers", _numbers, _field(1, "B", 1, 1))
    floats("KERNEL", (1, 3), f"{_name}: an operation on bits", _numbers, _field(3, "B", 0, 8))
    floats("SOURCE_TYPE", (1, 1), f"{_name}: a convolution of the int8 input", _numbers, _field(1, "h", 4, -1))
    floats("RADIX_SOURCE", (1, 0), f"{_name}: another radix than the input's", _numbers, _field(0, "b", 26, 6))
    floats("RADIX_SOURCE", (1, 1), f"{_name}: a radix of floats", _numbers, _field(1, "b", 26, 7))
    floats("RADIX_ZERO", (1, 1), f"{_name}: a radix of weights", _numbers, _field(1, "b", 28, 1))
    floats("RADIX_ZERO", (1, 2), f"{_name}: a radix of a float output", _numbers, _field(2, "b", 29, 1))
    floats("RADIX_LOGITS", (1, 7), f"{_name}: logits of radix 31", _numbers, _field(7, "b", 28, 31))
    floats("SHIFT", (1, 1), f"{_name}: a shift", _numbers, _field(1, "B", 30, 1))
    floats("WEIGHT_BYTES", (1, 1), f"{_name}: a weight less", _numbers, _field(1, "I", 36, 44))
    floats("AUX_BYTES", (1, 1), f"{_name}: 4 bytes of scales", _numbers, _field(1, "I", 52, 4))
    floats("TENSOR_ALIGNMENT", (1, 1), f"{_name}: weights at a multiple of 4", _numbers, _field(1, "I", 32, 260))
    for _bits in (0x7F800000, 0xFF800000, 0x7FC00000, 0x7F800001):
        floats("FLOAT_VALUE", (1, 1), f"{_name}: a bias of {_bits:#x}", _numbers, _value(1, "bias", "I", 4, _bits))
    floats("NONE", HEADER, f"{_name}: the largest bias", _numbers, _value(1, "bias", "I", 4, 0x7F7FFFFF))
floats("FLOAT_VALUE", (1, 7), "a weight that is not a number", FLOAT32, _value(7, "weight", "I", 8, 0x7FC00000))
floats("FLOAT_VALUE", (1, 1), "an infinite scale", MIXED, _value(1, "aux", "I", 0, 0x7F800000))
floats("WEIGHT_VALUE", (1, 1), "mixed: a weight of -128", MIXED, _value(1, "weight", "b", 3, -128))
floats("NUMBERS", HEADER, "unknown numbers", FLOAT32, _byte(78, 3))
written(
    "NUMBERS",
    HEADER,
    "floats in a BC-Net",
    lambda: bases.model(
        BCNET_LOGITS, [bases.bnn(), float_net(FLOAT32), bases.glue(4, 7, 2 * bases.CLASSES, 11, 16, 4)], numbers=FLOAT32
    ),
)


# -- depthwise -----------------------------------------------------------------------------------------------------------
def depthwise_model(channels=2, **fields):
    """A depthwise convolution before the logits."""
    weight = ((np.arange(2 * 9) * 89 + 13) % 255 - 127).astype(np.int8).reshape(2, 3, 3, 1)
    fields = {"weight": weight, "bias": np.zeros(channels), **fields}
    layer = Layer(DEPTHWISE, (6, 6, 2), (6, 6, channels), window=(3, 3, 1), same=True, radix_in0=7, radix_out=7, **fields)
    last = replace(_logits(36 * channels, 0), in_shape=(6, 6, channels))
    return bases.model(COOPNET, [[replace(_logits(72, -1), in_shape=(6, 6, 2))], [layer, last], []], input_shape=(6, 6, 2))


def depthwise(rule, what, change=lambda data: data, **fields):
    """The same with something wrong."""
    layout(rule, f"depthwise: {what}", lambda: blob.seal(change(bytearray(blob.write(depthwise_model(**fields))))))


depthwise("NONE", "as it is")
depthwise("KERNEL", "kernel ABI 3", _byte(48, 3))
depthwise("KERNEL", "a layout", _field(0, "B", 1, 1))
depthwise("LAYER_FLAGS", "pooling rounds up", _field(0, "B", 2, 6))
depthwise("OUT_SHAPE", "more channels than the input", channels=3, weight=np.ones((3, 3, 3, 1), np.int8))
depthwise("SHIFT", "another shift than the radices'", _field(0, "B", 30, 1))
depthwise("MACS", "those of a convolution", _field(0, "I", 64, 36 * 2 * 9 * 2))
depthwise("WEIGHT_BYTES", "those of a convolution", _field(0, "I", 36, 36))
depthwise("WEIGHT_VALUE", "-128 in the second channel", _value(0, "weight", "b", 17, -128))
depthwise("NONE", "the largest bias", bias=np.array([0, 2**31 - 1 - 128 * 9]), weight=np.ones((2, 3, 3, 1), np.int8))
depthwise("ACCUMULATOR", "a larger bias", bias=np.array([0, 2**31 - 128 * 9]), weight=np.ones((2, 3, 3, 1), np.int8))


# -- shared stem ---------------------------------------------------------------------------------------------------------
def stem_model(stem_layers=2, form=COOPNET, **changes):
    """Both nets behind the first two layers of net 1 of bases; net 0 goes on with their signs."""
    stem, c = bases.int8()[:2], bases.CHANNELS
    signs = Layer(INT8_TO_BITS, (3, 3, c), (3, 3, c), source0=1, radix_in0=5, sign_threshold=np.arange(c) - 2)
    rest = [replace(layer, source0=layer.source0 + 1) for layer in bases.bnn()[2:]]
    moved = [replace(layer, source0=layer.source0 - 2) for layer in bases.int8()[2:]]
    moved[1] = replace(moved[1], source0=-1, source1=0, radix_in0=5, radix_in1=4, radix_out=4)  # adds the stem's output
    moved[0] = replace(moved[0], **changes)
    return bases.model(form, [[*stem, signs, *rest], moved, []], stem_layers=stem_layers)


def stem(rule, what, where, change=lambda data: data, **fields):
    """The same with something wrong."""
    make = lambda: blob.seal(change(bytearray(blob.write(stem_model(**fields)))))
    CASES.append(Case(rule, where, f"stem: {what}", make))


def _header_byte(at, value):
    def change(data):
        data[at] = value
        return data

    return change


stem("NONE", "as it is", HEADER)
stem("HEADER_ZERO", "kernel ABI 4", HEADER, _header_byte(48, 4))
stem("STEM", "as many layers as net 0 has", HEADER, _header_byte(95, 6))
stem("STEM", "more layers than net 0 has", HEADER, _header_byte(95, 255))
stem("STEM", "net 1 has floats", HEADER, _header_byte(78, FLOAT32))
stem("STEM_TYPE", "its last layer gives bits", (0, 2), _header_byte(95, 3))
stem("IN_SHAPE", "net 1 expects a larger map", (1, 0), lambda d: _put(d, 1, 0, "H", 8, 6))
stem("IN_SHAPE", "a layer fewer, whose map is larger", (1, 0), _header_byte(95, 1))
stem("IN_SHAPE", "net 1 expects the input", (1, 0), lambda d: _put(d, 1, 0, "H", 12, 1))
stem("RADIX_SOURCE", "net 1 expects another radix", (1, 0), lambda d: _put(d, 1, 0, "b", 26, 7))
stem("RADIX_SOURCE", "the signs expect another radix", (0, 2), lambda d: _put(d, 0, 2, "b", 26, 4))
stem("BIAS_BYTES", "a threshold too few", (0, 2), lambda d: _put(d, 0, 2, "I", 44, 16))
stem("OUT_SHAPE", "signs of more channels", (0, 2), lambda d: _put(d, 0, 2, "H", 18, 6))
stem("WINDOW", "signs of a window", (0, 2), lambda d: _put(d, 0, 2, "B", 20, 3))
stem("SOURCE_TYPE", "signs of signs", (0, 3), lambda d: _put(d, 0, 3, "3B", 0, INT8_TO_BITS, 0, 0))
stem("KERNEL", "signs in a layout", (0, 2), lambda d: _put(d, 0, 2, "B", 1, 1))


def _put(data, net, layer, layout_, at, *values):
    struct.pack_into("<" + layout_, data, record_at(data, net, layer) + at, *values)
    return data


CASES.append(
    Case(
        "KERNEL",
        (0, 0),
        "signs under kernel ABI 4",
        lambda: blob.seal(_header_byte(48, 4)(bytearray(blob.write(_signs_of_the_input())))),
    )
)


def _signs_of_the_input():
    """The BNN's first layer as signs of the input, which need no stem."""
    signs = Layer(INT8_TO_BITS, bases.INPUT, bases.INPUT, radix_in0=7, sign_threshold=np.zeros(1))
    weight = np.ones((bases.CHANNELS, 3, 3, 1), bool)
    second = replace(bases.bnn()[2], in_shape=bases.INPUT, out_shape=(6, 6, bases.CHANNELS), source0=0, weight=weight)
    pool = replace(bases.bnn()[1], source0=1)
    rest = [replace(layer, source0=layer.source0) for layer in bases.bnn()[3:]]
    return bases.model(COOPNET, [[signs, second, pool, *rest], bases.int8(), []])


# -- networks and memory -------------------------------------------------------------------------------------------------
written("NET_END", (0, 3), "net 0 ends in int8", lambda: bases.model(COOPNET, [bases.bnn()[:4], bases.int8(), []]))
written("NET_END", (1, 5), "net 1 ends in int8", lambda: bases.model(COOPNET, [bases.bnn(), bases.int8()[:6], []]))
written(
    "NET_END",
    (1, 6),
    "logits in the middle",
    lambda: bases.model(COOPNET, [bases.bnn(), bases.int8() + [replace(bases.int8()[6])], []]),
)
written("LOGITS_COUNT", (0, 4), "a class more than outputs", lambda: bases.model(COOPNET, classes=4))


def _glued(*layers):
    return bases.model(BCNET_LOGITS, [bases.bnn(), bases.int8(), list(layers)])


def _dense(shape, outputs, radix, source=-1):
    n = int(np.prod(shape))
    return Layer(
        DENSE,
        shape,
        (1, 1, outputs),
        source0=source,
        radix_in0=radix,
        radix_out=radix,
        weight=np.ones((outputs, n), np.int8),
        bias=np.zeros(outputs),
    )


written("GLUE_LAYERS", (2, 0), "no concat", lambda: _glued(_dense(bases.INPUT, 1, 7), _logits(1, 0)))
written("GLUE_LAYERS", (2, 1), "no logits", lambda: _glued(bases.glue(4, 6, 6, 11, 10, 4)[0], _dense((1, 1, 6), 3, 4, source=0)))
written(
    "CONCAT_SOURCE",
    (2, 0),
    "features of another layer",
    lambda: bases.model(BCNET_FEATURES, [bases.bnn(), bases.int8(), bases.glue(3, 4, 40, 4, 4, 3)]),
)


def _undersized():
    out = bases.model(BCNET_LOGITS)
    out.arena_bytes -= 1
    return out


written("ARENA_DECLARED", HEADER, "a byte below the plan", _undersized)


def _placed(change):
    """A blob placed in two regions, after a change to [Placed] and [fast, SRAM bytes]."""
    out = bases.model(BCNET_LOGITS)
    data = blob.write(out)
    placed = places.buffers(out, data)
    regions = list(places.at_random(np.random.RandomState(1), placed))
    change(placed, regions)
    return places.write(data, placed, regions)


def _place(index, value):
    def change(placed, _):
        placed[index].place = value

    return change


def _region(index, value):
    def change(_, regions):
        regions[index] = value

    return change


CASES.append(Case("NONE", HEADER, "placed", lambda: _placed(lambda *_: None)))
CASES.append(Case("PLACE_ALIGNMENT", (0, 0), "16 bytes beside", lambda: _placed(_place(0, 16))))
CASES.append(Case("PLACE_ALIGNMENT", HEADER, "a bank 1 byte beside", lambda: _placed(_place(-1, 1))))
CASES.append(Case("PLACE_ALIGNMENT", HEADER, "a region of 33 bytes", lambda: _placed(_region(0, 33))))
CASES.append(Case("PLACE_REGION", (0, 0), "far outside", lambda: _placed(_place(0, 0x40000000))))
CASES.append(Case("PLACE_REGION", (0, 0), "far outside the other", lambda: _placed(_place(0, 0xFFFFFFE0))))
CASES.append(
    Case(
        "PLACE_OVERLAP",
        HEADER,
        "both banks at one place",
        lambda: _placed(lambda placed, _: _place(-1, placed[-2].place)(placed, _)),
    )
)
for _form in (COOPNET, BCNET_LOGITS, BCNET_FEATURES):
    written("NONE", HEADER, f"form {_form} as it is", lambda form=_form: bases.model(form))
