/* See ncn_m7_mac.h; KERNELS.md, "int8: 4 channels x 2 pixels". The two-pixel loop needs all 14 registers of the core: 8
   accumulators, 3 pointers, 2 taps words and a filter word. gcc 12 spills five of them from the same loop in C (42
   instructions a quad against 29.5), hence the assembly. It needs -fomit-frame-pointer, which gcc has from -O1 on;
   clang 14 finds no allocation and gets the C form below. */
#include "ncn_m7_mac.h"

#include "ncn_acle.h"
#include "ncn_section.h"
#include <stdbool.h>

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* A pair of taps of two pixels, in p and q, against the four channels' words. */
#define MACS                                                                                                           \
    "ldr %[v], [%[w]], #4\n\t"                                                                                         \
    "smlad %[a0], %[v], %[p], %[a0]\n\t"                                                                               \
    "smlad %[a1], %[v], %[q], %[a1]\n\t"                                                                               \
    "ldr %[v], [%[w]], #4\n\t"                                                                                         \
    "smlad %[a2], %[v], %[p], %[a2]\n\t"                                                                               \
    "smlad %[a3], %[v], %[q], %[a3]\n\t"                                                                               \
    "ldr %[v], [%[w]], #4\n\t"                                                                                         \
    "smlad %[a4], %[v], %[p], %[a4]\n\t"                                                                               \
    "smlad %[a5], %[v], %[q], %[a5]\n\t"                                                                               \
    "ldr %[v], [%[w]], #4\n\t"                                                                                         \
    "smlad %[a6], %[v], %[p], %[a6]\n\t"                                                                               \
    "smlad %[a7], %[v], %[q], %[a7]\n\t"

/* Taps from a widened map; and a quad from a map of bytes, read twice since there is no register to keep it in. */
#define PAIR                                                                                                           \
    "ldr %[p], [%[x0]], #4\n\t"                                                                                        \
    "ldr %[q], [%[x1]], #4\n\t" MACS
#define WIDE_QUAD PAIR PAIR
#define NARROW_QUAD                                                                                                    \
    "ldr %[p], [%[x0]]\n\t"                                                                                            \
    "ldr %[q], [%[x1]]\n\t"                                                                                            \
    "sxtb16 %[p], %[p]\n\t"                                                                                            \
    "sxtb16 %[q], %[q]\n\t" MACS "ldr %[p], [%[x0]], #4\n\t"                                                           \
    "ldr %[q], [%[x1]], #4\n\t"                                                                                        \
    "sxtb16 %[p], %[p], ror #8\n\t"                                                                                    \
    "sxtb16 %[q], %[q], ror #8\n\t" MACS

/* All runs: the first quad alone where their number is odd, then two quads at a time. The loop counts by the filter's
   pointer; what is needed once a run lies in memory. */
#define FIRST(QUAD)                                                                                                    \
    QUAD "ldr %[p], %[runEnd]\n\t"                                                                                     \
         "cmp %[w], %[p]\n\t"                                                                                          \
         "beq 3f\n\t"
#define RUNS(FIRST_QUAD, QUAD)                                                                                         \
    __asm__ volatile(                                                                                                  \
        "1:\n\t"                                                                                                       \
        "ldr %[p], %[runBytes]\n\t"                                                                                    \
        "add %[p], %[p], %[w]\n\t"                                                                                     \
        "str %[p], %[runEnd]\n\t" FIRST_QUAD "2:\n\t" QUAD QUAD "ldr %[p], %[runEnd]\n\t"                              \
        "cmp %[w], %[p]\n\t"                                                                                           \
        "bne 2b\n\t"                                                                                                   \
        "3:\n\t"                                                                                                       \
        "ldr %[p], %[xSkipBytes]\n\t"                                                                                  \
        "add %[x0], %[x0], %[p]\n\t"                                                                                   \
        "add %[x1], %[x1], %[p]\n\t"                                                                                   \
        "ldr %[p], %[wSkipBytes]\n\t"                                                                                  \
        "add %[w], %[w], %[p]\n\t"                                                                                     \
        "ldr %[p], %[end]\n\t"                                                                                         \
        "cmp %[w], %[p]\n\t"                                                                                           \
        "bne 1b\n\t"                                                                                                   \
        : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [a4] "+r"(a4), [a5] "+r"(a5), [a6] "+r"(a6),     \
          [a7] "+r"(a7), [x0] "+r"(x0), [x1] "+r"(x1), [w] "+r"(w), [p] "=&r"(p), [q] "=&r"(q), [v] "=&r"(v),          \
          [runEnd] "=m"(runEnd)                                                                                        \
        : [runBytes] "m"(runBytes), [xSkipBytes] "m"(xSkipBytes), [wSkipBytes] "m"(wSkipBytes), [end] "m"(end)         \
        : "cc", "memory")

