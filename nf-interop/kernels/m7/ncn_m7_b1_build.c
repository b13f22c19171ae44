/* See ncn_m7_b1_build.h; the steps are numbered in KERNELS.md. */
#include "ncn_m7_b1_build.h"

#include "ncn_acle.h"
#include "ncn_section.h"

/* The lanes whose nibbles, from the lowest on, make the first of two words; the second word's are 4 higher. */
static const uint8_t nibble_lane[8] = {0, 2, 1, 3, 8, 10, 9, 11};

/* Exchanges the upper halves of a's pairs of `bits` bits with the lower halves of b's. */
#define EXCHANGE(a, b, bits, mask)                                                                                     \
    do {                                                                                                               \
        const uint32_t differ = ((a) >> (bits) ^ (b)) & (mask);                                                        \
        (b) ^= differ;                                                                                                 \
        (a) ^= differ << (bits);                                                                                       \
    } while (0)

/* 8 words in the order of their nibbles, a transposition of 8 x 8 nibbles: nibble j of w[2·i] is nibble i of word j. */
static __attribute__((noinline)) void turn(uint32_t *w, const uint32_t *word) {
    uint32_t r[8];
    for (int32_t i = 0; i < 4; i++) {
        const uint32_t a = word[nibble_lane[i]], b = word[nibble_lane[i + 4]];
        r[i] = ncn_low_halves(a, b);
        r[i + 4] = ncn_high_halves(a, b);
    }
    for (int32_t i = 0; i < 4; i++)
        EXCHANGE(r[i + i / 2 * 2], r[i + i / 2 * 2 + 2], 8, 0x00FF00FFu);
    for (int32_t i = 0; i < 8; i += 2)
        EXCHANGE(r[i], r[i + 1], 4, 0x0F0F0F0Fu);
    for (int32_t i = 0; i < 8; i++)
        w[2 * i] = r[i];
}

/* Step 1: 16 words bit by bit: at[2·bit] and at[2·bit + 1] have bit `bit` of word i in the lowest bit of its nibble. w
   is [16] of scratch. */
static void spread(uint32_t *at, uint32_t *w, const uint32_t *word) {
    uint32_t lowest = 0x11111111u;
    NCN_KEEP(lowest); /* in a register, or each AND with a shift takes two instructions */
    turn(w, word);
    turn(w + 1, word + 4);
    for (const uint32_t *const end = w + 16; w != end; w += 2, at += 8) {
        const uint32_t a = w[0], b = w[1];
        ncn_store_pair(at, a & lowest, b & lowest);
        ncn_store_pair(at + 2, a >> 1 & lowest, b >> 1 & lowest);
        ncn_store_pair(at + 4, a >> 2 & lowest, b >> 2 & lowest);
        ncn_store_pair(at + 6, a >> 3 & lowest, b >> 3 & lowest);
    }
}

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

/* Adds x to the first word of the four entries in r1 ... r8, y to the second. */
#define ADD(x, y)               \
    "add   r1, r1, " #x "\n\t"  \
    "add   r2, r2, " #y "\n\t"  \
    "add   r3, r3, " #x "\n\t"  \
    "add   r4, r4, " #y "\n\t"  \
    "add   r5, r5, " #x "\n\t"  \
    "add   r6, r6, " #y "\n\t"  \
    "add   r7, r7, " #x "\n\t"  \
    "add   r8, r8, " #y "\n\t"

#pragma GCC diagnostic ignored "-Wunused-parameter" /* the assembly uses them */

/* Step 2, all groups, at t one after the other: t and at go on. Tables are made by halves of 32 entries, of 5 bits, four
   entries a store; a group of 6 bits has two. In words, of either half of the lanes:

     r0        t                                      lr  scratch
     r1 r2     entry 0 of four; while a half begins, the sum of all bits' words, r1 also `at`
     r3 r4     entry 1; before, bit 0 and its difference
     r5 r6     entry 2; before, bit 1
     r7 r8     entry 3; before, bit 2
     r9 r10    difference of bit 2, from one entry to the fourth behind it; before, bit 3
     r11 r12   difference of bit 3 without bit 2, which goes back to 0 then; before, bit 4

   On the stack: 0 at, 4 and 8 ones, 12 and 16 difference of bit 4 without bits 3 and 2, 20 and 24 of bit 5, 28 halves
   left: 8 and 6 begin a group of 6 bits. In assembly for its stores of eight words, which gcc 12 does not make. */
