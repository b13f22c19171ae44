/* Scalar operations that the float kernels share: eq. (20) to (23) of NUMERICS.md. */
#ifndef NCN_FLOAT_H
#define NCN_FLOAT_H

#include <float.h>
#include <stdint.h>

_Static_assert(FLT_RADIX == 2 && FLT_MANT_DIG == 24, "float is IEEE 754 binary32");
_Static_assert(FLT_EVAL_METHOD <= 0, "every operation on float rounds to float");

/* max(+0, x) where there is a ReLU. */
static inline float ncn_f32_relu(float x, int32_t relu) {
    return relu && !(x > 0.0f) ? 0.0f : x;
}

/* 2^n, -126 <= n <= 127. */
static inline float ncn_f32_power_of_two(int32_t n) {
    const union {
        uint32_t bits;
        float value;
    } power = {(uint32_t)(n + 127) << 23};
    return power.value;
}

/* A logit: x·2^radix without its fraction, saturated; what is not a number gives the smallest. */
static inline int32_t ncn_f32_logit(float x, int32_t radix) {
    const float scaled = x * ncn_f32_power_of_two(radix);
    if (scaled >= 2147483648.0f)
        return INT32_MAX;
    return scaled > -2147483648.0f ? (int32_t)scaled : INT32_MIN;
}

#endif
