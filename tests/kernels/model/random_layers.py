"""Random layers of every op that satisfy every rule of MODEL-FORMAT.md, edge cases of NUMERICS.md included.

Values are chosen so that differences survive to the logits: shifts bring accumulators near the int8 range and thresholds lie
near the middle of the sums; one layer in six to ten has extreme values instead.
"""
import math

import numpy as np

from . import layouts
from .description import (
    ADD,
    CONV,
    CONV_BITS_TO_BITS,
    CONV_BITS_TO_INT8,
    CONV_INT8_TO_BITS,
    DENSE,
    DENSE_LOGITS,
    DEPTHWISE,
    INT8_TO_BITS,
    POOL_BITS,
    Layer,
)
from .random_values import INT32_MAX, RandomValues, absolute, half, spread_of
from .shapes import conv_size, pool_size

CHANNELS = (1, 2, 3, 4, 5, 7, 8, 13, 16, 31, 32, 33, 40, 63, 64, 65, 96)
MAX_MACS = 60_000


class RandomLayers(RandomValues):
    """Each method returns a Layer reading a map of the given shape, or None where the draw fits no rule.

    A convolution's geometry, (map it makes, (kH, kW, stride), same), may be given.
    """

    # -- int8 ---------------------------------------------------------------------------------------------------------
    def conv(self, shape, radix, geometry=None):
        """Int8 convolution."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        out_shape, window, same = geometry
        weight = self.int8_weights((out_shape[2], window[0], window[1], shape[2]))
        return self.laid_out(self._requantised(CONV, shape, out_shape, radix, weight, window=window, same=same))

    def depthwise(self, shape, radix, geometry=None):
        """Int8 depthwise convolution; of a given geometry the map's channels are the input's."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        (out_h, out_w, _), window, same = geometry
        weight = self.int8_weights((shape[2], window[0], window[1], 1))
        out_shape = (out_h, out_w, shape[2])
        return self._requantised(DEPTHWISE, shape, out_shape, radix, weight, window=window, same=same)

    def dense(self, shape, radix):
        """Int8 dense layer."""
        n, out_c = int(np.prod(shape)), self.pick(CHANNELS)
        if n * out_c > MAX_MACS or n > 65535:
            return None
        return self._requantised(DENSE, shape, (1, 1, out_c), radix, self.int8_weights((out_c, n)))

    def dense_logits(self, shape, radix, classes):
        """The last layer of a net; its accumulators have a radix in -8 ... 30."""
        n = int(np.prod(shape))
        weight = self.int8_weights((classes, n))
        spread = max(1.0, spread_of(weight))
        logit_radix = round(math.log2(spread)) - self.between(-1, 3) if not self.chance(10) else self.between(-8, 30)
        logit_radix = min(max(logit_radix, -8), 30)
        if not -32 <= logit_radix - radix <= 31:
            return None
        return Layer(
            DENSE_LOGITS,
            shape,
            (1, 1, classes),
            radix_in0=radix,
            radix_weight=logit_radix - radix,
            weight=weight,
            bias=self.bias(weight, 0),
        )

    def pool(self, op, shape, radix):
        """Max or average pooling of int8, or pooling of bits."""
        window = self._pooling(shape)
        if window is None:
            return None
        k_h, k_w, stride, up = window
        out_shape = (pool_size(shape[0], k_h, stride, up), pool_size(shape[1], k_w, stride, up), shape[2])
        flip = self.flip(shape[2]) if op == POOL_BITS else None
        return Layer(op, shape, out_shape, window=(k_h, k_w, stride), up=up, radix_in0=radix, radix_out=radix, flip=flip)

    def add(self, shape, radix0, radix1):
        """Residual add of two maps of one shape."""
        if abs(radix0 - radix1) > 16:
            return None
        shift = min(31, abs(radix0 - radix1) + self.between(0, 2)) if not self.chance(6) else self.between(0, 31)
        radix_out = max(radix0, radix1) - shift
        if radix_out < -32:
            return None
        return Layer(ADD, shape, shape, radix_in0=radix0, radix_in1=radix1, radix_out=radix_out, shift=shift, relu=self.chance(2))

    # -- bits ---------------------------------------------------------------------------------------------------------
    def conv_int8_to_bits(self, shape, radix, geometry=None):
        """First binary layer."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        out_shape, window, same = geometry
        weight = self.int8_weights((out_shape[2], window[0], window[1], shape[2]))
        bias = self.bias(weight, 0)
        low = bias.astype(np.int64) - 128 * absolute(weight)
        high = bias.astype(np.int64) + 128 * absolute(weight)
        thresholds = self.thresholds(bias.astype(np.int64), spread_of(weight), low, high)
        out_shape, pool, up = self._pooled(out_shape)
        return self.laid_out(
            Layer(
                CONV_INT8_TO_BITS,
                shape,
                out_shape,
                window=window,
                same=same,
                pool=pool,
                up=up,
                radix_in0=radix,
                radix_weight=self.between(-4, 12),
                weight=weight,
                bias=bias,
                sign_threshold=thresholds,
                flip=self.flip(out_shape[2]),
            )
        )

    def int8_to_bits(self, shape, radix):
        """Signs of a map; thresholds within int8 and beyond."""
        middle = np.zeros(shape[2], np.int64)
        return Layer(
            INT8_TO_BITS,
            shape,
            shape,
            radix_in0=radix,
            sign_threshold=self.thresholds(middle, 30, middle - 128, middle + 127),
            flip=self.flip(shape[2]),
        )

    def conv_bits_to_bits(self, shape, geometry=None):
        """Hidden binary convolution."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        out_shape, window, same = geometry
        k = window[0] * window[1] * shape[2]
        full = np.full(out_shape[2], k, np.int64)
        out_shape, pool, up = self._pooled(out_shape)
        return Layer(
            CONV_BITS_TO_BITS,
            shape,
            out_shape,
            window=window,
            same=same,
            pool=pool,
            up=up,
            weight=self.bit_weights(out_shape[2], window, shape[2]),
            sign_threshold=self.thresholds(0 * full, math.sqrt(k), -full, full),
            flip=self.flip(out_shape[2]),
        )

    def conv_bits_to_int8(self, shape, geometry=None):
        """Last hidden binary layer, with its pooling."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        (*conv_shape, out_c), window, same = geometry
        out_shape, pool, up = self._pooled((*conv_shape, out_c))
        k = window[0] * window[1] * shape[2]
        m = self.rng.randint(-32768, 32768, out_c) >> self.below(12)
        shift = self._shift(math.log2(max(1.0, np.abs(m).max() * math.sqrt(k) / 50)))
        room = INT32_MAX - np.abs(m.astype(np.int64)) * k - half(shift)
        if room.min() < 0:
            return None
        o = self.rng.randint(-64, 65, out_c).astype(np.int64) << shift
        o = np.clip(room if self.chance(6) else o, -room, room) * self.rng.choice((-1, 1), out_c)
        return Layer(
            CONV_BITS_TO_INT8,
            shape,
            out_shape,
            window=window,
            same=same,
            pool=pool,
            up=up,
            relu=self.chance(2),
            radix_out=self.between(-4, 12),
            shift=shift,
            weight=self.bit_weights(out_c, window, shape[2]),
            m=m.astype(np.int16),
            o=o.astype(np.int32),
        )

    def laid_out(self, layer):
        """The layer, its weights in any layout that may hold them; None stays None."""
        fitting = layouts.fitting(layer) if layer is not None else ()
        if fitting:
            layer.layout = self.pick((0, *fitting))
        return layer

    # -- parts --------------------------------------------------------------------------------------------------------
    def _convolution(self, shape):
        """(output shape, (kH, kW, stride), same) or None."""
        height, width, channels = shape
        k_h = self.pick((1, 3, 3, 5, 2, 4, 7, 15))
        k_w = k_h if not self.chance(4) else self.pick((1, 2, 3, 5))
        stride, same = self.pick((1, 1, 1, 2)), self.chance(2) and k_h % 2 == 1 and k_w % 2 == 1
        out_h, out_w = conv_size(height, k_h, stride, same), conv_size(width, k_w, stride, same)
        if out_h < 1 or out_w < 1:
            return None
        out_c = self.pick(CHANNELS)
        if out_h * out_w * out_c * k_h * k_w * channels > MAX_MACS:
            return None
        return (out_h, out_w, out_c), (k_h, k_w, stride), same

    def _pooling(self, shape):
        """(kH, kW, stride, up) or None; a global window once in six."""
        height, width, _ = shape
        if self.chance(6):
            return height, width, self.pick((1, 2, 255)), self.chance(2)
        k_h, k_w = self.pick((1, 2, 2, 3, 3, 4, 5)), self.pick((2, 3, 5))
        k_w = k_h if self.chance(2) else k_w
        return (k_h, k_w, self.pick((1, 2, 2, 3, 5)), self.chance(2)) if k_h <= height and k_w <= width else None

    def _pooled(self, shape):
        """(shape of the pooled map, (poolH, poolW, poolStride), up): a convolution's own pooling, none at all every second
        time."""
        pooling = self._pooling(shape) if self.chance(2) else None
        k_h, k_w, stride, up = pooling or (1, 1, 1, False)
        return (pool_size(shape[0], k_h, stride, up), pool_size(shape[1], k_w, stride, up), shape[2]), (k_h, k_w, stride), up

    def _shift(self, natural):
        """The shift that brings accumulators near the int8 range, or once in ten any, 0 and 31 above all."""
        return min(max(round(natural), 0), 31) if not self.chance(10) else self.pick((0, 0, 31, self.below(32)))

    def _requantised(self, op, shape, out_shape, radix, weight, **fields):
        """A layer with bias, shift and radices, s = f_in + f_w - f_out."""
        shift = self._shift(math.log2(max(1.0, spread_of(weight) / 50)) + self.between(-1, 1))
        radix_weight = self.between(0, 12) if not self.chance(6) else self.between(-32, 31)
        radix_out = radix + radix_weight - shift
        if not -32 <= radix_out <= 31:
            return None
        return Layer(
            op,
            shape,
            out_shape,
            radix_in0=radix,
            radix_weight=radix_weight,
            radix_out=radix_out,
            shift=shift,
            relu=self.chance(2),
            weight=weight,
            bias=self.bias(weight, shift),
            **fields,
        )