NCN_HOT __attribute__((naked, noinline)) static void entries(uint32_t *t, const uint32_t *at, const uint32_t *ones) {
    __asm__ volatile(
        "push  {r4-r11, lr}\n\t"
        "sub   sp, sp, #32\n\t"
        "ldr   r3, [r2]\n\t"
        "ldr   r4, [r2, #4]\n\t"
        "str   r1, [sp]\n\t"
        "strd  r3, r4, [sp, #4]\n\t"
        "mov   r2, #8\n\t"
        "str   r2, [sp, #28]\n"
        /* a group */
        "1:\n\t"
        "ldr   r1, [sp]\n\t"
        "ldr   r2, [sp, #28]\n\t"
        "ldm   r1!, {r3-r12}\n\t"
        "cmp   r2, #4\n\t"
        "ble   2f\n\t"
        /* the sixth bit */
        "ldr   r2, [r1]\n\t"
        "ldr   lr, [sp, #4]\n\t"
        "add   r1, r1, #8\n\t"
        "sub   lr, lr, r2, lsl #1\n\t"
        "str   r1, [sp]\n\t"
        "str   lr, [sp, #20]\n\t"
        "ldr   lr, [sp, #8]\n\t"
        "ldr   r2, [r1, #-4]\n\t"
        "ldr   r1, [r1, #-8]\n\t"
        "sub   lr, lr, r2, lsl #1\n\t"
        "str   lr, [sp, #24]\n\t"
        "b     3f\n"
        "2:\n\t"
        "str   r1, [sp]\n\t"
        "mov   r1, #0\n\t"
        "mov   r2, #0\n"
        /* entry 0, the sum of the bits; their differences, one - 2·bit */
        "3:\n\t"
        "ldr   lr, [sp, #4]\n\t"
        "add   r1, r1, r3\n\t"
        "add   r2, r2, r4\n\t"
        "add   r1, r1, r5\n\t"
        "sub   r3, lr, r3, lsl #1\n\t"
        "add   r2, r2, r6\n\t"
        "sub   r5, lr, r5, lsl #1\n\t"
        "add   r1, r1, r7\n\t"
        "sub   r7, lr, r7, lsl #1\n\t"
        "add   r2, r2, r8\n\t"
        "add   r1, r1, r9\n\t"
        "sub   r9, lr, r9, lsl #1\n\t"
        "add   r2, r2, r10\n\t"
        "add   r1, r1, r11\n\t"
        "sub   r11, lr, r11, lsl #1\n\t"
        "ldr   lr, [sp, #8]\n\t"
        "add   r2, r2, r12\n\t"
        "sub   r11, r11, r9\n\t"
        "sub   r4, lr, r4, lsl #1\n\t"
        "sub   r11, r11, r7\n\t"
        "sub   r6, lr, r6, lsl #1\n\t"
        "str   r11, [sp, #12]\n\t"
        "sub   r8, lr, r8, lsl #1\n\t"
        "sub   r11, r9, r7\n\t"
        "sub   r10, lr, r10, lsl #1\n\t"
        "mov   r9, r7\n\t"
        "sub   r12, lr, r12, lsl #1\n\t"
        "add   r3, r3, r1\n\t"
        "sub   r12, r12, r10\n\t"
        "add   r7, r3, r5\n\t"
        "sub   r12, r12, r8\n\t"
        "add   r5, r5, r1\n\t"
        "str   r12, [sp, #16]\n\t"
        "add   r4, r4, r2\n\t"
        "sub   r12, r10, r8\n\t"
        "mov   r10, r8\n\t"
        "add   r8, r4, r6\n\t"
        "add   r6, r6, r2\n"
        /* a half */
        "4:\n\t"
        "stm   r0!, {r1-r8}\n\t"
        ADD(r9, r10)
        "stm   r0!, {r1-r8}\n\t"
        ADD(r11, r12)
        "stm   r0!, {r1-r8}\n\t"
        ADD(r9, r10)
        "ldr   lr, [sp, #12]\n\t"
        "stm   r0!, {r1-r8}\n\t"
        "add   r1, r1, lr\n\t"
        "add   r3, r3, lr\n\t"
        "add   r5, r5, lr\n\t"
        "add   r7, r7, lr\n\t"
        "ldr   lr, [sp, #16]\n\t"
        "add   r2, r2, lr\n\t"
        "add   r4, r4, lr\n\t"
        "add   r6, r6, lr\n\t"
        "add   r8, r8, lr\n\t"
        "stm   r0!, {r1-r8}\n\t"
        ADD(r9, r10)
        "stm   r0!, {r1-r8}\n\t"
        ADD(r11, r12)
        "stm   r0!, {r1-r8}\n\t"
        ADD(r9, r10)
        "ldr   lr, [sp, #28]\n\t"
        "stm   r0!, {r1-r8}\n\t"
        "subs  lr, lr, #1\n\t"
        "str   lr, [sp, #28]\n\t"
        "beq   5f\n\t"
        "cmp   lr, #4\n\t"
        "ble   1b\n\t"
        "tst   lr, #1\n\t"
        "beq   1b\n\t"
        /* the second half of 6 bits: the first once more, with bit 5 set */
        "sub   lr, r0, #256\n\t"
        "ldm   lr, {r1-r8}\n\t"
        "ldr   lr, [sp, #20]\n\t"
        "add   r1, r1, lr\n\t"
        "add   r3, r3, lr\n\t"
        "add   r5, r5, lr\n\t"
        "add   r7, r7, lr\n\t"
        "ldr   lr, [sp, #24]\n\t"
        "add   r2, r2, lr\n\t"
        "add   r4, r4, lr\n\t"
        "add   r6, r6, lr\n\t"
        "add   r8, r8, lr\n\t"
        "b     4b\n"
        "5:\n\t"
        "add   sp, sp, #32\n\t"
        "pop   {r4-r11, pc}\n\t");
}

