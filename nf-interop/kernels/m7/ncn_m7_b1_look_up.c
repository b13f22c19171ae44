/* See ncn_m7_b1_look_up.h. The loop needs all 14 registers of the core; gcc 12 takes 35 cycles and 56 instructions a word
   for the C form, in the dual-issue model, the assembly 27 and 53 (KERNELS.md). */
#include "ncn_m7_b1_look_up.h"

#include "ncn_acle.h"
#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* A pair of groups, at p and q, whose tables lie at G and H of a word's tables, and meanwhile the addresses of the next
   pair: x bits NG, NH and up, of widths NGW and NHW. What a pair leaves for the next: and d, c; s0 += b >> 4; s1 += d >>
   4. Two instructions a line: they issue together. */
#define PAIR(G, H, NG, NGW, NH, NHW)                                                                                   \
    "ldr r10, [r8, #" #G "]\n\t"                                                                                       \
    "and lr, r12, #0xF0F0F0F0\n\t"                                                                                     \
    "add r6, r6, r11, lsr #4\n\t"                                                                                      \
    "ldr r11, [r9, #" #H "]\n\t"                                                                                       \
    "add r7, r7, lr, lsr #4\n\t"                                                                                       \
    "ldr r12, [r8, #" #G " + 4]\n\t"                                                                                   \
    "ldr lr, [r9, #" #H " + 4]\n\t"                                                                                    \
    "add r10, r10, r11\n\t"                                                                                            \
    "ubfx r8, r2, #" #NG ", #" #NGW "\n\t"                                                                             \
    "and r11, r10, #0xF0F0F0F0\n\t"                                                                                    \
    "ubfx r9, r2, #" #NH ", #" #NHW "\n\t"                                                                             \
    "add r4, r4, r10\n\t"                                                                                              \
    "add r8, r1, r8, lsl #3\n\t"                                                                                       \
    "add r12, r12, lr\n\t"                                                                                             \
    "add r9, r1, r9, lsl #3\n\t"                                                                                       \
    "add r5, r5, r12\n\t"

#pragma GCC diagnostic ignored "-Wunused-parameter" /* the assembly uses them */

/* r0 x, r1 t, r2 the word, r3 end of the row, r4 u0, r5 u1, r6 s0, r7 s1, r8 p, r9 q, r10 a, r11 b, r12 c, lr d. On the
   stack: 0 x and 4 t of the row, 8 sum, 12 l, 16 rows left, 20 rows left to the flush, 24 x and 28 t of the window, 32
   windows left. */
