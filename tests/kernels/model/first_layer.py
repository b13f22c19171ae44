"""First binary layer, int8 -> bits: the accumulator meets the sign threshold directly, eq. (10)."""
from .conv import accumulate
from .sign import signs


def conv_int8_to_bits(x, weight, bias, sign_threshold, flip, stride, same):
    """x int8 (H, W, I) -> bits (outH, outW, O). `flip` is None where a pooling layer applies it (9)."""
    return signs(accumulate(x, weight, bias, stride, same), sign_threshold, flip)
