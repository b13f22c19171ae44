"""Offline derivations of the binary network: sign thresholds and flips (8), (10), and the affine form (11).

An oracle for the C# quantiser: golden/thresholds.json holds cases of it.
"""
import math

import numpy as np

LOWEST, HIGHEST = -(2**31), 2**31 - 1


def crossing(gamma, beta, mean, variance, epsilon):
    """c = mu - (beta/gamma) * sqrt(sigma^2 + eps): where the normalised value changes its sign; gamma != 0."""
    return mean - (beta / gamma) * math.sqrt(variance + epsilon)


def hidden(gamma, beta, mean, variance, epsilon, alpha):
    """(sign threshold, flip) on the sums s of a binary convolution: eq. (8)."""
    if gamma == 0:
        return LOWEST, beta < 0
    return _compare(gamma, crossing(gamma, beta, mean, variance, epsilon) / alpha)


def first(gamma, beta, mean, variance, epsilon, radix, has_relu):
    """(sign threshold, flip) on the accumulator of the first layer, radix f_in + f_w: eq. (10)."""
    if gamma == 0:
        return LOWEST, beta < 0
    c = crossing(gamma, beta, mean, variance, epsilon)
    if has_relu and gamma > 0 and c <= 0:
        return LOWEST, False  # constant 1
    if has_relu and gamma < 0 and c < 0:
        return LOWEST, True  # constant 0
    return _compare(gamma, c * 2.0**radix)


def affine(scale, offset, k, radix_out):
    """(m int16 (O,), o int32 (O,), r) with scale*S + offset = (m*S + o) * 2^-(r + radix_out), |S| <= k: eq. (11).

    r is the largest for which m and the bound of (11) hold; scale and offset are float64 (O,).
    """
    for r in range(31, -1, -1):
        m = np.floor(scale * 2.0 ** (r + radix_out) + 0.5)
        o = np.floor(offset * 2.0 ** (r + radix_out) + 0.5)
        bound = np.abs(m) * k + np.abs(o) + (2 ** (r - 1) if r else 0)
        if (np.abs(m) <= 32767).all() and (bound < 2**31).all():
            return m.astype(np.int16), o.astype(np.int32), r
    raise ValueError("no shift fits: outputs far beyond int8")


def _compare(gamma, level):
    """value >= level (gamma > 0) or value <= level (gamma < 0) as value >= t, flipped for gamma < 0; t saturates to int32."""
    clamped = min(max(level, LOWEST - 1.0), HIGHEST + 1.0)
    t = math.ceil(clamped) if gamma > 0 else math.floor(clamped) + 1
    return min(max(t, LOWEST), HIGHEST), gamma < 0
