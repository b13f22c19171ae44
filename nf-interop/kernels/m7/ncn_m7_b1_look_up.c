/* See ncn_m7_b1_look_up.h. The loop needs all 14 registers of the core; gcc 12 takes 35 cycles and 56 instructions a
   word for the C form, in the dual-issue model, the assembly 27 and 46 (KERNELS.md). */
#include "ncn_m7_b1_look_up.h"

#include "ncn_acle.h"
#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

/* LDRD reaches 1020 bytes to either side, the tables of a word take 2048: t points so far behind their beginning. */
#define BIAS "1000"

/* A pair of groups of a word, whose tables lie at G and H of the word's, and meanwhile the addresses of the next pair:
   bits NG and NH and up, of widths NGW and NHW. LDRD issues alone; else two instructions issue together.

     r0 the window    r4 u, lanes of the first words     r8  address of an entry of G
     r1 t + BIAS      r5 u, lanes of the second words    r9  address of an entry of H
     r2 the word      r6 s, lanes of the first words     r10 r12  entry of G, then the sum of both
     r3 next tap      r7 s, lanes of the second words    r11 lr   entry of H, then the sum's odd nibbles */
#define PAIR(G, H, NG, NGW, NH, NHW)                \
    "ldrd  r10, r12, [r8, #" #G " - " BIAS "]\n\t"  \
    "ldrd  r11, lr, [r9, #" #H " - " BIAS "]\n\t"   \
    "ubfx  r8, r2, #" #NG ", #" #NGW "\n\t"         \
    "add   r10, r10, r11\n\t"                       \
    "ubfx  r9, r2, #" #NH ", #" #NHW "\n\t"         \
    "add   r12, r12, lr\n\t"                        \
    "add   r8, r1, r8, lsl #3\n\t"                  \
    "and   r11, r10, #0xF0F0F0F0\n\t"               \
    "add   r9, r1, r9, lsl #3\n\t"                  \
    "and   lr, r12, #0xF0F0F0F0\n\t"                \
    "add   r4, r4, r10\n\t"                         \
    "add   r6, r6, r11, lsr #4\n\t"                 \
    "add   r5, r5, r12\n\t"                         \
    "add   r7, r7, lr, lsr #4\n\t"

#pragma GCC diagnostic ignored "-Wunused-parameter" /* the assembly uses them */

/* A run's bytes, made plain already, into the sums. */
#define SUMS                            \
    "uxtab16 r1, r1, r4\n\t"            \
    "uxtab16 r2, r2, r4, ror #8\n\t"    \
    "uxtab16 r8, r8, r6\n\t"            \
    "uxtab16 r9, r9, r6, ror #8\n\t"    \
    "uxtab16 r10, r10, r5\n\t"          \
    "uxtab16 r11, r11, r5, ror #8\n\t"  \
    "uxtab16 r12, r12, r7\n\t"          \
    "uxtab16 lr, lr, r7, ror #8\n\t"

/* The bytes that are kept of a run: its registers, then what MOVED says of them. */
#define KEPT(MOVED)                     \
    "ldmdb r3!, {r4-r7}\n\t"            \
    "sub   r4, r4, r6, lsl #4\n\t"      \
    "sub   r5, r5, r7, lsl #4\n\t"      \
    MOVED                               \
    "cmp   r3, r0\n\t"

/* As SUMS, for the lanes 4 lower: those of the second words go to the first ones, the upper half of the first words to
   the lower half of the second ones. */
#define LOWER                           \
    "uxtab16 r1, r1, r5\n\t"            \
    "uxtab16 r2, r2, r5, ror #8\n\t"    \
    "uxtab16 r8, r8, r7\n\t"            \
    "uxtab16 r9, r9, r7, ror #8\n\t"    \
    "uxtab r10, r10, r4, ror #16\n\t"   \
    "uxtab r11, r11, r4, ror #24\n\t"   \
    "uxtab r12, r12, r6, ror #16\n\t"   \
    "uxtab lr, lr, r6, ror #24\n\t"