NCN_HOT __attribute__((naked)) void ncn_m7_b1_look_up(const uint32_t *x, const uint32_t *t, uint32_t *sum,
                                                      const ncn_m7_look_up *l) {
    __asm__ volatile("push {r4-r11, lr}\n\t"
                     "sub sp, sp, #36\n\t"
                     "ldr r8, [r3, #20]\n\t"
                     "strd r2, r3, [sp, #8]\n\t"
                     "strd r0, r1, [sp, #24]\n\t"
                     "str r8, [sp, #32]\n"
                     /* a window */
                     "0:\n\t"
                     "ldrd r8, r9, [r3]\n\t"
                     "strd r0, r1, [sp]\n"
                     /* as many rows as bytes can count, or all */
                     "1:\n\t"
                     "cmp r8, r9\n\t"
                     "it lt\n\t"
                     "movlt r9, r8\n\t"
                     "sub r8, r8, r9\n\t"
                     "mov r4, #0\n\t"
                     "mov r5, #0\n\t"
                     "strd r8, r9, [sp, #16]\n\t"
                     "mov r6, #0\n\t"
                     "mov r7, #0\n"
                     /* a row */
                     "2:\n\t"
                     "ldr r2, [r0], #4\n\t"
                     "mov r11, #0\n\t"
                     "ldr r3, [r3, #8]\n\t"
                     "mov r12, #0\n\t"
                     "ubfx r8, r2, #0, #6\n\t"
                     "sub r10, r0, #4\n\t"
                     "ubfx r9, r2, #6, #6\n\t"
                     "add r8, r1, r8, lsl #3\n\t"
                     "add r9, r1, r9, lsl #3\n\t"
                     "add r3, r10, r3, lsl #2\n\t"
                     ".balign 8\n"
                     /* a word */
                     "3:\n\t" PAIR(0, 512, 12, 5, 17, 5) PAIR(1024, 1280, 22, 5, 27, 5)
                     "cmp r0, r3\n\t"
                     "add r1, r1, #2048\n\t"
                     "it ne\n\t"
                     "ldrne r2, [r0], #4\n\t" PAIR(1536, 1792, 0, 6, 6, 6)
                     "bne 3b\n\t"
                     "ldrd r0, r1, [sp]\n\t"
                     "and lr, r12, #0xF0F0F0F0\n\t"
                     "ldr r3, [sp, #12]\n\t"
                     "add r6, r6, r11, lsr #4\n\t"
                     "ldr r9, [sp, #20]\n\t"
                     "add r7, r7, lr, lsr #4\n\t"
                     "ldr r10, [r3, #12]\n\t"
                     "subs r9, r9, #1\n\t"
                     "ldr r12, [r3, #16]\n\t"
                     "add r0, r0, r10\n\t"
                     "str r9, [sp, #20]\n\t"
                     "add r1, r1, r12\n\t"
                     "strd r0, r1, [sp]\n\t"
                     "bne 2b\n\t"
                     /* bytes to halfwords */
                     "ldr r12, [sp, #8]\n\t"
                     "sub r4, r4, r6, lsl #4\n\t"
                     "ldr r8, [r12]\n\t"
                     "ldr r9, [r12, #4]\n\t"
                     "ldr r10, [r12, #8]\n\t"
                     "ldr r11, [r12, #12]\n\t"
                     "uxtab16 r8, r8, r4\n\t"
                     "ldr r2, [r12, #16]\n\t"
                     "uxtab16 r9, r9, r4, ror #8\n\t"
                     "ldr r4, [r12, #20]\n\t"
                     "uxtab16 r10, r10, r6\n\t"
                     "str r8, [r12]\n\t"
                     "uxtab16 r11, r11, r6, ror #8\n\t"
                     "str r9, [r12, #4]\n\t"
                     "sub r5, r5, r7, lsl #4\n\t"
                     "ldr r8, [r12, #24]\n\t"
                     "ldr r6, [r12, #28]\n\t"
                     "uxtab16 r2, r2, r5\n\t"
                     "str r10, [r12, #8]\n\t"
                     "uxtab16 r4, r4, r5, ror #8\n\t"
                     "str r11, [r12, #12]\n\t"
                     "uxtab16 r8, r8, r7\n\t"
                     "str r2, [r12, #16]\n\t"
                     "uxtab16 r6, r6, r7, ror #8\n\t"
                     "str r4, [r12, #20]\n\t"
                     "ldr r9, [r3, #4]\n\t"
                     "str r8, [r12, #24]\n\t"
                     "ldr r8, [sp, #16]\n\t"
                     "str r6, [r12, #28]\n\t"
                     "cmp r8, #0\n\t"
                     "bne 1b\n\t"
                     "ldrd r0, r1, [sp, #24]\n\t"
                     "ldr r8, [sp, #32]\n\t"
                     "add r12, r12, #32\n\t"
                     "ldr r9, [r3, #24]\n\t"
                     "str r12, [sp, #8]\n\t"
                     "subs r8, r8, #1\n\t"
                     "add r0, r0, r9\n\t"
                     "str r8, [sp, #32]\n\t"
                     "str r0, [sp, #24]\n\t"
                     "bne 0b\n\t"
                     "add sp, sp, #36\n\t"
                     "pop {r4-r11, pc}\n\t");
}

#else

/* Where a group's table lies, in entries of two words; its first bit and its number of bits. */
static const struct {
    uint8_t entry, bit, bits;
} group[6] = {{0, 0, 6}, {64, 6, 6}, {128, 12, 5}, {160, 17, 5}, {192, 22, 5}, {224, 27, 5}};

static const uint32_t *entry_of(const uint32_t *t, uint32_t x, int32_t g) {
    return t + 2 * (group[g].entry + (x >> group[g].bit & ((1u << group[g].bits) - 1u)));
}

static void add_row(const uint32_t *x, const uint32_t *t, uint32_t *sum, int32_t words) {
    for (int32_t j = 0; j < 2; j++) {
        uint32_t u = 0, s = 0;
        for (int32_t i = 0; i < words; i++)
            for (int32_t g = 0; g < 6; g += 2) {
                const uint32_t *table = t + i * NCN_M7_TABLE_WORDS;
                const uint32_t v = entry_of(table, x[i], g)[j] + entry_of(table, x[i], g + 1)[j];
                u += v;
                s += (v & 0xF0F0F0F0u) >> 4;
            }
        u -= s << 4;
        sum[4 * j] = ncn_uxtab16(sum[4 * j], u);
        sum[4 * j + 1] = ncn_uxtab16_odd(sum[4 * j + 1], u);
        sum[4 * j + 2] = ncn_uxtab16(sum[4 * j + 2], s);
        sum[4 * j + 3] = ncn_uxtab16_odd(sum[4 * j + 3], s);
    }
}

void ncn_m7_b1_look_up(const uint32_t *x, const uint32_t *t, uint32_t *sum, const ncn_m7_look_up *l) {
    for (int32_t i = 0; i < l->count; i++, x += l->stepBytes / 4, sum += NCN_M7_SUM_WORDS)
        for (int32_t row = 0; row < l->rows; row++)
            add_row(x + row * (l->rowBytes / 4), t + row * (l->tableRowBytes / 4), sum, l->words);
}

#endif
