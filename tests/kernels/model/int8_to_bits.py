"""Signs of an int8 map, one threshold and one flip bit a channel: eq. (24)."""
import numpy as np


def int8_to_bits(x, sign_threshold, flip):
    """x int (H, W, C), sign_threshold (C,), flip bool (C,) or None -> bool (H, W, C)."""
    u = x.astype(np.int64) >= np.asarray(sign_threshold).astype(np.int64)
    return u if flip is None else np.logical_xor(u, flip)
