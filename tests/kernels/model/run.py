"""Runs a blob, from its bytes, with the NumPy kernels: input bytes -> every layer's output, logits and confidences."""
from dataclasses import dataclass

import numpy as np

from . import floats, reader
from .add import add
from .binary_conv import conv_bits_to_bits, conv_bits_to_int8
from .concat import concat
from .confidence import confidence
from .conv import conv, depthwise
from .dense import dense, logits
from .description import (
    ADD,
    AVERAGE_POOL,
    BITS_IN,
    BITS_OUT,
    CONCAT,
    CONV,
    CONV_BITS_TO_BITS,
    CONV_BITS_TO_INT8,
    CONV_INT8_TO_BITS,
    DENSE,
    DENSE_LOGITS,
    DEPTHWISE,
    INT8,
    INT8_TO_BITS,
    MAX_POOL,
    POOL_BITS,
)
from .first_layer import conv_int8_to_bits
from .int8_to_bits import int8_to_bits
from .pool import average_pool, max_pool
from .pool_bits import pool_bits


@dataclass
class Result:
    """outputs[net][layer] are arrays (H, W, C); logits and confidences are by net, None where a net gives none."""

    outputs: list
    logits: list
    confidences: list


def run(blob, image):
    """image: H*W*C bytes."""
    model = reader.read(blob)
    x = to_int8(image, model.input_shape)
    outputs = [[], [], []]
    for net, layers in enumerate(model.nets):
        for layer in layers:
            result = run_layer(layer, *operands(layer, net, outputs, x, model.stem_layers))
            assert result.shape == tuple(layer.out_shape), (net, layer)
            outputs[net].append(result)
    last = [net[-1].reshape(-1) if net and layers[-1].op == DENSE_LOGITS else None for net, layers in zip(outputs, model.nets)]
    scores = [None if z is None else confidence(z, model.logit_radix(net), model.temperatures[net]) for net, z in enumerate(last)]
    return Result(outputs, last, scores)


def to_int8(image, shape):
    """An input byte p enters as p - 128: eq. (4)."""
    return np.frombuffer(bytes(image), np.uint8).astype(np.int64).reshape(shape) - 128


def operands(layer, net, outputs, x, stem_layers=0):
    """The maps a layer of a net reads; x is the input as int8, outputs those of the layers run so far."""

    def take(of, index):
        if index < 0 and of == INT8 and stem_layers:
            return outputs[0][stem_layers - 1]
        return x if index < 0 else outputs[of][index]

    if layer.op == CONCAT:
        return outputs[0][layer.source0], outputs[1][layer.source1]
    a = take(net, layer.source0)
    assert a.shape == tuple(layer.in_shape) and (a.dtype == bool) == (layer.op in BITS_IN)
    return (a, take(net, layer.source1)) if layer.op == ADD else (a,)


def run_layer(layer, a, b=None):
    """One layer on its operands."""
    if layer.numbers:
        return floats.run_layer(layer, a, b)
    k_h, k_w, stride = layer.window
    if layer.op == CONV:
        out = conv(a, layer.weight, layer.bias, stride, layer.same, layer.shift, layer.relu)
    elif layer.op == DEPTHWISE:
        out = depthwise(a, layer.weight, layer.bias, stride, layer.same, layer.shift, layer.relu)
    elif layer.op == DENSE:
        out = dense(a, layer.weight, layer.bias, layer.shift, layer.relu)
    elif layer.op == DENSE_LOGITS:
        out = logits(a, layer.weight, layer.bias)
    elif layer.op == MAX_POOL:
        out = max_pool(a, k_h, k_w, stride, layer.up)
    elif layer.op == AVERAGE_POOL:
        out = average_pool(a, k_h, k_w, stride, layer.up)
    elif layer.op == ADD:
        out = add(a, b, layer.radix_in0, layer.radix_in1, layer.radix_out, layer.relu)
    elif layer.op == CONV_INT8_TO_BITS:
        out = conv_int8_to_bits(
            a, layer.weight, layer.bias, layer.sign_threshold, layer.flip, stride, layer.same, *layer.pooling, layer.up
        )
    elif layer.op == CONV_BITS_TO_BITS:
        out = conv_bits_to_bits(a, layer.weight, layer.sign_threshold, layer.flip, stride, layer.same, *layer.pooling, layer.up)
    elif layer.op == CONV_BITS_TO_INT8:
        out = conv_bits_to_int8(
            a, layer.weight, layer.m, layer.o, layer.shift, layer.relu, stride, layer.same, *layer.pool, layer.up
        )
    elif layer.op == INT8_TO_BITS:
        out = int8_to_bits(a, layer.sign_threshold, layer.flip)
    elif layer.op == POOL_BITS:
        out = pool_bits(a, layer.flip, k_h, k_w, stride, layer.up)
    else:
        assert layer.op == CONCAT
        out = concat(a, b, layer.shift, layer.shift1)
    assert (out.dtype == bool) == (layer.op in BITS_OUT)
    return out
