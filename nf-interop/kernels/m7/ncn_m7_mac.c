/* See ncn_m7_mac.h; KERNELS.md, "int8: 4 channels x 2 pixels". Both loops need all 14 registers of the core. gcc 12
   spills five of them from the same loops in C and loads right before use (58 cycles a quad against 34), hence the
   assembly. It needs -fomit-frame-pointer, which gcc has from -O1 on; clang 14 finds no allocation and gets the C form
   below. */
#include "ncn_m7_mac.h"

#include "ncn_acle.h"
#include "ncn_m7_step.h"
#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

#define SUMS_FROM(start) \
    int32_t a0 = start[0], a1 = a0, a2 = start[1], a3 = a2, a4 = start[2], a5 = a4, a6 = start[3], a7 = a6
#define SUMS_TO(acc) \
    acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3, acc[4] = a4, acc[5] = a5, acc[6] = a6, acc[7] = a7

/* Two steps, 4 taps. */
#define QUAD NCN_M7_STEP("") NCN_M7_STEP("")

/* All runs, in the registers of ncn_m7_step.h; between steps u, p, q and v are scratch. The loop counts by the filter's
   pointer, and what is needed once a run lies in memory. FIRST: what comes before the loop; QUADS: its body. */
#define RUNS(FIRST, QUADS)                                                                                             \
    __asm__ volatile(                                                                                                  \
        "1:\n\t"                                                                                                       \
        "ldr   %[u], %[runBytes]\n\t"                                                                                  \
        NCN_M7_FIRST_LOADS                                                                                             \
        "add   %[u], %[u], %[w]\n\t"                                                                                   \
        "str   %[u], %[runEnd]\n\t"                                                                                    \
        FIRST                                                                                                          \
        "2:\n\t"                                                                                                       \
        QUADS                                                                                                          \
        "ldr   %[u], %[runEnd]\n\t"                                                                                    \
        "cmp   %[w], %[u]\n\t"                                                                                         \
        "bne   2b\n\t"                                                                                                 \
        "3:\n\t"                                                                                                       \
        "ldr   %[p], %[xSkipBytes]\n\t"                                                                                \
        "ldr   %[q], %[wSkipBytes]\n\t"                                                                                \
        "ldr   %[v], %[end]\n\t"                                                                                       \
        "add   %[x], %[x], %[p]\n\t"                                                                                   \
        "add   %[w], %[w], %[q]\n\t"                                                                                   \
        "cmp   %[w], %[v]\n\t"                                                                                         \
        "bne   1b\n\t"                                                                                                 \
        : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [a4] "+r"(a4), [a5] "+r"(a5), [a6] "+r"(a6),     \
          [a7] "+r"(a7), [w] "+r"(w), [p] "=&r"(p), [q] "=&r"(q), [v] "=&r"(v), [runEnd] "=m"(runEnd), [x] "+r"(x),    \
          [u] "=&r"(u)                                                                                                 \
        : [runBytes] "m"(runBytes), [xSkipBytes] "m"(xSkipBytes), [wSkipBytes] "m"(wSkipBytes), [end] "m"(end)         \
        : "cc", "memory")

/* An odd number of quads: one before the loop, which is left out if that was all. */
#define ODD_QUAD                       \
    QUAD                               \
    "ldr   %[u], %[runEnd]\n\t"        \
    "cmp   %[w], %[u]\n\t"             \
    "beq   3f\n\t"

NCN_HOT void ncn_m7_mac_4x2(const uint32_t *x, const uint32_t *w, const ncn_m7_run *run, const int32_t start[4],
                            int32_t acc[8]) {
    SUMS_FROM(start);
    const int32_t runBytes = 32 * run->quads;
    const int32_t xSkipBytes = 4 * run->xRowWords - 16 * run->quads;
    const int32_t wSkipBytes = 4 * run->wRowWords - runBytes;
    const uint32_t *const end = w + run->rows * run->wRowWords;
    const uint32_t *runEnd;
    uint32_t p, q, u, v;
    if (run->quads % 4 == 0)
        RUNS("", QUAD QUAD QUAD QUAD);
    else if (run->quads % 2 == 0)
        RUNS("", QUAD QUAD);
    else
        RUNS(ODD_QUAD, QUAD QUAD);
    SUMS_TO(acc);
}

/* A pair of taps of two pixels, in p and q, times the four channels' words, which come to v in turn: there is no
   register for a second one. a0 ... a7 as in ncn_m7_step.h. */
#define MACS                                   \
    "ldr   %[v], [%[w]], #4\n\t"               \
    "smlad %[a0], %[v], %[p], %[a0]\n\t"       \
    "smlad %[a1], %[v], %[q], %[a1]\n\t"       \
    "ldr   %[v], [%[w]], #4\n\t"               \
    "smlad %[a2], %[v], %[p], %[a2]\n\t"       \
    "smlad %[a3], %[v], %[q], %[a3]\n\t"       \
    "ldr   %[v], [%[w]], #4\n\t"               \
    "smlad %[a4], %[v], %[p], %[a4]\n\t"       \
    "smlad %[a5], %[v], %[q], %[a5]\n\t"       \
    "ldr   %[v], [%[w]], #4\n\t"               \
    "smlad %[a6], %[v], %[p], %[a6]\n\t"       \
    "smlad %[a7], %[v], %[q], %[a7]\n\t"

