"""Int8 dense layer and the last one, whose accumulators are the logits: eq. (2), (5)."""
import numpy as np

from .rounding import int32, relu, rshr, sat8


def logits(x, weight, bias):
    """x (H, W, C) flattened HWC, weight (O, F), bias (O,) -> int32 (1, 1, O)."""
    return int32(weight.astype(np.int64) @ x.astype(np.int64).reshape(-1) + bias.astype(np.int64)).reshape(1, 1, -1)


def dense(x, weight, bias, shift, has_relu):
    """-> int8 (1, 1, O)."""
    return relu(sat8(rshr(logits(x, weight, bias), shift)), has_relu)
