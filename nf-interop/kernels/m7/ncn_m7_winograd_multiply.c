/* The inner loop of the Winograd kernels: 2 tiles x 4 channels, SMLAD, point after point. Inputs and filters lie in the
   order they are needed, the filters backwards: then what is read ahead of the last word lies before the tensor, where
   a blob has bytes, and not behind it, where it may have none. */
#include "ncn_m7_step.h"
#include "ncn_m7_winograd.h"
#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

/* Two steps, 4 taps; and where a point's sums begin. */
#define QUAD NCN_M7_STEP("-") NCN_M7_STEP("-")
#define FIRST_QUAD NCN_M7_FIRST_STEP("-") NCN_M7_STEP("-")

/* All points, in the registers of ncn_m7_step.h. FIRST_QUADS, QUADS: n quads, a point has a multiple of n. The sums
   leave for the products, in u, when a point is done, and a0, a1 are scratch; what is needed once a point lies in
   memory. */
#define POINTS(FIRST_QUADS, QUADS)                                                                                     \
    __asm__ volatile(                                                                                                  \
        NCN_M7_FIRST_LOADS                                                                                             \
        "1:\n\t"                                                                                                       \
        FIRST_QUADS                                                                                                    \
        "ldr   %[u], %[pointEnd]\n\t"                                                                                  \
        "cmp   %[w], %[u]\n\t"                                                                                         \
        "beq   3f\n"                                                                                                   \
        "2:\n\t"                                                                                                       \
        QUADS                                                                                                          \
        "ldr   %[u], %[pointEnd]\n\t"                                                                                  \
        "cmp   %[w], %[u]\n\t"                                                                                         \
        "bne   2b\n"                                                                                                   \
        "3:\n\t"                                                                                                       \
        "ldr   %[u], %[products]\n\t"                                                                                  \
        "strd  %[a0], %[a1], [%[u]], #8\n\t"                                                                           \
        "strd  %[a2], %[a3], [%[u]], #8\n\t"                                                                           \
        "strd  %[a4], %[a5], [%[u]], #8\n\t"                                                                           \
        "strd  %[a6], %[a7], [%[u]], #8\n\t"                                                                           \
        "ldr   %[a0], %[pointBytes]\n\t"                                                                               \
        "ldr   %[a1], %[end]\n\t"                                                                                      \
        "sub   %[a0], %[w], %[a0]\n\t"                                                                                 \
        "str   %[u], %[products]\n\t"                                                                                  \
        "cmp   %[u], %[a1]\n\t"                                                                                        \
        "str   %[a0], %[pointEnd]\n\t"                                                                                 \
        "bne   1b\n\t"                                                                                                 \
        : [a0] "=&r"(a0), [a1] "=&r"(a1), [a2] "=&r"(a2), [a3] "=&r"(a3), [a4] "=&r"(a4), [a5] "=&r"(a5),              \
          [a6] "=&r"(a6), [a7] "=&r"(a7), [x] "+r"(x), [w] "+r"(w), [p] "=&r"(p), [q] "=&r"(q), [v] "=&r"(v),          \
          [u] "=&r"(u), [products] "+m"(products), [pointEnd] "+m"(pointEnd)                                           \
        : [pointBytes] "m"(pointBytes), [end] "m"(end)                                                                 \
        : "cc", "memory")

/* clang-format on */

NCN_HOT void ncn_m7_winograd_multiply(const ncn_m7_winograd *m, const uint32_t *x, const uint32_t *w) {
    uint32_t *products = m->products;
    const uint32_t *const end = products + 2 * NCN_M7_BLOCK * m->points;
    const int32_t pointBytes = 32 * m->quads;
    const uint32_t *pointEnd = w - 8 * m->quads;
    int32_t a0, a1, a2, a3, a4, a5, a6, a7;
    uint32_t p, q, u, v;
    if (m->quads % 4 == 0)
        POINTS(FIRST_QUAD QUAD QUAD QUAD, QUAD QUAD QUAD QUAD);
    else if (m->quads % 2 == 0)
        POINTS(FIRST_QUAD QUAD, QUAD QUAD);
    else
        POINTS(FIRST_QUAD, QUAD);
}

#else

NCN_HOT void ncn_m7_winograd_multiply(const ncn_m7_winograd *m, const uint32_t *x, const uint32_t *w) {
    for (int32_t point = 0; point < m->points; point++) {
        int32_t acc[2 * NCN_M7_BLOCK] = {0};
        for (int32_t half = 0; half < 2 * m->quads; half++, x += NCN_M7_PAIR, w -= NCN_M7_BLOCK)
            for (int32_t i = 0; i < 2 * NCN_M7_BLOCK; i++)
                acc[i] = ncn_smlad(w[-(i / NCN_M7_PAIR)], x[i % NCN_M7_PAIR], acc[i]);
        for (int32_t i = 0; i < 2 * NCN_M7_BLOCK; i++)
            m->products[2 * NCN_M7_BLOCK * point + i] = (uint32_t)acc[i];
    }
}

#endif