/* clang-format on */

#else

/* Step 2, all groups: each bit doubles the table of the bits before it. */
static void entries(uint32_t *t, const uint32_t *at, const uint32_t *ones) {
    for (int32_t group = 0; group < 6; group++) {
        const int32_t bits = group < 2 ? 6 : 5;
        t[0] = t[1] = 0;
        for (int32_t i = 0; i < 2 * bits; i++)
            t[i & 1] += at[i];
        for (int32_t bit = 0; bit < bits; bit++, at += 2)
            for (int32_t i = 0; i < 2 << bit; i++)
                t[i + (2 << bit)] = t[i] + ones[i & 1] - 2 * at[i & 1];
        t += 2 << bits;
    }
}

#endif

uint32_t *ncn_m7_b1_words(uint32_t *build, uint32_t lanes) {
    uint32_t one[2] = {0, 0};
    for (int32_t i = 0; i < 8; i++) {
        one[0] |= (lanes >> nibble_lane[i] & 1u) << (4 * i);
        one[1] |= (lanes >> (nibble_lane[i] + 4) & 1u) << (4 * i);
    }
    build[NCN_M7_BUILD_ONES] = one[0];
    build[NCN_M7_BUILD_ONES + 1] = one[1];
    return build + NCN_M7_BUILD_LANES;
}

void ncn_m7_b1_build(uint32_t *t, uint32_t *build) {
    uint32_t *at = build + NCN_M7_BUILD_BITS;
    spread(at, build + NCN_M7_BUILD_TURNED, build + NCN_M7_BUILD_LANES);
    entries(t, at, build + NCN_M7_BUILD_ONES);
}
