"""Int8 convolution: eq. (2), (3)."""
import numpy as np

from .rounding import int32, relu, rshr, sat8
from .shapes import conv_size, windows


def accumulate(x, weight, bias, stride, same):
    """x (H, W, I), weight (O, kH, kW, I), bias (O,) -> accumulators (outH, outW, O), int32."""
    _, k_h, k_w, _ = weight.shape
    height, width, _ = x.shape
    out_h, out_w = conv_size(height, k_h, stride, same), conv_size(width, k_w, stride, same)
    pad_h, pad_w = (k_h // 2, k_w // 2) if same else (0, 0)
    taps = windows(x.astype(np.int64), k_h, k_w, stride, pad_h, pad_w, out_h, out_w, 0)  # (outH, outW, I, kH, kW)
    flat = taps.reshape(out_h, out_w, -1) @ weight.astype(np.int64).transpose(3, 1, 2, 0).reshape(-1, weight.shape[0])
    return int32(int32(flat) + bias.astype(np.int64))


def conv(x, weight, bias, stride, same, shift, has_relu):
    """-> int8 (outH, outW, O): accumulator requantised, then ReLU."""
    return relu(sat8(rshr(accumulate(x, weight, bias, stride, same), shift)), has_relu)


def depthwise(x, weight, bias, stride, same, shift, has_relu):
    """x (H, W, C), weight (C, kH, kW, 1): each channel by its own filter -> int8 (outH, outW, C)."""
    sums = [accumulate(x[:, :, [c]], weight[[c]], bias[[c]], stride, same) for c in range(x.shape[2])]
    return relu(sat8(rshr(np.concatenate(sums, 2), shift)), has_relu)
