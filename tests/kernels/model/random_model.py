"""Random valid cooperative models of all three forms: nets are random graphs over int8 and bit maps."""
import numpy as np

from .description import (
    AVERAGE_POOL,
    BCNET_FEATURES,
    BCNET_LOGITS,
    BITS_OUT,
    CONCAT,
    COOPNET,
    FLOAT32,
    MAX_POOL,
    MIXED,
    POOL_BITS,
    Layer,
    Model,
)
from .plan import plan
from .random_float_layers import random_float_net
from .random_layers import RandomLayers

ATTEMPTS = 60


class RandomModel:
    """Draws models from one generator (numpy RandomState, whose stream never changes between versions)."""

    def __init__(self, rng, newest=True):
        self.rng = rng
        self.newest = newest
        self.layers = RandomLayers(rng)

    def model(self, form=None, int8_logits=None, numbers=None):
        """A model of the given form and numbers of net 1, or of any."""
        draw = self.layers
        form = form or draw.pick((COOPNET, BCNET_LOGITS, BCNET_FEATURES))
        if numbers is None:
            numbers = draw.pick((0, 0, MIXED, FLOAT32)) if form == COOPNET else 0
        if form != BCNET_FEATURES or int8_logits is None:
            int8_logits = form != BCNET_FEATURES or draw.chance(2)
        classes = draw.pick((2, 3, 5, 10, 10, 17)) if not draw.chance(40) else 255
        shape = (draw.between(1, 9), draw.between(1, 9), draw.pick((1, 1, 2, 3, 3, 5, 8)))
        if draw.chance(10):
            shape = (1, 1, draw.pick((1, 3, 33, 64)))
        features = form == BCNET_FEATURES
        stem = self._stem(shape) if self.newest and not numbers and draw.chance(3) else []
        begin, radix = (stem[-1].out_shape, stem[-1].radix_out) if stem else (shape, 7)
        nets = [
            self.net(shape, classes, features, True, binary=True, before=stem),
            random_float_net(self.rng, shape, classes, numbers)
            if numbers
            else self.net(begin, classes, features, int8_logits, binary=False, radix=radix),
            [],
        ]
        model = Model(
            form,
            [f"class {i}" for i in range(classes)],
            shape,
            nets,
            name=f"generated {draw.below(10**6)}",
            int8_logits=int8_logits,
            numbers=numbers,
            stem_layers=len(stem),
            confidence_threshold=draw.below(256),
            preprocessing=self._preprocessing(shape),
            pad_value=0,
        )
        if form != COOPNET:
            model.nets[2] = self.glue(model)
        model.temperatures = tuple(65536 if model.logit_radix(net) is None else self._temperature() for net in range(3))
        model.arena_bytes = plan(model)[0] + (0 if draw.chance(2) else 32 * draw.below(9))
        return model

    def net(self, shape, classes, features, has_logits, binary, radix=7, before=()):
        """A list of layers, `before` the first of them; with `features` the last layer reads a layer, not the input."""
        while True:
            layers = self._body(shape, self.layers.between(1 if features else 0, 5), binary, radix, before)
            outputs = [(-1, shape, radix)] if not features else []
            outputs += [(i, l.out_shape, l.radix_out) for i, l in enumerate(layers) if l.op not in BITS_OUT]
            if not outputs or not has_logits and outputs[-1][0] != len(layers) - 1:
                continue
            if not has_logits:
                return layers
            source, source_shape, source_radix = outputs[-1] if not self.layers.chance(5) else self.layers.pick(outputs)
            if np.prod(source_shape) * classes > 200_000:
                continue
            last = self.layers.dense_logits(source_shape, source_radix, classes)
            if last is not None:
                last.source0 = source
                return layers + [last]

    def glue(self, model):
        """concat and denseLogits over the logits or features of both nets: eq. (15)."""
        draw = self.layers
        if model.form == BCNET_LOGITS:
            sources = [len(net) - 1 for net in model.nets[:2]]
            radices = [model.logit_radix(net) for net in (0, 1)]
            lowest = min(radices) - 8 if not draw.chance(4) else min(radices)
        else:
            sources = [model.nets[0][-1].source0, model.nets[1][-1].source0 if model.int8_logits else len(model.nets[1]) - 1]
            radices = [model.nets[net][sources[net]].radix_out for net in (0, 1)]
            lowest = min(radices) - draw.between(0, 2)
        radix = max(lowest, max(radices) - 31, -32)
        shapes = [model.nets[net][sources[net]].out_shape for net in (0, 1)]
        n = sum(int(np.prod(shape)) for shape in shapes)
        if radix > min(radices):  # the two radices lie too far apart for one f_g: try other nets
            raise Unsuitable
        last = draw.dense_logits((1, 1, n), radix, len(model.class_names))
        if last is None:
            raise Unsuitable
        last.source0 = 0
        concat = Layer(
            CONCAT,
            (1, 1, n),
            (1, 1, n),
            sources[0],
            sources[1],
            radix_in0=radices[0],
            radix_in1=radices[1],
            radix_out=radix,
            shift=radices[0] - radix,
            shift1=radices[1] - radix,
        )
        return [concat, last]

    def _stem(self, shape):
        """Int8 layers that both networks begin with."""
        while True:
            layers = self._body(shape, self.layers.between(1, 3), binary=False)
            if layers:
                return layers

    def _body(self, shape, count, binary, radix=7, before=()):
        """`count` layers behind those `before`, each reading the one before or, sometimes, any earlier map."""
        layers, maps = list(before), [(-1, shape, radix, False)]  # (index, shape, radix, bits)
        maps += [(i, layer.out_shape, layer.radix_out, False) for i, layer in enumerate(before)]
        for _ in range(ATTEMPTS):
            if len(layers) == len(before) + count:
                break
            index, source_shape, radix, is_bits = maps[-1] if not self.layers.chance(4) else self.layers.pick(maps)
            layer = self._bits_layer(source_shape) if is_bits else self._int8_layer(source_shape, radix, maps, binary)
            if layer is None or np.prod(layer.out_shape) > 20_000:
                continue
            layer.source0 = index
            maps.append((len(layers), layer.out_shape, layer.radix_out, layer.op in BITS_OUT))
            layers.append(layer)
        return layers

    def _bits_layer(self, shape):
        draw = self.layers
        kind = draw.below(5)
        if kind == 0:
            return draw.pool(POOL_BITS, shape, 0)
        return draw.conv_bits_to_int8(shape) if kind < 3 else draw.conv_bits_to_bits(shape)

    def _int8_layer(self, shape, radix, maps, binary):
        draw = self.layers
        if binary and self.newest and draw.chance(4):
            return draw.int8_to_bits(shape, radix)
        if binary and draw.chance(2):
            return draw.conv_int8_to_bits(shape, radix)
        kind = draw.below(6)
        if kind == 0:
            return draw.pool(draw.pick((MAX_POOL, AVERAGE_POOL)), shape, radix)
        if kind == 1:
            return draw.dense(shape, radix)
        if kind == 2:
            others = [m for m in maps[1:] if m[1] == shape and not m[3]]  # never the input
            other = draw.pick(others) if others else None
            layer = draw.add(shape, radix, other[2]) if other else None
            if layer is not None:
                layer.source1 = other[0]
            return layer
        return (draw.depthwise if self.newest and kind == 3 else draw.conv)(shape, radix)

    def _preprocessing(self, shape):
        draw = self.layers
        kind = draw.pick((0, 0, 1, 2, 3))
        return (1, draw.below(shape[0]), 0, 0, draw.below(shape[1])) if kind == 1 else (kind, 0, 0, 0, 0)

    def _temperature(self):
        return self.layers.pick(
            (65536, 2**10, 2**22, self.layers.between(2**10, 2**22), self.layers.between(2**15, 2**18))
        )


class Unsuitable(Exception):
    """A draw that fits no rule; the caller draws again."""


def random_model(rng, form=None, int8_logits=None, numbers=None, newest=True):
    """A valid random model from a numpy RandomState; `newest`: with what kernel ABIs from 4 on have."""
    while True:
        try:
            return RandomModel(rng, newest).model(form, int8_logits, numbers)
        except Unsuitable:
            continue


def random_image(rng, shape):
    """Input bytes: uniform, all 0, all 255, or both extremes only."""
    n = int(np.prod(shape))
    kind = rng.randint(0, 8)
    if kind < 2:
        return bytes([0, 255][kind] for _ in range(n))
    values = rng.randint(0, 256, n)
    return bytes((np.where(values < 128, 0, 255) if kind == 2 else values).astype(np.uint8))
