"""Max and average pooling of integer maps with clipped windows: eq. (3)."""
import numpy as np

from .shapes import pool_size, windows

LOWEST = -(2**62)  # below every int32; marks taps outside the image


def _taps(x, k_h, k_w, stride, up):
    out_h, out_w = pool_size(x.shape[0], k_h, stride, up), pool_size(x.shape[1], k_w, stride, up)
    return windows(x.astype(np.int64), k_h, k_w, stride, 0, 0, out_h, out_w, LOWEST)


def max_pool(x, k_h, k_w, stride, up):
    """x (H, W, C) -> (outH, outW, C)."""
    return _taps(x, k_h, k_w, stride, up).max(axis=(3, 4))


def average_pool(x, k_h, k_w, stride, up):
    """floor((sum + n//2) / n) with n the taps inside the image; floor division, also below zero."""
    taps = _taps(x, k_h, k_w, stride, up)
    inside = taps != LOWEST
    n = inside.sum(axis=(3, 4))
    return (np.where(inside, taps, 0).sum(axis=(3, 4)) + n // 2) // n
