"""Argmax and runner-up of int32 logits; the lowest index wins a tie: eq. (5)."""
import numpy as np


def top_two(logits):
    """logits (C,), C >= 2 -> (index of the largest, index of the largest of the others)."""
    values = np.asarray(logits, dtype=np.int64).reshape(-1)
    order = np.argsort(-values, kind="stable")
    return int(order[0]), int(order[1])
