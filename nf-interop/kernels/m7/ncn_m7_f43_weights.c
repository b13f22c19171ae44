/* See ncn_m7_f43_weights.h. */
#include "ncn_m7_f43_weights.h"

#include "ncn_acle.h"
#include "ncn_m7_quad.h"
#include "ncn_mem.h"

enum { TAPS = 3, SIDE = 6 };

/* Rows of G times three taps of two channels; no value leaves 16 bits: |u| <= 49·127. */
static inline __attribute__((always_inline)) void points_of(uint32_t g0, uint32_t g1, uint32_t g2, uint32_t u[SIDE]) {
    const uint32_t twice1 = ncn_sadd16(g1, g1), twice2 = ncn_sadd16(g2, g2);
    const uint32_t far = ncn_sadd16(g0, ncn_sadd16(twice2, twice2));
    u[0] = g0;
    u[2] = ncn_ssub16(g1, ncn_sadd16(g0, g2));
    u[1] = ncn_ssub16(u[2], twice1);
    u[3] = ncn_sadd16(far, twice1);
    u[4] = ncn_ssub16(far, twice1);
    u[5] = g2;
}

/* Columns of a quad of channels, [points][2 halves][3], to its points; the first one at `point`, each other one `step`
   words after the last, those of the odd half a block before those of the even one. */
#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

/* One row of one half. A cycle is an addition of halfwords, which must come first, and a load, a store or another
   instruction beside it: 10 cycles, and 16 as gcc 12 orders the C below. u0 ... u5: as in points_of. The next row's taps
   are loaded from NEXT on; NEXT_P moves p to where it goes.
       a, b, c   g0, g1, g2        d   2·g2, 4·g2, g0 + 4·g2, u4      e   g0 + g2, u2, u1      f   u3 */
#define ROW(NEXT, BESIDE, NEXT_P)                                                                                      \
    "sadd16 %[d], %[c], %[c]\n\t"                                                                                      \
    "str    %[a], [%[p]]\n\t"                                                                                         \
    "sadd16 %[e], %[a], %[c]\n\t"                                                                                      \
    "str    %[c], [%[p], %[s5]]\n\t"                                                                                   \
    "sadd16 %[d], %[d], %[d]\n\t"                                                                                      \
    "ldr    %[c], [%[t], #" NEXT " + 8]\n\t"                                                                           \
    "ssub16 %[e], %[b], %[e]\n\t"                                                                                      \
    "str    %[e], [%[p], %[s1], lsl #1]\n\t"                                                                           \
    "sadd16 %[d], %[a], %[d]\n\t"                                                                                      \
    "ldr    %[a], [%[t], #" NEXT "]\n\t"                                                                               \
    "sadd16 %[f], %[b], %[b]\n\t"                                                                                      \
    "ldr    %[b], [%[t], #" NEXT " + 4]\n\t"                                                                           \
    "ssub16 %[e], %[e], %[f]\n\t"                                                                                      \
    "str    %[e], [%[p], %[s1]]\n\t"                                                                                   \
    "sadd16 %[e], %[d], %[f]\n\t"                                                                                      \
    "str    %[e], [%[p], %[s3]]\n\t"                                                                                   \
    "ssub16 %[d], %[d], %[f]\n\t"                                                                                      \
    "str    %[d], [%[p], %[s1], lsl #2]\n\t"                                                                           \
    BESIDE                                                                                                             \
    NEXT_P

static __attribute__((noinline)) void transform_rows(uint32_t columns[SIDE][2][TAPS], uint32_t *point, int32_t step) {
    const uint32_t *t = columns[0][0];
    const uint32_t *const end = t + 2 * TAPS * SIDE;
    const int32_t s1 = 4 * step, s3 = 12 * step, s5 = 20 * step;
    uint32_t a = t[0], b = t[1], c = t[2], d, e, f;
    __asm__ volatile(
        "1:\n\t"
        ROW("12", "", "sub %[p], %[p], #16\n\t")
        ROW("24", "add %[t], %[t], #24\n\t", "add %[p], %[p], %[s3], lsl #1\n\t")
        "cmp   %[t], %[end]\n\t"
        "add   %[p], %[p], #16\n\t"
        "bne   1b\n\t"
        : [a] "+r"(a), [b] "+r"(b), [c] "+r"(c), [d] "=&r"(d), [e] "=&r"(e), [f] "=&r"(f), [t] "+r"(t), [p] "+r"(point)
        : [s1] "r"(s1), [s3] "r"(s3), [s5] "r"(s5), [end] "r"(end)
        : "cc", "memory");
}

/* clang-format on */

#else

static __attribute__((noinline)) void transform_rows(uint32_t columns[SIDE][2][TAPS], uint32_t *point, int32_t step) {
    for (int32_t y = 0; y < SIDE; y++)
        for (int32_t half = 0; half < 2; half++) {
            uint32_t u[SIDE];
            points_of(columns[y][half][0], columns[y][half][1], columns[y][half][2], u);
            for (int32_t x = 0; x < SIDE; x++)
                point[(SIDE * y + x) * step - NCN_M7_BLOCK * half] = u[x];
        }
}

#endif

/* One filter. last: its first word, from which the others fall. columns: space for transform_rows, and for 3 words that
   are read behind them. */
static void transform_filter(uint32_t *last, const int8_t *filter, int32_t inC, uint32_t columns[SIDE][2][TAPS]) {
    for (int32_t c = 0; c < inC; c += 4, filter += 4, last -= 2 * NCN_M7_BLOCK) {
        for (int32_t x = 0; x < TAPS; x++) {
            uint32_t quad[TAPS], u[SIDE];
            const int8_t *tap = filter + x * inC;
            for (int32_t y = 0; y < TAPS; y++, tap += TAPS * inC) {
                NCN_KEEP(tap); /* one pointer, not one for each tap, which gcc 12 would spill */
                quad[y] = ncn_load4(tap);
            }
            points_of(ncn_sxtb16(quad[0]), ncn_sxtb16(quad[1]), ncn_sxtb16(quad[2]), u);
            for (int32_t y = 0; y < SIDE; y++)
                columns[y][0][x] = u[y];
            points_of(ncn_sxtb16_odd(quad[0]), ncn_sxtb16_odd(quad[1]), ncn_sxtb16_odd(quad[2]), u);
            for (int32_t y = 0; y < SIDE; y++)
                columns[y][1][x] = u[y];
        }
        transform_rows(columns, last, -2 * inC);
    }
}

void ncn_m7_f43_transform(uint32_t *dst, const ncn_kernel_args *a, int32_t channel, uint32_t *temporary) {
    uint32_t *const end = dst + NCN_M7_BLOCK * 2 * SIDE * SIDE * (a->inC / 4);
    for (int32_t c = 0; c < NCN_M7_BLOCK; c++) {
        const int32_t filter = channel + c < a->outC ? channel + c : channel;
        transform_filter(end - 1 - c, (const int8_t *)a->weight + (intptr_t)filter * TAPS * TAPS * a->inC, a->inC,
                         (uint32_t(*)[2][TAPS])temporary);
    }
}
