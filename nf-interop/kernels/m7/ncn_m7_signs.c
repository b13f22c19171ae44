/* See ncn_m7_signs.h. In assembly for the reason of ncn_m7_mac.c: the loop needs all 14 registers of the core. A block
   of 14 steps takes 136 cycles, 112 of them multiplications; gcc 12 makes 258 of the same in C. */
#include "ncn_m7_signs.h"

#include "ncn_acle.h"
#include "ncn_m7_step.h"
#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* Steps of the loop. Where their number is no multiple of it, the loop is entered within, through a table of labels. */
enum { UNROLLED = 8 };

/* The first channel's bit is the highest of them; it becomes the lowest. */
static inline uint32_t bits_of(uint32_t negative, int32_t unused) {
    uint32_t turned;
    __asm__("rbit %0, %1" : "=r"(turned) : "r"(~negative << unused));
    return turned;
}

NCN_HOT void ncn_m7_signs_4x2(const uint32_t *x, const uint32_t *block, int32_t steps, int32_t blocks, uint32_t u[2]) {
    const int32_t unused = 4 * (NCN_M7_SIGN_BLOCKS - blocks);
    const int32_t skipped = -steps & (UNROLLED - 1);
    const uint32_t *const first = x, *const end = x + 2 * steps;
    uint32_t negative0 = 0;
    uint32_t negative1 = 1u << unused; /* leaves by the carry with the last sign: no block is left */
    int32_t a0, a1, a2, a3, a4, a5, a6, a7;
    uint32_t p, q, r, v;
    /* clang-format off */
    /* The registers of ncn_m7_step.h. Between loops x is the window's beginning; u is a word of signs of the first pixel,
       v of the second: ADDS moves a sum's sign to the carry, ADC the carry to the word's lowest bit. */
    __asm__ volatile(
        "1:\n\t"
        "ldr   %[x], %[first]\n\t"
        "ldr   %[u], %[skipped]\n\t"
        "ldrd  %[a0], %[a2], [%[w]]\n\t"
        "ldrd  %[a4], %[a6], [%[w], #8]\n\t"
        "ldrd  %[p], %[q], [%[x]]\n\t"
        "ldr   %[v], [%[w], #16]!\n\t"
        "mov   %[a1], %[a0]\n\t"
        "mov   %[a3], %[a2]\n\t"
        "mov   %[a5], %[a4]\n\t"
        "mov   %[a7], %[a6]\n\t"
        "tbb   [pc, %[u]]\n\t"
        "2:\n\t"
        ".byte (10f - 2b) / 2\n\t"
        ".byte (11f - 2b) / 2\n\t"
        ".byte (12f - 2b) / 2\n\t"
        ".byte (13f - 2b) / 2\n\t"
        ".byte (14f - 2b) / 2\n\t"
        ".byte (15f - 2b) / 2\n\t"
        ".byte (16f - 2b) / 2\n\t"
        ".byte (17f - 2b) / 2\n\t"
        "10:\n\t" NCN_M7_STEP("")
        "11:\n\t" NCN_M7_STEP("")
        "12:\n\t" NCN_M7_STEP("")
        "13:\n\t" NCN_M7_STEP("")
        "14:\n\t" NCN_M7_STEP("")
        "15:\n\t" NCN_M7_STEP("")
        "16:\n\t" NCN_M7_STEP("")
        "17:\n\t" NCN_M7_STEP("")
        "ldr   %[u], %[end]\n\t"
        "cmp   %[x], %[u]\n\t"
        "bne   10b\n\t"
        "ldr   %[u], %[negative0]\n\t"
        "adds  %[a0], %[a0], %[a0]\n\t"
        "adc   %[u], %[u], %[u]\n\t"
        "adds  %[a2], %[a2], %[a2]\n\t"
        "adc   %[u], %[u], %[u]\n\t"
        "adds  %[a4], %[a4], %[a4]\n\t"
        "adc   %[u], %[u], %[u]\n\t"
        "adds  %[a6], %[a6], %[a6]\n\t"
        "adc   %[u], %[u], %[u]\n\t"
        "ldr   %[v], %[negative1]\n\t"
        "str   %[u], %[negative0]\n\t"
        "adds  %[a1], %[a1], %[a1]\n\t"
        "adc   %[v], %[v], %[v]\n\t"
        "adds  %[a3], %[a3], %[a3]\n\t"
        "adc   %[v], %[v], %[v]\n\t"
        "adds  %[a5], %[a5], %[a5]\n\t"
        "adc   %[v], %[v], %[v]\n\t"
        "adds  %[a7], %[a7], %[a7]\n\t"
        "adcs  %[v], %[v], %[v]\n\t"
        "str   %[v], %[negative1]\n\t"
        "bcc   1b\n\t"
        : [a0] "=&r"(a0), [a1] "=&r"(a1), [a2] "=&r"(a2), [a3] "=&r"(a3), [a4] "=&r"(a4), [a5] "=&r"(a5),
          [a6] "=&r"(a6), [a7] "=&r"(a7), [w] "+r"(block), [x] "+r"(x), [p] "=&r"(p), [q] "=&r"(q), [v] "=&r"(v),
          [u] "=&r"(r), [negative0] "+m"(negative0), [negative1] "+m"(negative1)
        : [first] "m"(first), [end] "m"(end), [skipped] "m"(skipped)
        : "cc", "memory");
    /* clang-format on */
    u[0] = bits_of(negative0, unused);
    u[1] = bits_of(negative1, unused);
}

#else

NCN_HOT void ncn_m7_signs_4x2(const uint32_t *x, const uint32_t *block, int32_t steps, int32_t blocks, uint32_t u[2]) {
    u[0] = u[1] = 0;
    for (int32_t channel = 0; channel < 4 * blocks; channel += 4, block += 4 + 4 * steps) {
        int32_t sum[8];
        for (int32_t i = 0; i < 8; i++)
            sum[i] = (int32_t)block[i / 2];
        for (int32_t step = 0; step < steps; step++)
            for (int32_t i = 0; i < 8; i++)
                sum[i] = ncn_smlad(block[4 + 4 * step + i / 2], x[2 * step + i % 2], sum[i]);
        for (int32_t i = 0; i < 8; i++)
            u[i % 2] |= (uint32_t)(sum[i] >= 0) << (channel + i / 2);
    }
}

#endif
