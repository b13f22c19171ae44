/* See ncn_m7_f45_signs.h. In assembly since gcc 12 does not keep the four words of a tile in registers beside the eight
   sums: 108 cycles a tile, here 79. */
#include "ncn_m7_f45_signs.h"

#include "ncn_acle.h"
#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

/* One channel of a tile, whose sums lie from S on, 32 bytes from point to point. Begins with the sums at 1 and -1 and
   the offset loaded, ends with those of the channel whose sums lie from NEXT_S and whose offset lies at NEXT_O.
   Instructions are in the order of issue, two a cycle.

     r0  sums                   r4 ... r7  words of columns 0 ... 3
     r1  offsets
     r2  offset, then s1, y2    r8   sum at 1, then d1, y3
     r3  sum at 0, then y0      r9   sum at -1, then s2, y1
     r10 sum at 2, then d2      r11  sum at -2, then s3
     r12 sum at 1/2, then d3    lr   sum at -1/2, then sum at infinity + d3 */
#define CHANNEL(S, NEXT_S, NEXT_O)                       \
    "add   r8, r8, r2\n\t"                               \
    "ldr   r10, [r0, #" #S " + 96]\n\t"                  \
    "add   r2, r8, r9\n\t"             /* s1 + offset */ \
    "ldr   r11, [r0, #" #S " + 128]\n\t"                 \
    "sub   r8, r8, r9\n\t"             /* d1 + offset */ \
    "ldr   r3, [r0, #" #S "]\n\t"                        \
    "add   r9, r10, r11\n\t"           /* s2 */          \
    "ldr   r12, [r0, #" #S " + 160]\n\t"                 \
    "sub   r10, r10, r11\n\t"          /* d2 */          \
    "ldr   lr, [r0, #" #S " + 192]\n\t"                  \
    "add   r3, r3, r2\n\t"                               \
    "add   r2, r2, r9, lsl #2\n\t"                       \
    "add   r11, r12, lr\n\t"           /* s3 */          \
    "add   r3, r3, r9\n\t"                               \
    "sub   r12, r12, lr\n\t"           /* d3 */          \
    "ldr   lr, [r0, #" #S " + 224]\n\t"                  \
    "add   r3, r3, r11, lsl #3\n\t"    /* y0 */          \
    "add   lr, lr, r12\n\t"                              \
    "adds  r3, r3, r3\n\t"                               \
    "add   r2, r2, r11, lsl #1\n\t"    /* y2 */          \
    "adc   r4, r4, r4\n\t"                               \
    "add   r9, r8, r10, lsl #1\n\t"                      \
    "adds  r2, r2, r2\n\t"                               \
    "add   r8, r8, r10, lsl #3\n\t"                      \
    "adc   r6, r6, r6\n\t"                               \
    "add   r9, r9, r12, lsl #2\n\t"    /* y1 */          \
    "adds  r9, r9, r9\n\t"                               \
    "add   r8, r8, lr\n\t"             /* y3 */          \
    "adc   r5, r5, r5\n\t"                               \
    "ldr   r2, [r1, #" #NEXT_O "]\n\t"                   \
    "adds  r8, r8, r8\n\t"                               \
    "ldr   r9, [r0, #" #NEXT_S " + 64]\n\t"              \
    "adc   r7, r7, r7\n\t"                               \
    "ldr   r8, [r0, #" #NEXT_S " + 32]\n\t"

#pragma GCC diagnostic ignored "-Wunused-parameter" /* the assembly uses them */

/* On the stack: 0 u of the tile, 4 stride, 8 sums behind the second tile's first. */
NCN_HOT __attribute__((naked)) void ncn_m7_f45_append_signs(const int32_t *sums, const int32_t *offset, uint32_t *u,
                                                            int32_t stride) {
    __asm__ volatile(
        "push  {r4-r11, lr}\n\t"
        "add   r4, r0, #8\n\t"
        "push  {r2, r3, r4}\n"
        /* a tile */
        "1:\n\t"
        "add   r8, r2, r3\n\t"
        "ldr   r4, [r2]\n\t"
        "ldr   r6, [r2, r3, lsl #1]\n\t"
        "ldr   r5, [r8]\n\t"
        "ldr   r7, [r8, r3, lsl #1]\n\t"
        "ldr   r2, [r1, #12]\n\t"
        "ldr   r9, [r0, #24 + 64]\n\t"
        "ldr   r8, [r0, #24 + 32]\n\t"
        CHANNEL(24, 16, 8)
        CHANNEL(16, 8, 4)
        CHANNEL(8, 0, 0)
        CHANNEL(0, 0, 0)  /* what it loads for a next channel is not used */
        "ldr   r2, [sp]\n\t"
        "ldr   r3, [sp, #4]\n\t"
        "add   r0, r0, #4\n\t"
        "ldr   r8, [sp, #8]\n\t"
        "add   r9, r2, r3\n\t"
        "str   r4, [r2]\n\t"
        "cmp   r0, r8\n\t"
        "str   r6, [r2, r3, lsl #1]\n\t"
        "add   r2, r2, r3, lsl #2\n\t"
        "str   r5, [r9]\n\t"
        "str   r7, [r9, r3, lsl #1]\n\t"
        "str   r2, [sp]\n\t"
        "bne   1b\n\t"
        "add   sp, sp, #12\n\t"
        "pop   {r4-r11, pc}\n\t");
}

/* clang-format on */

#else

void ncn_m7_f45_append_signs(const int32_t *sums, const int32_t *offset, uint32_t *u, int32_t stride) {
    for (int32_t tile = 0; tile < 2; tile++, u += stride)
        for (int32_t channel = 3; channel >= 0; channel--) {
            const int32_t *of_channel = sums + 2 * channel + tile;
            uint32_t m[8];
            for (int32_t point = 0; point < 8; point++)
                m[point] = (uint32_t)of_channel[8 * point];
            m[1] += (uint32_t)offset[channel];
            const uint32_t s1 = m[1] + m[2], s2 = m[3] + m[4], s3 = m[5] + m[6];
            const uint32_t d1 = m[1] - m[2], d2 = m[3] - m[4], d3 = m[5] - m[6];
            const uint32_t y[4] = {s1 + m[0] + s2 + 8 * s3, d1 + 2 * d2 + 4 * d3, s1 + 4 * s2 + 2 * s3,
                                   d1 + m[7] + 8 * d2 + d3};
            for (int32_t x = 0; x < 4; x++)
                u[x * stride / 4] = ncn_append_sign(u[x * stride / 4], y[x]);
        }
}

#endif
