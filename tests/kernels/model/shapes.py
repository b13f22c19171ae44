"""Sizes of convolved and pooled maps, and the windows themselves: eq. (3)."""
import numpy as np


def conv_size(n, k, stride, same):
    """Output length along one axis; 'same' pads k//2 on both sides, at stride 2 too."""
    pad = k // 2 if same else 0
    return (n + 2 * pad - k) // stride + 1


def pool_size(n, k, stride, up):
    """Output length of pooling; with `up` a last window that would start outside the image is dropped."""
    if not up:
        return (n - k) // stride + 1
    out = -((k - n) // stride) + 1  # ceiling
    return out - 1 if (out - 1) * stride >= n else out


def windows(x, k_h, k_w, stride, pad_h, pad_w, out_h, out_w, fill):
    """x (H, W, C) -> (outH, outW, C, kH, kW); taps outside the image hold `fill`."""
    height, width, _ = x.shape
    below = max(0, (out_h - 1) * stride + k_h - height - pad_h)
    right = max(0, (out_w - 1) * stride + k_w - width - pad_w)
    padded = np.pad(x, ((pad_h, below), (pad_w, right), (0, 0)), constant_values=fill)
    view = np.lib.stride_tricks.sliding_window_view(padded, (k_h, k_w), axis=(0, 1))
    return view[: (out_h - 1) * stride + 1 : stride, : (out_w - 1) * stride + 1 : stride]
