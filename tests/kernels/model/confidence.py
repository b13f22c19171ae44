"""Confidence score in fixed point: eq. (13), for a batch of logit vectors at once."""
import numpy as np

from .top_two import top_two

LOG2E_2_30 = 1549082005  # round(2^30 * log2 e)
EXP_TABLE = np.array([round(2.0**23 * 2.0 ** (-j / 256)) for j in range(257)], dtype=np.int64)  # E[j]


def scale(radix, temperature):
    """(M, S) with log2(e) * 2^-radix / T * 2^16 = M * 2^-S; temperature is Tq, T = Tq / 65536."""
    assert -8 <= radix <= 30 and 2**10 <= temperature <= 2**22
    r = LOG2E_2_30 * 2**32 // temperature
    n = r.bit_length() - 31
    m = r >> n
    assert 2**30 <= m < 2**31
    return m, 30 + radix - n


def confidence_q16(logits, radix, temperature):
    """logits int32 (N, C) -> CS in 2^-16, int64 (N,), each 0 ... 65536."""
    z = np.asarray(logits, dtype=np.int64)
    m, s = scale(radix, temperature)
    ranked = np.sort(z, axis=1)
    top, second = ranked[:, -1:], ranked[:, -2:-1]
    exponentials = _exponential(top - z, m, s)
    first, runner_up = _exponential(top - top, m, s)[:, 0], _exponential(top - second, m, s)[:, 0]
    total = exponentials.sum(axis=1)
    assert (first == EXP_TABLE[0]).all() and (total < 2**31).all()
    return ((first - runner_up) << 16) // total


def confidence(logits, radix, temperature):
    """One vector -> (top1, top2, floor(256 CS), CS in 2^-16), what the native interface's Confidence gives."""
    row = np.asarray(logits, dtype=np.int64).reshape(1, -1)
    q16 = int(confidence_q16(row, radix, temperature)[0])
    first, second = top_two(row)
    return first, second, q16 >> 8, q16


def _exponential(delta, m, s):
    """delta = top - z, 0 ... 2^32 - 1 -> 2^23 * 2^(-delta * m / 2^(s+16))."""
    a = (delta * m) >> s if s <= 63 else np.zeros_like(delta)  # the product is below 2^63
    x = a & 65535
    j, k = x >> 8, x & 255
    value = EXP_TABLE[j] - (((EXP_TABLE[j] - EXP_TABLE[j + 1]) * k) >> 8)
    return np.where(a >= 24 * 65536, 0, value >> np.minimum(a >> 16, 63))
