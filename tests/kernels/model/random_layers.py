"""Random layers of every op that satisfy every rule of MODEL-FORMAT.md, edge cases of NUMERICS.md included.

Values are chosen so that differences survive to the logits: shifts bring accumulators near the int8 range and thresholds lie
near the middle of the sums; one layer in six to ten has extreme values instead.
"""
import math

import numpy as np

from .description import (ADD, AVERAGE_POOL, CONV, CONV_BITS_TO_BITS, CONV_BITS_TO_INT8, CONV_INT8_TO_BITS, DENSE, DENSE_LOGITS,
                          MAX_POOL, POOL_BITS, Layer)
from .shapes import conv_size, pool_size

CHANNELS = (1, 2, 3, 4, 5, 7, 8, 13, 16, 31, 32, 33, 40, 63, 64, 65, 96)
MAX_MACS = 60_000
INT32_MIN, INT32_MAX = -(2**31), 2**31 - 1


class RandomLayers:
    """Each method returns a Layer reading a map of the given shape, or None where the draw fits no rule.

    A convolution's geometry, (map it makes, (kH, kW, stride), same), may be given.
    """

    def __init__(self, rng):
        self.rng = rng

    def below(self, n):
        """Integer in [0, n)."""
        return int(self.rng.randint(0, n))

    def between(self, low, high):
        """Integer in [low, high]."""
        return int(self.rng.randint(low, high + 1, dtype=np.int64))

    def pick(self, options):
        """One of a sequence."""
        return options[self.below(len(options))]

    def chance(self, one_in):
        """True once in so many."""
        return self.below(one_in) == 0

    # -- int8 ---------------------------------------------------------------------------------------------------------
    def conv(self, shape, radix, geometry=None):
        """Int8 convolution."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        out_shape, window, same = geometry
        weight = self._int8_weights((out_shape[2], window[0], window[1], shape[2]))
        return self._requantised(CONV, shape, out_shape, radix, weight, window=window, same=same)

    def dense(self, shape, radix):
        """Int8 dense layer."""
        n, out_c = int(np.prod(shape)), self.pick(CHANNELS)
        if n * out_c > MAX_MACS or n > 65535:
            return None
        return self._requantised(DENSE, shape, (1, 1, out_c), radix, self._int8_weights((out_c, n)))

    def dense_logits(self, shape, radix, classes):
        """The last layer of a net; its accumulators have a radix in -8 ... 30."""
        n = int(np.prod(shape))
        weight = self._int8_weights((classes, n))
        spread = max(1.0, _spread(weight))
        logit_radix = round(math.log2(spread)) - self.between(-1, 3) if not self.chance(10) else self.between(-8, 30)
        logit_radix = min(max(logit_radix, -8), 30)
        if not -32 <= logit_radix - radix <= 31:
            return None
        return Layer(DENSE_LOGITS, shape, (1, 1, classes), radix_in0=radix, radix_weight=logit_radix - radix,
                     weight=weight, bias=self._bias(weight, 0))

    def pool(self, op, shape, radix):
        """Max or average pooling of int8, or pooling of bits."""
        window = self._pooling(shape)
        if window is None:
            return None
        k_h, k_w, stride, up = window
        out_shape = (pool_size(shape[0], k_h, stride, up), pool_size(shape[1], k_w, stride, up), shape[2])
        flip = self._flip(shape[2]) if op == POOL_BITS else None
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
        weight = self._int8_weights((out_shape[2], window[0], window[1], shape[2]))
        bias = self._bias(weight, 0)
        low = bias.astype(np.int64) - 128 * _absolute(weight)
        high = bias.astype(np.int64) + 128 * _absolute(weight)
        return Layer(CONV_INT8_TO_BITS, shape, out_shape, window=window, same=same, radix_in0=radix,
                     radix_weight=self.between(-4, 12), weight=weight, bias=bias,
                     sign_threshold=self._thresholds(bias.astype(np.int64), _spread(weight), low, high), flip=self._flip(out_shape[2]))

    def conv_bits_to_bits(self, shape, geometry=None):
        """Hidden binary convolution."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        out_shape, window, same = geometry
        k = window[0] * window[1] * shape[2]
        full = np.full(out_shape[2], k, np.int64)
        return Layer(CONV_BITS_TO_BITS, shape, out_shape, window=window, same=same, weight=self._bit_weights(out_shape[2], window, shape[2]),
                     sign_threshold=self._thresholds(0 * full, math.sqrt(k), -full, full), flip=self._flip(out_shape[2]))

    def conv_bits_to_int8(self, shape, geometry=None):
        """Last hidden binary layer, with its pooling."""
        geometry = geometry or self._convolution(shape)
        if geometry is None:
            return None
        (conv_h, conv_w, out_c), window, same = geometry
        pooling = self._pooling((conv_h, conv_w, out_c)) if self.chance(2) else None
        k_h, k_w, stride, up = pooling or (1, 1, 1, False)
        k = window[0] * window[1] * shape[2]
        m = self.rng.randint(-32768, 32768, out_c) >> self.below(12)
        shift = round(math.log2(max(1.0, np.abs(m).max() * math.sqrt(k) / 50))) if not self.chance(10) else self.pick((0, 0, 31, self.below(32)))
        shift = min(max(shift, 0), 31)
        room = INT32_MAX - np.abs(m.astype(np.int64)) * k - _half(shift)
        if room.min() < 0:
            return None
        o = self.rng.randint(-64, 65, out_c).astype(np.int64) << shift
        o = np.clip(room if self.chance(6) else o, -room, room) * self.rng.choice((-1, 1), out_c)
        out_shape = (pool_size(conv_h, k_h, stride, up), pool_size(conv_w, k_w, stride, up), out_c)
        return Layer(CONV_BITS_TO_INT8, shape, out_shape, window=window, same=same, pool=(k_h, k_w, stride), up=up, relu=self.chance(2),
                     radix_out=self.between(-4, 12), shift=shift, weight=self._bit_weights(out_c, window, shape[2]),
                     m=m.astype(np.int16), o=o.astype(np.int32))

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

    def _requantised(self, op, shape, out_shape, radix, weight, **fields):
        """A layer with bias, shift and radices, s = f_in + f_w - f_out."""
        spread = max(1.0, _spread(weight) / 50)
        shift = round(math.log2(spread)) + self.between(-1, 1) if not self.chance(10) else self.pick((0, 0, 31, self.below(32)))
        shift = min(max(shift, 0), 31)
        radix_weight = self.between(0, 12) if not self.chance(6) else self.between(-32, 31)
        radix_out = radix + radix_weight - shift
        if not -32 <= radix_out <= 31:
            return None
        return Layer(op, shape, out_shape, radix_in0=radix, radix_weight=radix_weight, radix_out=radix_out, shift=shift,
                     relu=self.chance(2), weight=weight, bias=self._bias(weight, shift), **fields)

    def _int8_weights(self, shape):
        """Uniform, all +-127 by channel, mostly zero, or small."""
        kind = self.below(8)
        if kind == 0:
            signs = self.rng.choice((-127, 127), (shape[0],) + (1,) * (len(shape) - 1))
            return np.broadcast_to(signs, shape).astype(np.int8)
        weight = self.rng.randint(-127, 128, shape)
        if kind == 1:
            weight = weight * (self.rng.randint(0, 8, shape) == 0)
        return (weight >> 4 if kind == 2 else weight).astype(np.int8)

    def _bit_weights(self, out_c, window, channels):
        if self.chance(12):
            return np.full((out_c, window[0], window[1], channels), self.chance(2))
        return self.rng.randint(0, 2, (out_c, window[0], window[1], channels)).astype(bool)

    def _bias(self, weight, shift):
        """Around the spread of the accumulators, or the largest (2) allows, of either sign."""
        room = INT32_MAX - 128 * _absolute(weight) - _half(shift)
        assert room.min() >= 0
        if self.chance(6):
            bias = room * self.rng.choice((-1, 1), len(room))
        else:
            limit = max(1, int(_spread(weight)))
            bias = np.clip(self.rng.randint(-limit, limit + 1, len(room)), -room, room)
        return bias.astype(np.int32)

    def _thresholds(self, middle, spread, low, high):
        """Near the middle of the sums; once in eight an extreme: the ends of their range, one beyond, or of int32."""
        limit = max(1, int(spread))
        t = middle + self.rng.randint(-limit, limit + 1, len(middle))
        extremes = (low, low - 1, low + 1, high, high + 1, high - 1, np.full_like(low, INT32_MIN), np.full_like(low, INT32_MAX))
        choice = self.rng.randint(0, 8 * len(extremes), len(middle))
        for index, extreme in enumerate(extremes):
            t = np.where(choice == index, extreme, t)
        return np.clip(t, INT32_MIN, INT32_MAX).astype(np.int32)

    def _flip(self, channels):
        return None if self.chance(2) else self.rng.randint(0, 2, channels).astype(bool)


def _absolute(weight):
    """Sum of |w| of each output channel."""
    return np.abs(weight.astype(np.int64)).reshape(weight.shape[0], -1).sum(axis=1)


def _spread(weight):
    """Standard deviation of the accumulators of the widest channel, inputs being uniform over int8."""
    return 74.0 * math.sqrt(float((weight.astype(np.int64) ** 2).reshape(weight.shape[0], -1).sum(axis=1).max()))


def _half(shift):
    return 2 ** (shift - 1) if shift else 0
