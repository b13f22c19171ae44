"""Residual add of two int8 maps with radices of their own: eq. (3)."""
import numpy as np

from .rounding import int32, relu, rshr, sat8


def add(a, b, radix_a, radix_b, radix_out, has_relu):
    """Both operands at the larger radix in int32, summed, rounded once."""
    assert abs(radix_a - radix_b) <= 16
    radix = max(radix_a, radix_b)
    total = (a.astype(np.int64) << (radix - radix_a)) + (b.astype(np.int64) << (radix - radix_b))
    return relu(sat8(rshr(int32(total), radix - radix_out)), has_relu)
