/* See ncn_m7_dense.h; KERNELS.md, "int8: max pooling, dense". The loop of a quad of taps needs 13 registers and the
   addresses' steps in its loads: gcc 12 spends 37 instructions on it in C, 1.40 cycles a MAC in the dual-issue model,
   the assembly 27 and 1.0. */
#include "ncn_m7_dense.h"

#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

/* A quad of filter C, in v, against the input's:

     a0 ... a3  sums of the four filters     e  even taps of the input
     w0 ... w3  the filters                  o  odd taps of the input
     x          the input                    v  the filter's quad, then its odd taps
                                             t  its even taps */
#define MACS(C)                                      \
    "sxtb16 %[t], %[v]\n\t"                          \
    "sxtb16 %[v], %[v], ror #8\n\t"                  \
    "smlad  %[a" #C "], %[t], %[e], %[a" #C "]\n\t"  \
    "smlad  %[a" #C "], %[v], %[o], %[a" #C "]\n\t"

NCN_HOT static void quads(const int8_t *x, const int8_t *const w[4], int32_t n, int32_t acc[4]) {
    const int8_t *w0 = w[0], *w1 = w[1], *w2 = w[2], *w3 = w[3];
    const int8_t *const end = x + n;
    int32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0;
    uint32_t e, o, v, t;
    while (x != end)
        __asm__(
            "ldr    %[v], [%[x]], #4\n\t"
            "sxtb16 %[e], %[v]\n\t"
            "sxtb16 %[o], %[v], ror #8\n\t"
            "ldr    %[v], [%[w0]], #4\n\t"
            MACS(0)
            "ldr    %[v], [%[w1]], #4\n\t"
            MACS(1)
            "ldr    %[v], [%[w2]], #4\n\t"
            MACS(2)
            "ldr    %[v], [%[w3]], #4\n\t"
            MACS(3)
            : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [x] "+r"(x), [w0] "+r"(w0), [w1] "+r"(w1),
              [w2] "+r"(w2), [w3] "+r"(w3), [e] "=&r"(e), [o] "=&r"(o), [v] "=&r"(v), [t] "=&r"(t)
            :
            : "memory");
    acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3;
}

/* clang-format on */

#else

static void quads(const int8_t *x, const int8_t *const w[4], int32_t n, int32_t acc[4]) {
    for (int32_t c = 0; c < 4; c++) {
        acc[c] = 0;
        for (int32_t i = 0; i < n; i += 4) {
            const uint32_t v = ncn_load4(x + i), f = ncn_load4(w[c] + i);
            acc[c] = ncn_smlad(ncn_sxtb16(f), ncn_sxtb16(v), acc[c]);
            acc[c] = ncn_smlad(ncn_sxtb16_odd(f), ncn_sxtb16_odd(v), acc[c]);
        }
    }
}

#endif

void ncn_m7_dense_sums(const ncn_kernel_args *a, int32_t channel, int32_t count, int32_t acc[4]) {
    const int32_t n = a->inH * a->inW * a->inC;
    const int8_t *x = (const int8_t *)a->src0;
    const int8_t *w[4];
    for (int32_t c = 0; c < 4; c++)
        w[c] = (const int8_t *)a->weight + (intptr_t)(channel + (c < count ? c : count - 1)) * n;
    quads(x, w, n & ~3, acc);
    for (int32_t c = 0; c < count; c++) {
        for (int32_t i = n & ~3; i < n; i++)
            acc[c] += x[i] * w[c][i];
        acc[c] += a->bias[channel + c];
    }
}
