/* Scalar operations every kernel shares: rounding shift, saturation, population count. "Notation" of NUMERICS.md. */
#ifndef NCN_ARITH_H
#define NCN_ARITH_H

#include <stdint.h>

/* rshr(x, s): x / 2^s with halves rounded up, 0 <= s <= 31. Cannot overflow. */
static inline int32_t ncn_rshr(int32_t x, int32_t s) {
    if (s == 0)
        return x;
    return (x >> s) + ((x >> (s - 1)) & 1);
}

static inline int8_t ncn_sat8(int32_t x) {
    return (int8_t)(x < -128 ? -128 : x > 127 ? 127 : x);
}

/* sat8(rshr(acc, s)), then max(0, .) where there is a ReLU: the end of eq. (2), (3) and (11). */
static inline int8_t ncn_requantise(int32_t acc, int32_t shift, int32_t relu) {
    int8_t q = ncn_sat8(ncn_rshr(acc, shift));
    return relu && q < 0 ? (int8_t)0 : q;
}

/* Ones in a word. Spelled out: __builtin_popcount is a library call on Cortex-M. */
static inline int32_t ncn_popcount32(uint32_t x) {
    x -= (x >> 1) & 0x55555555u;
    x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0Fu;
    return (int32_t)((x * 0x01010101u) >> 24);
}

#endif