/* x0, x1: the pixels' bytes, a quad a word. */
NCN_HOT void ncn_m7_mac_4x2_narrow(const uint32_t *x0, const uint32_t *x1, const uint32_t *w, const ncn_m7_run *run,
                                   const int32_t start[4], int32_t acc[8]) {
    SUMS_FROM(start);
    const int32_t runBytes = 32 * run->quads;
    const int32_t xSkipBytes = 4 * (run->xRowWords - run->quads);
    const int32_t wSkipBytes = 4 * run->wRowWords - runBytes;
    const uint32_t *const end = w + run->rows * run->wRowWords;
    const uint32_t *runEnd;
    uint32_t p, q, v;
    __asm__ volatile(
        "1:\n\t"
        "ldr   %[p], %[runBytes]\n\t"
        "add   %[p], %[p], %[w]\n\t"
        "str   %[p], %[runEnd]\n\t"
        /* a quad, read twice, since there is no register to keep it in */
        "2:\n\t"
        "ldr   %[p], [%[x0]]\n\t"
        "ldr   %[q], [%[x1]]\n\t"
        "sxtb16 %[p], %[p]\n\t"
        "sxtb16 %[q], %[q]\n\t"
        MACS
        "ldr   %[p], [%[x0]], #4\n\t"
        "ldr   %[q], [%[x1]], #4\n\t"
        "sxtb16 %[p], %[p], ror #8\n\t"
        "sxtb16 %[q], %[q], ror #8\n\t"
        MACS
        "ldr   %[p], %[runEnd]\n\t"
        "cmp   %[w], %[p]\n\t"
        "bne   2b\n\t"
        /* the next run */
        "ldr   %[p], %[xSkipBytes]\n\t"
        "add   %[x0], %[x0], %[p]\n\t"
        "add   %[x1], %[x1], %[p]\n\t"
        "ldr   %[p], %[wSkipBytes]\n\t"
        "add   %[w], %[w], %[p]\n\t"
        "ldr   %[p], %[end]\n\t"
        "cmp   %[w], %[p]\n\t"
        "bne   1b\n\t"
        : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [a4] "+r"(a4), [a5] "+r"(a5), [a6] "+r"(a6),
          [a7] "+r"(a7), [w] "+r"(w), [p] "=&r"(p), [q] "=&r"(q), [v] "=&r"(v), [runEnd] "=m"(runEnd), [x0] "+r"(x0),
          [x1] "+r"(x1)
        : [runBytes] "m"(runBytes), [xSkipBytes] "m"(xSkipBytes), [wSkipBytes] "m"(wSkipBytes), [end] "m"(end)
        : "cc", "memory");
    SUMS_TO(acc);
}

/* clang-format on */

#else

NCN_HOT void ncn_m7_mac_4x2(const uint32_t *x, const uint32_t *w, const ncn_m7_run *run, const int32_t start[4],
                            int32_t acc[8]) {
    for (int32_t i = 0; i < 8; i++)
        acc[i] = start[i / 2];
    for (int32_t row = 0; row < run->rows; row++)
        for (int32_t half = 0; half < 2 * run->quads; half++)
            for (int32_t i = 0; i < 8; i++)
                acc[i] = ncn_smlad(w[row * run->wRowWords + 4 * half + i / 2],
                                   x[row * run->xRowWords + 2 * half + i % 2], acc[i]);
}

NCN_HOT void ncn_m7_mac_4x2_narrow(const uint32_t *x0, const uint32_t *x1, const uint32_t *w, const ncn_m7_run *run,
                                   const int32_t start[4], int32_t acc[8]) {
    for (int c = 0; c < 4; c++)
        acc[2 * c] = acc[2 * c + 1] = start[c];
    ncn_m7_mac_4x1_narrow(x0, w, run, acc);
    ncn_m7_mac_4x1_narrow(x1, w, run, acc + 1);
}

#endif

NCN_HOT void ncn_m7_mac_4x1_narrow(const uint32_t *x, const uint32_t *w, const ncn_m7_run *run, int32_t *acc) {
    int32_t a0 = acc[0], a2 = acc[2], a4 = acc[4], a6 = acc[6];
    for (int32_t row = 0; row < run->rows; row++) {
        const uint32_t *p = x + row * run->xRowWords;
        const uint32_t *v = w + row * run->wRowWords;
        const uint32_t *const end = v + 8 * run->quads;
        do {
            const uint32_t even = ncn_sxtb16(*p), odd = ncn_sxtb16_odd(*p);
            a0 = ncn_smlad(v[0], even, a0), a2 = ncn_smlad(v[1], even, a2);
            a4 = ncn_smlad(v[2], even, a4), a6 = ncn_smlad(v[3], even, a6);
            a0 = ncn_smlad(v[4], odd, a0), a2 = ncn_smlad(v[5], odd, a2);
            a4 = ncn_smlad(v[6], odd, a4), a6 = ncn_smlad(v[7], odd, a6);
            p++, v += 8;
        } while (v != end);
    }
    acc[0] = a0, acc[2] = a2, acc[4] = a4, acc[6] = a6;
}