static inline __attribute__((always_inline)) void mac_4x2(const uint32_t *x0, const uint32_t *x1, const uint32_t *w,
                                                          const ncn_m7_run *run, const int32_t start[4], int32_t acc[8],
                                                          bool narrow) {
    int32_t a0 = start[0], a1 = a0, a2 = start[1], a3 = a2, a4 = start[2], a5 = a4, a6 = start[3], a7 = a6;
    const int32_t runBytes = 32 * run->quads;
    const int32_t xSkipBytes = 4 * (run->xRowWords - run->quads * (narrow ? 1 : 2));
    const int32_t wSkipBytes = 4 * run->wRowWords - runBytes;
    const uint32_t *const end = w + run->rows * run->wRowWords;
    const uint32_t *runEnd;
    uint32_t p, q, v;
    if (narrow && run->quads & 1)
        RUNS(FIRST(NARROW_QUAD), NARROW_QUAD);
    else if (narrow)
        RUNS("", NARROW_QUAD);
    else if (run->quads & 1)
        RUNS(FIRST(WIDE_QUAD), WIDE_QUAD);
    else
        RUNS("", WIDE_QUAD);
    acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3, acc[4] = a4, acc[5] = a5, acc[6] = a6, acc[7] = a7;
}

NCN_HOT void ncn_m7_mac_4x2(const uint32_t *x0, const uint32_t *x1, const uint32_t *w, const ncn_m7_run *run,
                    const int32_t start[4], int32_t acc[8]) {
    mac_4x2(x0, x1, w, run, start, acc, false);
}

NCN_HOT void ncn_m7_mac_4x2_narrow(const uint32_t *x0, const uint32_t *x1, const uint32_t *w, const ncn_m7_run *run,
                           const int32_t start[4], int32_t acc[8]) {
    mac_4x2(x0, x1, w, run, start, acc, true);
}

#else

NCN_HOT void ncn_m7_mac_4x2(const uint32_t *x0, const uint32_t *x1, const uint32_t *w, const ncn_m7_run *run,
                    const int32_t start[4], int32_t acc[8]) {
    for (int c = 0; c < 4; c++)
        acc[2 * c] = acc[2 * c + 1] = start[c];
    ncn_m7_mac_4x1(x0, w, run, acc);
    ncn_m7_mac_4x1(x1, w, run, acc + 1);
}

NCN_HOT void ncn_m7_mac_4x2_narrow(const uint32_t *x0, const uint32_t *x1, const uint32_t *w, const ncn_m7_run *run,
                           const int32_t start[4], int32_t acc[8]) {
    for (int c = 0; c < 4; c++)
        acc[2 * c] = acc[2 * c + 1] = start[c];
    ncn_m7_mac_4x1_narrow(x0, w, run, acc);
    ncn_m7_mac_4x1_narrow(x1, w, run, acc + 1);
}

#endif

static inline __attribute__((always_inline)) void mac_4x1(const uint32_t *x, const uint32_t *w, const ncn_m7_run *run,
                                                          int32_t *acc, bool narrow) {
    int32_t a0 = acc[0], a2 = acc[2], a4 = acc[4], a6 = acc[6];
    for (int32_t row = 0; row < run->rows; row++) {
        const uint32_t *p = x + row * run->xRowWords;
        const uint32_t *v = w + row * run->wRowWords;
        const uint32_t *const end = v + 8 * run->quads;
        do {
            const uint32_t even = narrow ? ncn_sxtb16(p[0]) : p[0];
            const uint32_t odd = narrow ? ncn_sxtb16_odd(p[0]) : p[1];
            a0 = ncn_smlad(v[0], even, a0), a2 = ncn_smlad(v[1], even, a2);
            a4 = ncn_smlad(v[2], even, a4), a6 = ncn_smlad(v[3], even, a6);
            a0 = ncn_smlad(v[4], odd, a0), a2 = ncn_smlad(v[5], odd, a2);
            a4 = ncn_smlad(v[6], odd, a4), a6 = ncn_smlad(v[7], odd, a6);
            p += narrow ? 1 : 2, v += 8;
        } while (v != end);
    }
    acc[0] = a0, acc[2] = a2, acc[4] = a4, acc[6] = a6;
}

NCN_HOT void ncn_m7_mac_4x1(const uint32_t *x, const uint32_t *w, const ncn_m7_run *run, int32_t *acc) {
    mac_4x1(x, w, run, acc, false);
}

NCN_HOT void ncn_m7_mac_4x1_narrow(const uint32_t *x, const uint32_t *w, const ncn_m7_run *run, int32_t *acc) {
    mac_4x1(x, w, run, acc, true);
}
