"""Pooling of bits before the flip: eq. (9). OR of u over the window, then the flip; not OR of the flipped bits."""
import numpy as np

from .pool import max_pool


def pool_bits(u, flip, k_h, k_w, stride, up):
    """u bool (H, W, C), flip bool (C,) or None -> bool (outH, outW, C)."""
    pooled = max_pool(u.astype(np.int64), k_h, k_w, stride, up) == 1
    return pooled if flip is None else np.logical_xor(pooled, flip)
