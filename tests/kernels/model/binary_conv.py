"""Binary convolutions: sums of eq. (7), their threshold (8) and their affine int8 form (11)."""
import numpy as np

from .pool import max_pool
from .rounding import int32, relu, rshr, sat8
from .shapes import conv_size, windows
from .sign import signs


def sums(x, weight, stride, same):
    """x bool (H, W, I), weight bool (O, kH, kW, I) -> s (outH, outW, O). A tap outside the image counts 0, not -1."""
    _, k_h, k_w, _ = weight.shape
    out_h, out_w = conv_size(x.shape[0], k_h, stride, same), conv_size(x.shape[1], k_w, stride, same)
    pad_h, pad_w = (k_h // 2, k_w // 2) if same else (0, 0)
    taps = windows(np.where(x, 1, -1), k_h, k_w, stride, pad_h, pad_w, out_h, out_w, 0)  # (outH, outW, I, kH, kW)
    columns = np.where(weight, 1, -1).transpose(3, 1, 2, 0).reshape(-1, weight.shape[0])
    return taps.reshape(out_h, out_w, -1) @ columns


def conv_bits_to_bits(x, weight, sign_threshold, flip, stride, same, pool_h, pool_w, pool_stride, pool_up):
    """-> bits (outH, outW, O) of the pooled map: the largest s of each window decides. `flip` is None where a pooling layer
    applies it (9)."""
    pooled = max_pool(sums(x, weight, stride, same), pool_h, pool_w, pool_stride, pool_up)
    return signs(pooled, sign_threshold, flip)


def conv_bits_to_int8(x, weight, m, o, shift, has_relu, stride, same, pool_h, pool_w, pool_stride, pool_up):
    """m int16 (O,), o int32 (O,) -> int8 (outH, outW, O) of the pooled map: sat8(rshr(m*S + o, shift))."""
    pooled = max_pool(sums(x, weight, stride, same), pool_h, pool_w, pool_stride, pool_up)
    return relu(sat8(rshr(int32(m.astype(np.int64) * pooled + o.astype(np.int64)), shift)), has_relu)
