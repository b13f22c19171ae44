/* One sum of a binary convolution without tables, for maps too small for them: as ncn_b1_conv2d_sum, by carry-save
   adders (KERNELS.md, "binary"), seven words at a time. */
#ifndef NCN_M7_B1_DIRECT_H
#define NCN_M7_B1_DIRECT_H

#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_window.h"

/* Ones of each byte of v, at most 8. */
static inline uint32_t ncn_m7_byte_ones(uint32_t v) {
    v -= v >> 1 & 0x55555555u;
    v = (v & 0x33333333u) + (v >> 2 & 0x33333333u);
    return (v + (v >> 4)) & 0x0F0F0F0Fu;
}

/* Bit by bit a + b + c = 2·carry + sum. */
static inline uint32_t ncn_m7_carry_save(uint32_t a, uint32_t b, uint32_t c, uint32_t *sum) {
    const uint32_t ab = a ^ b;
    *sum = ab ^ c;
    return (a & b) | (ab & c);
}

/* Differing bits of two runs of n words, added to sum. */
static inline uint32_t ncn_m7_differing(const uint32_t *p, const uint32_t *w, int32_t n, uint32_t sum) {
    const uint32_t *const end = p + n;
    for (; end - p >= 7; p += 7, w += 7) {
        uint32_t one, two;
        const uint32_t a = ncn_m7_carry_save(p[0] ^ w[0], p[1] ^ w[1], p[2] ^ w[2], &one);
        const uint32_t b = ncn_m7_carry_save(one, p[3] ^ w[3], p[4] ^ w[4], &one);
        const uint32_t c = ncn_m7_carry_save(one, p[5] ^ w[5], p[6] ^ w[6], &one);
        const uint32_t four = ncn_m7_carry_save(a, b, c, &two);
        sum = ncn_usada8(ncn_m7_byte_ones(one) + 2 * ncn_m7_byte_ones(two) + 4 * ncn_m7_byte_ones(four), sum);
    }
    for (; p != end; p++, w++)
        sum = ncn_usada8(ncn_m7_byte_ones(*p ^ *w), sum);
    return sum;
}

/* s of eq. (7) for output channel oc. */
static inline int32_t ncn_m7_direct_sum(const ncn_kernel_args *a, const ncn_span *y, const ncn_span *x, int32_t oc) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const uint32_t *p = (const uint32_t *)a->src0 + ((y->origin + y->begin) * a->inW + x->origin + x->begin) * words;
    const uint32_t *w = (const uint32_t *)a->weight + (((intptr_t)oc * a->kH + y->begin) * a->kW + x->begin) * words;
    int32_t n = (x->end - x->begin) * words;
    int32_t rows = y->end - y->begin;
    const int32_t valid = rows * (x->end - x->begin) * a->inC;
    if (n == a->kW * words && n == a->inW * words) { /* the rows join to one run */
        n *= rows;
        rows = 1;
    }
    uint32_t sum = 0;
    for (; rows > 0; rows--, p += a->inW * words, w += a->kW * words)
        sum = ncn_m7_differing(p, w, n, sum);
    return valid - 2 * (int32_t)sum;
}

#endif
