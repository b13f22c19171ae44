"""The integer compare that stands for batch norm and sign: eq. (8)."""
import numpy as np


def signs(s, sign_threshold, flip):
    """s int32 (H, W, O), sign_threshold int32 (O,), flip bool (O,) or None -> bool (H, W, O)."""
    u = s >= sign_threshold.astype(np.int64)
    return u if flip is None else np.logical_xor(u, flip)