/* The same for the lanes 4 higher. */
#define HIGHER                          \
    "lsl   r5, r5, #16\n\t"             \
    "uxtab16 r10, r10, r4\n\t"          \
    "lsl   r7, r7, #16\n\t"             \
    "uxtab16 r11, r11, r4, ror #8\n\t"  \
    "uxtab16 r12, r12, r6\n\t"          \
    "uxtab16 lr, lr, r6, ror #8\n\t"    \
    "uxtab16 r1, r1, r5\n\t"            \
    "uxtab16 r2, r2, r5, ror #8\n\t"    \
    "uxtab16 r8, r8, r7\n\t"            \
    "uxtab16 r9, r9, r7, ror #8\n\t"

/* On the stack: 0 t + BIAS, 4 bytes from what one window's sums start from to the next one's, 8 l, 12 windows left, 16
   what this window's start from, 20 signs, 24 behind the bytes that are kept, 28 where those begin that are not moved,
   32 the window, 36 two words of 0. Offsets from l are those of ncn_m7_look_up: 4 stepBytes, 8 taps, 12 start, 16 signs,
   20 signBytes, 24 runs, 28 movedBytes. */
NCN_HOT __attribute__((naked)) void ncn_m7_b1_look_up(const uint32_t *x, const uint32_t *t, uint32_t *sum,
                                                      const ncn_m7_look_up *l) {
    __asm__ volatile(
        "push  {r4-r11, lr}\n\t"
        "sub   sp, sp, #44\n\t"
        "addw  r1, r1, #" BIAS "\n\t"
        "ldr   r8, [r3]\n\t"
        "mov   r9, #32\n\t"
        "ldr   r10, [r3, #12]\n\t"
        "cmp   r10, #0\n\t"
        "ite   eq\n\t"
        "moveq r10, r2\n\t"
        "movne r9, #0\n\t"
        "strd  r1, r9, [sp]\n\t"
        "strd  r3, r8, [sp, #8]\n\t"
        "ldr   r11, [r3, #16]\n\t"
        "ldrd  r12, lr, [r3, #24]\n\t"
        "mov   r4, #0\n\t"
        "mov   r5, #0\n\t"
        "strd  r10, r11, [sp, #16]\n\t"
        "add   lr, r12, lr, lsl #1\n\t"
        "strd  r12, lr, [sp, #24]\n\t"
        "strd  r4, r5, [sp, #36]\n\t"
        "ldr   r3, [r3, #8]\n\t"
        ".balign 8\n\t"
        /* a window */
        "1:\n\t"
        "ldrd  r2, lr, [r3], #8\n\t"
        "ldrd  r4, r5, [sp, #36]\n\t"
        "add   r1, r1, lr\n\t"
        "ldr   r2, [r0, r2]\n\t"
        "ldrd  r6, r7, [sp, #36]\n\t"
        "ubfx  r8, r2, #0, #6\n\t"
        "ubfx  r9, r2, #6, #6\n\t"
        "add   r8, r1, r8, lsl #3\n\t"
        "add   r9, r1, r9, lsl #3\n\t"
        /* a word; meanwhile the next tap: where a run begins the address becomes negative, at the end it overflows */
        "2:\n\t"
        PAIR(0, 512, 12, 5, 17, 5)
        PAIR(1024, 1280, 22, 5, 27, 5)
        "ldrd  r2, lr, [r3], #8\n\t"
        "adds  r1, r1, lr\n\t"
        "ldr   r2, [r0, r2]\n\t"
        PAIR(1536, 1792, 0, 6, 6, 6)
        "bpl   2b\n\t"
        "bvs   3f\n\t"
        /* the run's bytes are kept */
        "ldr   r12, [sp, #24]\n\t"
        "eor   r1, r1, #0x80000000\n\t"
        "eor   r8, r8, #0x80000000\n\t"
        "stm   r12!, {r4-r7}\n\t"
        "eor   r9, r9, #0x80000000\n\t"
        "ldrd  r4, r5, [sp, #36]\n\t"
        "str   r12, [sp, #24]\n\t"
        "ldrd  r6, r7, [sp, #36]\n\t"
        "b     2b\n\t"
        /* the window ends: bytes to halfwords, of the last run, then of those kept */
        "3:\n\t"
        "ldr   r3, [sp, #16]\n\t"
        "sub   r4, r4, r6, lsl #4\n\t"
        "str   r0, [sp, #32]\n\t"
        "sub   r5, r5, r7, lsl #4\n\t"
        "ldm   r3, {r1, r2, r8-r12, lr}\n\t"
        "ldrd  r3, r0, [sp, #24]\n\t"
        SUMS
        "cmp   r3, r0\n\t"
        "beq   5f\n\t"
        "4:\n\t"
        KEPT(SUMS)
        "bne   4b\n\t"
        "str   r3, [sp, #24]\n\t"
        "5:\n\t"
        "ldr   r5, [sp, #20]\n\t"
        "ldr   r3, [sp, #8]\n\t"
        "cbz   r5, 6f\n\t"
        /* signs: of each word bits 15 and 31, in the end of word 0 at bits 8 and 24, of word 7 at 15 and 31 */
        "and   r1, r1, #0x80008000\n\t"
        "and   r2, r2, #0x80008000\n\t"
        "and   r8, r8, #0x80008000\n\t"
        "orr   r2, r2, r1, lsr #1\n\t"
        "and   r9, r9, #0x80008000\n\t"
        "orr   r8, r8, r2, lsr #1\n\t"
        "and   r10, r10, #0x80008000\n\t"
        "orr   r9, r9, r8, lsr #1\n\t"
        "and   r11, r11, #0x80008000\n\t"
        "orr   r10, r10, r9, lsr #1\n\t"
        "and   r12, r12, #0x80008000\n\t"
        "orr   r11, r11, r10, lsr #1\n\t"
        "and   lr, lr, #0x80008000\n\t"
        "orr   r12, r12, r11, lsr #1\n\t"
        "ldr   r4, [r3, #20]\n\t"
        "orr   lr, lr, r12, lsr #1\n\t"
        "uxtb16 lr, lr, ror #8\n\t"
        "add   r4, r4, r5\n\t"
        "orr   lr, lr, lr, lsr #8\n\t"
        "str   r4, [sp, #20]\n\t"
        "strh  lr, [r5]\n\t"
        "b     7f\n\t"
        /* sums; before, the runs that are moved */
        "6:\n\t"
        "ldrd  r4, r5, [r3, #24]\n\t"
        "cmp   r5, #0\n\t"
        "beq   10f\n\t"
        "add   r0, r4, r5\n\t"
        "add   r3, r0, r5\n"
        "8:\n\t"
        KEPT(LOWER)
        "bne   8b\n\t"
        "ldr   r0, [sp, #8]\n\t"
        "ldr   r0, [r0, #24]\n"
        "9:\n\t"
        KEPT(HIGHER)
        "bne   9b\n\t"
        "str   r3, [sp, #24]\n\t"
        "ldr   r3, [sp, #8]\n"
        "10:\n\t"
        "ldr   r4, [sp, #16]\n\t"
        "stm   r4, {r1, r2, r8-r12, lr}\n\t"
        "7:\n\t"
        "ldrd  r9, r4, [sp, #12]\n\t"
        "ldrd  r1, r2, [sp]\n\t"
        "ldr   r10, [r3, #4]\n\t"
        "ldr   r0, [sp, #32]\n\t"
        "add   r4, r4, r2\n\t"
        "subs  r9, r9, #1\n\t"
        "ldr   r3, [r3, #8]\n\t"
        "add   r0, r0, r10\n\t"
        "strd  r9, r4, [sp, #12]\n\t"
        "bne   1b\n\t"
        "add   sp, sp, #44\n\t"
        "pop   {r4-r11, pc}\n\t");
}

