"""The arena plan: where each layer's output and scratch lie. MODEL-FORMAT.md, "Arena"."""
from dataclasses import dataclass

import numpy as np

from . import layouts
from .bits import row_words
from .description import ADD, BITS_OUT, CONCAT, CONV_BITS_TO_BITS, CONV_BITS_TO_INT8, CONV_INT8_TO_BITS, DENSE_LOGITS
from .shapes import conv_size


@dataclass
class Buffer:
    """Bytes of the arena and the steps they are in use, both ends included."""

    bytes: int
    first: int
    last: int
    offset: int = -1


def lives(model):
    """Model -> [(net, layer, Buffer of its output, Buffer of its scratch or None)] by step, none placed."""
    steps = [(net, index, layer) for net, layers in enumerate(model.nets) for index, layer in enumerate(layers)]
    step_of = {(net, index): step for step, (net, index, _) in enumerate(steps)}
    outputs = [Buffer(_rounded(output_bytes(layer)), step, step) for step, (_, _, layer) in enumerate(steps)]
    scratches = []
    for step, (net, _, layer) in enumerate(steps):
        for at in _sources(layer, net):
            outputs[step_of[at]].last = len(steps) - 1 if layer.op == CONCAT else max(outputs[step_of[at]].last, step)
        if layer.op == DENSE_LOGITS:
            outputs[step].last = len(steps) - 1
        if net == 0 and step + 1 == model.stem_layers:
            outputs[step].last = len(steps) - 1
        scratches.append(Buffer(_rounded(scratch_bytes(layer)), step, step) if scratch_bytes(layer) else None)
    return [(net, index, output, scratch) for (net, index, _), output, scratch in zip(steps, outputs, scratches)]


def plan(model):
    """Model -> (bytes of the plan in one region, {(net, layer): offset of its output})."""
    steps = lives(model)
    outputs = [output for _, _, output, _ in steps]
    buffers = [buffer for _, _, *both in steps for buffer in both if buffer]
    if not _place_at_both_ends(buffers, outputs):
        placed = []
        for buffer in sorted(
            buffers, key=lambda b: -b.bytes
        ):  # stable: equal sizes keep the order of steps, output before scratch
            buffer.offset = _offsets(buffer, placed)[0]
            placed.append(buffer)
    return max(b.offset + b.bytes for b in buffers), {(net, index): output.offset for net, index, output, _ in steps}


def output_bytes(layer):
    """Bytes of a layer's output map."""
    height, width, channels = layer.out_shape
    if layer.op in BITS_OUT:
        return height * width * 4 * row_words(channels)
    return height * width * channels * (4 if layer.op == DENSE_LOGITS or layer.numbers else 1)


def scratch_bytes(layer):
    """Scratch of a layer's kernel: four rows of u on their way to the pool, then what its layout asks for."""
    k_h, k_w, stride = layer.window
    rows = 0
    if layer.op in (CONV_INT8_TO_BITS, CONV_BITS_TO_BITS) and layer.pooling != (1, 1, 1):
        rows = 16 * conv_size(layer.in_shape[1], k_w, stride, layer.same) * row_words(layer.out_shape[2])
    if layer.layout:
        return rows + layouts.scratch_bytes(layer)
    if layer.op == CONV_BITS_TO_INT8:
        return 4 * conv_size(layer.in_shape[0], k_h, stride, layer.same) * conv_size(layer.in_shape[1], k_w, stride, layer.same)
    return rows


def bank_bytes(model):
    """Bytes of one of the two input banks, which stand before the plan."""
    return _rounded(int(np.prod(model.input_shape)))


def _sources(layer, net):
    if layer.op == CONCAT:
        return [(0, layer.source0), (1, layer.source1)]
    return [(net, s) for s in (layer.source0, layer.source1 if layer.op == ADD else -1) if s >= 0]


def _place_at_both_ends(buffers, outputs):
    """Whether all buffers find a place below the most bytes that live at once."""
    limit = max(sum(b.bytes for b in buffers if b.first <= step <= b.last) for step in range(len(outputs)))
    odd = {id(output) for output in outputs[1::2]}
    placed = []
    for buffer in buffers:
        offsets = [o for o in _offsets(buffer, placed, limit) if o + buffer.bytes <= limit]
        if not offsets:
            return False
        buffer.offset = offsets[-1] if id(buffer) in odd else offsets[0]
        placed.append(buffer)
    return True


def _offsets(buffer, placed, limit=0):
    """Rising offsets, beside a neighbour or an end of the arena, where buffer meets nothing that lives at the same time."""
    neighbours = [b for b in placed if b.first <= buffer.last and buffer.first <= b.last]
    ends = {0, limit - buffer.bytes} | {b.offset + b.bytes for b in neighbours} | {b.offset - buffer.bytes for b in neighbours}
    return [
        o for o in sorted(ends) if o >= 0 and all(o + buffer.bytes <= b.offset or b.offset + b.bytes <= o for b in neighbours)
    ]


def _rounded(n):
    return n + -n % 32
