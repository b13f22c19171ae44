"""Random tensors within the bounds of NUMERICS.md: weights, biases up to the accumulator bound, sign thresholds, flips."""
import math

import numpy as np

INT32_MIN, INT32_MAX = -(2**31), 2**31 - 1


class RandomValues:
    """Draws from one numpy RandomState."""

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

    def int8_weights(self, shape):
        """Uniform, all +-127 by channel, mostly zero, or small."""
        kind = self.below(8)
        if kind == 0:
            signs = self.rng.choice((-127, 127), (shape[0],) + (1,) * (len(shape) - 1))
            return np.broadcast_to(signs, shape).astype(np.int8)
        weight = self.rng.randint(-127, 128, shape)
        if kind == 1:
            weight = weight * (self.rng.randint(0, 8, shape) == 0)
        return (weight >> 4 if kind == 2 else weight).astype(np.int8)

    def bit_weights(self, out_c, window, channels):
        """Random bits, or all alike."""
        if self.chance(12):
            return np.full((out_c, window[0], window[1], channels), self.chance(2))
        return self.rng.randint(0, 2, (out_c, window[0], window[1], channels)).astype(bool)

    def bias(self, weight, shift):
        """Around the spread of the accumulators, or the largest (2) allows, of either sign."""
        room = INT32_MAX - 128 * absolute(weight) - half(shift)
        assert room.min() >= 0
        if self.chance(6):
            bias = room * self.rng.choice((-1, 1), len(room))
        else:
            limit = max(1, int(spread_of(weight)))
            bias = np.clip(self.rng.randint(-limit, limit + 1, len(room)), -room, room)
        return bias.astype(np.int32)

    def thresholds(self, middle, spread, low, high):
        """Near the middle of the sums; once in eight an extreme: the ends of their range, one beyond, or of int32."""
        limit = max(1, int(spread))
        t = middle + self.rng.randint(-limit, limit + 1, len(middle))
        extremes = (low, low - 1, low + 1, high, high + 1, high - 1, np.full_like(low, INT32_MIN), np.full_like(low, INT32_MAX))
        choice = self.rng.randint(0, 8 * len(extremes), len(middle))
        for index, extreme in enumerate(extremes):
            t = np.where(choice == index, extreme, t)
        return np.clip(t, INT32_MIN, INT32_MAX).astype(np.int32)

    def flip(self, channels):
        """Random flip bits, or no flip in this layer."""
        return None if self.chance(2) else self.rng.randint(0, 2, channels).astype(bool)


def absolute(weight):
    """Sum of |w| of each output channel."""
    return np.abs(weight.astype(np.int64)).reshape(weight.shape[0], -1).sum(axis=1)


def spread_of(weight):
    """Standard deviation of the accumulators of the widest channel, inputs being uniform over int8."""
    return 74.0 * math.sqrt(float((weight.astype(np.int64) ** 2).reshape(weight.shape[0], -1).sum(axis=1).max()))


def half(shift):
    """The rounding term of eq. (2)."""
    return 2 ** (shift - 1) if shift else 0
