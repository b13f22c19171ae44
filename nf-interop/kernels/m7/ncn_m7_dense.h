/* The sums of an int8 dense layer, eq. (2), 4 outputs at once; both operands are widened as they are read, so no memory
   is needed. */
#ifndef NCN_M7_DENSE_H
#define NCN_M7_DENSE_H

#include "ncn_acle.h"
#include "ncn_kernels.h"

/* A quad of the input against a quad of one filter. */
static inline int32_t ncn_m7_quad_mac(uint32_t even, uint32_t odd, uint32_t w, int32_t acc) {
    return ncn_smlad(ncn_sxtb16_odd(w), odd, ncn_smlad(ncn_sxtb16(w), even, acc));
}

/* acc[c] = bias + sum of x·w for outputs channel .. channel + count - 1, count <= 4. Where there are fewer than 4, the
   last one is computed again. */
static inline void ncn_m7_dense_sums(const ncn_kernel_args *a, int32_t channel, int32_t count, int32_t acc[4]) {
    const int32_t n = a->inH * a->inW * a->inC;
    const int8_t *x = (const int8_t *)a->src0;
    const int8_t *w0 = (const int8_t *)a->weight + (intptr_t)channel * n;
    const int8_t *w1 = w0 + (count > 1 ? n : 0);
    const int8_t *w2 = w1 + (count > 2 ? n : 0);
    const int8_t *w3 = w2 + (count > 3 ? n : 0);
    int32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0;
    for (const int8_t *const end = x + (n & ~3); x != end; x += 4, w0 += 4, w1 += 4, w2 += 4, w3 += 4) {
        const uint32_t v = ncn_load4(x), even = ncn_sxtb16(v), odd = ncn_sxtb16_odd(v);
        a0 = ncn_m7_quad_mac(even, odd, ncn_load4(w0), a0);
        a1 = ncn_m7_quad_mac(even, odd, ncn_load4(w1), a1);
        a2 = ncn_m7_quad_mac(even, odd, ncn_load4(w2), a2);
        a3 = ncn_m7_quad_mac(even, odd, ncn_load4(w3), a3);
    }
    for (int32_t i = 0; i < (n & 3); i++) {
        a0 += x[i] * w0[i];
        a1 += x[i] * w1[i];
        a2 += x[i] * w2[i];
        a3 += x[i] * w3[i];
    }
    acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3;
    for (int32_t c = 0; c < count; c++)
        acc[c] += a->bias[channel + c];
}

#endif
