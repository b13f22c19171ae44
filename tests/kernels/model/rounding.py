"""Rounding and saturation: rshr and sat8 of NUMERICS.md (Notation)."""
import numpy as np


def rshr(x, s):
    """x / 2^s, halves rounded up; 0 <= s <= 31."""
    assert 0 <= s <= 31, s
    x = np.asarray(x, dtype=np.int64)
    return x if s == 0 else (x >> s) + ((x >> (s - 1)) & 1)


def sat8(x):
    """Clamp to [-128, 127]."""
    return np.clip(np.asarray(x, dtype=np.int64), -128, 127)


def int32(x):
    """Passes x on; fails where the contract's promise that x fits an int32 is broken."""
    x = np.asarray(x, dtype=np.int64)
    assert x.size == 0 or (x.min() >= -(2**31) and x.max() < 2**31), f"int32 overflow: {x.min()} … {x.max()}"
    return x


def relu(x, on):
    """max(0, x) where the layer has a ReLU."""
    return np.maximum(x, 0) if on else x
