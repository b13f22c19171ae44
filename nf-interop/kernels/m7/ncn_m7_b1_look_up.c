/* See ncn_m7_b1_look_up.h. The loop needs all 14 registers of the core; gcc 12 takes 35 cycles and 56 instructions a
   word for the C form, in the dual-issue model, the assembly 27 and 47 (KERNELS.md). */
#include "ncn_m7_b1_look_up.h"

#include "ncn_acle.h"
#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* LDRD reaches 1020 bytes to either side, the tables of a word take 2048: t points so far behind their beginning. */
#define BIAS "1000"

/* A pair of groups, at p and q, whose tables lie at G and H of a word's tables, and meanwhile the addresses of the next
   pair: x bits NG, NH and up, of widths NGW and NHW. LDRD issues alone; else two instructions a line issue together. */
#define PAIR(G, H, NG, NGW, NH, NHW)                                                                                   \
    "ldrd r10, r12, [r8, #" #G " - " BIAS "]\n\t"                                                                      \
    "ldrd r11, lr, [r9, #" #H " - " BIAS "]\n\t"                                                                       \
    "ubfx r8, r2, #" #NG ", #" #NGW "\n\t"                                                                             \
    "add r10, r10, r11\n\t"                                                                                            \
    "ubfx r9, r2, #" #NH ", #" #NHW "\n\t"                                                                             \
    "add r12, r12, lr\n\t"                                                                                             \
    "add r8, r1, r8, lsl #3\n\t"                                                                                       \
    "and r11, r10, #0xF0F0F0F0\n\t"                                                                                    \
    "add r9, r1, r9, lsl #3\n\t"                                                                                       \
    "and lr, r12, #0xF0F0F0F0\n\t"                                                                                     \
    "add r4, r4, r10\n\t"                                                                                              \
    "add r6, r6, r11, lsr #4\n\t"                                                                                      \
    "add r5, r5, r12\n\t"                                                                                              \
    "add r7, r7, lr, lsr #4\n\t"

#pragma GCC diagnostic ignored "-Wunused-parameter" /* the assembly uses them */

/* r0 the window, r1 t and BIAS, r2 the word, r3 the next tap, r4 u0, r5 u1, r6 s0, r7 s1, r8 p, r9 q, r10 a, r11 b, r12
   c, lr d. On the stack: 0 t, 4 sum, 8 l, 12 windows left. */
NCN_HOT __attribute__((naked)) void ncn_m7_b1_look_up(const uint32_t *x, const uint32_t *t, uint32_t *sum,
                                                      const ncn_m7_look_up *l) {
    __asm__ volatile("push {r4-r11, lr}\n\t"
                     "sub sp, sp, #16\n\t"
                     "addw r1, r1, #" BIAS "\n\t"
                     "ldr r8, [r3]\n\t"
                     "strd r1, r2, [sp]\n\t"
                     "strd r3, r8, [sp, #8]\n\t"
                     "ldr r3, [r3, #8]\n\t"
                     ".balign 8\n"
                     /* a run */
                     "1:\n\t"
                     "ldrd r2, lr, [r3], #8\n\t"
                     "mov r4, #0\n\t"
                     "add r1, r1, lr\n\t"
                     "ldr r2, [r0, r2]\n\t"
                     "mov r5, #0\n\t"
                     "mov r6, #0\n\t"
                     "ubfx r8, r2, #0, #6\n\t"
                     "mov r7, #0\n\t"
                     "ubfx r9, r2, #6, #6\n\t"
                     "add r8, r1, r8, lsl #3\n\t"
                     "add r9, r1, r9, lsl #3\n"
                     /* a word; meanwhile the next tap */
                     "2:\n\t" PAIR(0, 512, 12, 5, 17, 5)
                         PAIR(1024, 1280, 22, 5, 27,
                              5) "ldrd r2, lr, [r3], #8\n\t"
                                 "tst lr, #3\n\t"
                                 "add r1, r1, lr\n\t"
                                 "ldr r2, [r0, r2]\n\t" PAIR(1536, 1792, 0, 6, 6, 6) "beq 2b\n\t"
                                                                                     /* bytes to halfwords */
                                                                                     "ldr r12, [sp, #4]\n\t"
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
                                                                                     "ldr r9, [r3, #-4]\n\t"
                                                                                     "str r8, [r12, #24]\n\t"
                                                                                     "cmp r9, #1\n\t"
                                                                                     "str r6, [r12, #28]\n\t"
                                                                                     "beq 1b\n\t"
                                                                                     "ldrd r8, r9, [sp, #8]\n\t"
                                                                                     "ldr r1, [sp]\n\t"
                                                                                     "add r12, r12, #32\n\t"
                                                                                     "ldr r10, [r8, #4]\n\t"
                                                                                     "subs r9, r9, #1\n\t"
                                                                                     "ldr r3, [r8, #8]\n\t"
                                                                                     "str r12, [sp, #4]\n\t"
                                                                                     "add r0, r0, r10\n\t"
                                                                                     "str r9, [sp, #12]\n\t"
                                                                                     "bne 1b\n\t"
                                                                                     "add sp, sp, #16\n\t"
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

/* A run of taps; returns the mark behind it. */
static const ncn_m7_tap *add_run(const uint8_t *x, const uint8_t **t, uint32_t *sum, const ncn_m7_tap *tap) {
    uint32_t u[2] = {0, 0}, s[2] = {0, 0};
    do {
        const uint32_t word = *(const uint32_t *)(const void *)(x + tap->x);
        *t += tap->step;
        for (int32_t g = 0; g < 6; g += 2)
            for (int32_t j = 0; j < 2; j++) {
                const uint32_t *table = (const uint32_t *)(const void *)*t;
                const uint32_t v = entry_of(table, word, g)[j] + entry_of(table, word, g + 1)[j];
                u[j] += v;
                s[j] += (v & 0xF0F0F0F0u) >> 4;
            }
        tap++;
    } while ((tap->step & (NCN_M7_RUN_ENDS | NCN_M7_WINDOW_ENDS)) == 0);
    *t += tap->step;
    for (int32_t j = 0; j < 2; j++, sum += 4) {
        u[j] -= s[j] << 4;
        sum[0] = ncn_uxtab16(sum[0], u[j]);
        sum[1] = ncn_uxtab16_odd(sum[1], u[j]);
        sum[2] = ncn_uxtab16(sum[2], s[j]);
        sum[3] = ncn_uxtab16_odd(sum[3], s[j]);
    }
    return tap;
}

void ncn_m7_b1_look_up(const uint32_t *x, const uint32_t *t, uint32_t *sum, const ncn_m7_look_up *l) {
    const uint8_t *window = (const uint8_t *)x;
    for (int32_t i = 0; i < l->count; i++, window += l->stepBytes, sum += NCN_M7_SUM_WORDS) {
        const uint8_t *table = (const uint8_t *)t;
        const ncn_m7_tap *tap = add_run(window, &table, sum, l->taps);
        while (tap->step == NCN_M7_RUN_ENDS)
            tap = add_run(window, &table, sum, tap + 1);
    }
}

#endif