/* clang-format on */

#else

/* Where a group's table lies, in entries of two words; its first bit and its number of bits. */
static const struct {
    uint8_t entry, bit, bits;
} group[6] = {{0, 0, 6}, {64, 6, 6}, {128, 12, 5}, {160, 17, 5}, {192, 22, 5}, {224, 27, 5}};

static const uint32_t *entry_of(const uint32_t *t, uint32_t x, int32_t g) {
    return t + 2 * (group[g].entry + (x >> group[g].bit & ((1u << group[g].bits) - 1u)));
}

/* Word j of two words of bytes, those of lanes 0 .. 3 and 8 .. 11 and those 4 higher, moved by 4·move lanes. */
static uint32_t moved(const uint32_t bytes[2], int32_t j, int32_t move) {
    if (move > 0)
        return j == 0 ? bytes[1] << 16 : bytes[0];
    return j == 0 ? bytes[1] : bytes[0] >> 16;
}

/* A run of taps, whose tables lie *at bytes behind t, added to sum; returns the tap behind it. Its lanes count for
   those 4·move higher, as far as there are such. */
static const ncn_m7_tap *add_run(const uint8_t *x, const uint32_t *t, uint32_t *at, uint32_t *sum,
                                 const ncn_m7_tap *tap, int32_t move) {
    uint32_t u[2] = {0, 0}, s[2] = {0, 0};
    do {
        const uint32_t word = *(const uint32_t *)(const void *)(x + tap->x);
        *at = (*at + tap->step) & ~NCN_M7_RUN_BEGINS;
        for (int32_t g = 0; g < 6; g += 2)
            for (int32_t j = 0; j < 2; j++) {
                const uint32_t v = entry_of(t + *at / 4, word, g)[j] + entry_of(t + *at / 4, word, g + 1)[j];
                u[j] += v;
                s[j] += (v & 0xF0F0F0F0u) >> 4;
            }
        tap++;
    } while (tap->step != NCN_M7_WINDOW_ENDS && ((*at + tap->step) & NCN_M7_RUN_BEGINS) == 0);
    for (int32_t j = 0; j < 2; j++)
        u[j] -= s[j] << 4;
    for (int32_t j = 0; j < 2; j++, sum += 4) {
        const uint32_t even = move == 0 ? u[j] : moved(u, j, move), odd = move == 0 ? s[j] : moved(s, j, move);
        sum[0] = ncn_uxtab16(sum[0], even);
        sum[1] = ncn_uxtab16_odd(sum[1], even);
        sum[2] = ncn_uxtab16(sum[2], odd);
        sum[3] = ncn_uxtab16_odd(sum[3], odd);
    }
    return tap;
}

