"""Glue's first layer: both networks' outputs at one radix, the binary network first: eq. (15)."""
import numpy as np

from .rounding import rshr, sat8


def concat(a, b, shift_a, shift_b):
    """int32 logits or int8 features, flattened HWC -> int8 (1, 1, na + nb)."""
    return np.concatenate([sat8(rshr(a, shift_a)).reshape(-1), sat8(rshr(b, shift_b)).reshape(-1)]).reshape(1, 1, -1)
