"""First binary layer, int8 -> bits: the accumulator meets the sign threshold directly, eq. (10)."""
from .conv import accumulate
from .pool import max_pool
from .sign import signs


def conv_int8_to_bits(x, weight, bias, sign_threshold, flip, stride, same, pool_h, pool_w, pool_stride, pool_up):
    """x int8 (H, W, I) -> bits (outH, outW, O) of the pooled map: the largest accumulator of each window decides. `flip` is
    None where a pooling layer applies it (9)."""
    pooled = max_pool(accumulate(x, weight, bias, stride, same), pool_h, pool_w, pool_stride, pool_up)
    return signs(pooled, sign_threshold, flip)