void ncn_m7_b1_look_up(const uint32_t *x, const uint32_t *t, uint32_t *sum, const ncn_m7_look_up *l) {
    const uint8_t *window = (const uint8_t *)x;
    uint8_t *signs = (uint8_t *)l->signs;
    for (int32_t i = 0; i < l->count; i++, window += l->stepBytes) {
        uint32_t at = 0, of[NCN_M7_SUM_WORDS];
        for (int32_t j = 0; j < NCN_M7_SUM_WORDS; j++)
            of[j] = l->start != NULL ? l->start[j] : sum[j];
        int32_t run = 0;
        const int32_t moving = l->movedBytes / 16;
        for (const ncn_m7_tap *tap = l->taps; tap->step != NCN_M7_WINDOW_ENDS; run++)
            tap = add_run(window, t, &at, of, tap, run < moving ? 1 : run < 2 * moving ? -1 : 0);
        for (int32_t j = 0; signs == NULL && j < NCN_M7_SUM_WORDS; j++)
            sum[j] = of[j];
        if (signs != NULL) {
            *(uint16_t *)(void *)signs = (uint16_t)ncn_m7_sum_signs(of);
            signs += l->signBytes;
        }
        sum += l->start != NULL ? 0 : NCN_M7_SUM_WORDS;
    }
}

#endif
