"""Random networks of floats: every op, both kinds of numbers, values from subnormal to beyond float32's range."""
import numpy as np

from .description import ADD, AVERAGE_POOL, CONV, DENSE, DENSE_LOGITS, FLOAT32, MAX_POOL, TO_FLOAT, Layer
from .random_layers import CHANNELS, MAX_MACS, RandomLayers

ATTEMPTS = 60
MAX_MAP = 20_000


def random_float_net(rng, shape, classes, numbers):
    """Layers of net 1: toFloat, up to six others, logits."""
    return RandomFloatNet(rng, numbers).net(shape, classes)


class RandomFloatNet(RandomLayers):
    """Draws layers; each method returns a Layer or None where the draw fits no rule."""

    def __init__(self, rng, numbers):
        super().__init__(rng)
        self.numbers = numbers

    def net(self, shape, classes):
        """A list of layers, each reading the one before or, sometimes, any earlier map."""
        layers, count = [self.layer_of(TO_FLOAT, shape, shape, radix_in0=7)], self.between(1, 7)
        for _ in range(ATTEMPTS):
            if len(layers) == count:
                break
            source = len(layers) - 1 if not self.chance(4) else self.below(len(layers))
            layer = self._any(layers, layers[source].out_shape)
            if layer is not None and np.prod(layer.out_shape) <= MAX_MAP:
                layer.source0 = source
                layers.append(layer)
        last = self.dense_of(DENSE_LOGITS, layers[-1].out_shape, classes)
        last.source0, last.radix_weight = len(layers) - 1, self.between(-8, 30) if self.chance(4) else 20
        return layers + [last]

    def _any(self, layers, shape):
        kind = self.below(6)
        if kind == 0:
            return self.pool_of(self.pick((MAX_POOL, AVERAGE_POOL)), shape)
        if kind == 1 and np.prod(shape) * 96 <= MAX_MACS:
            return self.dense_of(DENSE, shape, self.pick(CHANNELS))
        if kind == 2:
            others = [index for index, layer in enumerate(layers) if layer.out_shape == shape]
            return self.layer_of(ADD, shape, shape, source1=self.pick(others), relu=self.chance(2)) if others else None
        return self.conv_of(shape)

    def conv_of(self, shape, geometry=None):
        """A convolution."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        out_shape, window, same = geometry
        values = self._values((out_shape[2], window[0], window[1], shape[2]))
        return self.layer_of(CONV, shape, out_shape, window=window, same=same, relu=self.chance(2), **values)

    def dense_of(self, op, shape, out_c):
        """A dense layer, or the last one."""
        values = self._values((out_c, int(np.prod(shape))))
        return self.layer_of(op, shape, (1, 1, out_c), relu=op == DENSE and self.chance(2), **values)

    def pool_of(self, op, shape):
        """Max or average pooling."""
        layer = self.pool(op, shape, 0)
        if layer is not None:
            layer.numbers = self.numbers
        return layer

    def layer_of(self, op, shape, out_shape, **fields):
        """A layer of this net."""
        return Layer(op, shape, out_shape, numbers=self.numbers, **fields)

    def _values(self, shape):
        """Weight, bias and scale: sums of about 1; once in eight tiny, huge, or with zeros of both signs."""
        count = int(np.prod(shape[1:]))
        size = 1.5 / np.sqrt(count) if not self.chance(8) else float(self.pick((1e-40, 1e-30, 1e30, 3e38)))
        bias = (self.rng.normal(size=shape[0]) * min(size, 1)).astype(np.float32)
        if self.chance(8):
            bias[:] = self.pick((0.0, -0.0))
        if self.numbers == FLOAT32:
            weight = np.clip(self.rng.normal(size=shape) * size, -3.4e38, 3.4e38).astype(np.float32)
            if self.chance(8):
                weight *= self.rng.randint(0, 2, shape).astype(np.float32)
            return {"weight": weight, "bias": bias}
        scale = np.clip(self.rng.normal(size=shape[0]) * size / 70, -3.4e38, 3.4e38).astype(np.float32)
        return {"weight": self.int8_weights(shape), "bias": bias, "scale": scale}
