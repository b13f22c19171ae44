/* See ncn_m7_f45_points.h. Two loads and two multiplications for every four MACs leave no idle cycle if each operand is
   loaded two cycles before it is used. gcc 12 neither finds registers for that (8 sums, 2 pointers, 2 words of x, 2 of
   w in turn: all 14) nor the order. The words of a run are entered 16 at a time, at first in their midst. */
#include "ncn_m7_f45_points.h"

#include "ncn_acle.h"
#include "ncn_section.h"

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

/* A word of a run, two taps of four channels and two tiles; the words of the next one are loaded two cycles ahead. 56
   bytes of code. Begins with r2, r3 and r12 loaded.

     r0  x, the tiles' words in turn     r4 r5    sums of channel 0, of the first and the second tile
     r1  w, four channels a word         r6 r7    of channel 1
     r2  word of the first tile          r8 r9    of channel 2
     r3  word of the second tile         r10 r11  of channel 3
     r12 filter word of channel 0, 2     lr       filter word of channel 1, 3 */
#define SMLAD(sum, w, x) "smlad " #sum ", " #w ", " #x ", " #sum "\n\t"
#define SMUAD(sum, w, x) "smuad " #sum ", " #w ", " #x "\n\t"

/* A word of four channels by two tiles: MULTIPLY adds to the sums or begins them; X, W and Y load what is next. */
#define STEP_WITH(MULTIPLY, X, W, Y)    \
    MULTIPLY(r4, r12, r2)               \
    "ldr.w lr, [r1, #4]\n\t"            \
    MULTIPLY(r5, r12, r3)               \
    MULTIPLY(r6, lr, r2)                \
    "ldr.w r12, [r1, #8]\n\t"           \
    MULTIPLY(r7, lr, r3)                \
    "ldr.w lr, [r1, #12]\n\t"           \
    MULTIPLY(r8, r12, r2)               \
    MULTIPLY(r10, lr, r2)               \
    X                                   \
    MULTIPLY(r9, r12, r3)               \
    W                                   \
    MULTIPLY(r11, lr, r3)               \
    Y

#define LOAD_X "ldr.w r2, [r0, #8]!\n\t"
#define LOAD_W "ldr.w r12, [r1, #16]!\n\t"
#define LOAD_Y "ldr.w r3, [r0, #4]\n\t"

#define STEP STEP_WITH(SMLAD, LOAD_X, LOAD_W, LOAD_Y)

/* The same, but the sums begin with this word. */
#define FIRST_STEP STEP_WITH(SMUAD, LOAD_X, LOAD_W, LOAD_Y)

/* The last word of a run, behind which nothing is read. */
#define LAST_STEP STEP_WITH(SMLAD, "", "", "")

/* On the stack: 0 where w has its last word, 4 from one point's to the next's; 8 where the steps are entered; 12 sums,
   16 their end; 20, 24 from the last word of a run to the next run, of x and w. */
NCN_HOT __attribute__((naked)) void ncn_m7_f45_points(__attribute__((unused)) const ncn_m7_f45_run *run) {
    __asm__(
        "push  {r4-r11, lr}\n\t"
        "ldm   r0, {r0, r1, r2, r3, r4, r5}\n\t" /* x w sums words xBytes wBytes */
        "sub   r3, r3, #1\n\t"                   /* steps; the last word needs nothing loaded */
        "add   r6, r1, r3, lsl #4\n\t"
        "sub   r6, r6, r5\n\t"                   /* the last word of the point before the first */
        "sub   r8, r4, r3, lsl #3\n\t"
        "sub   r9, r5, r3, lsl #4\n\t"
        "rsb   r7, r3, #0\n\t"
        "and   r7, r7, #15\n\t"                  /* steps left out of the first 16: */
        "cmp   r3, #0\n\t"
        "it    eq\n\t"
        "moveq r7, #16\n\t"                      /* all, if there are none */
        "rsb   r7, r7, r7, lsl #3\n\t"
        "adr.w r10, 2f\n\t"
        "add   r10, r10, r7, lsl #3\n\t"
        "add   r10, r10, #1\n\t"                 /* Thumb */
        "add   r3, r2, #256\n\t"
        "push  {r8, r9}\n\t"
        "push  {r2, r3}\n\t"
        "push  {r10}\n\t"
        "push  {r5}\n\t"
        "push  {r6}\n\t"
        /* a point */
        "1:\n\t"
        "ldr   r2, [sp]\n\t"
        "ldr   r3, [sp, #4]\n\t"
        "ldr.w r12, [r1]\n\t"
        "ldr.w lr, [sp, #8]\n\t"
        "add   r2, r2, r3\n\t"
        "mov   r4, #0\n\t"
        "str   r2, [sp]\n\t"
        "mov   r5, #0\n\t"
        "ldr   r2, [r0]\n\t"
        "mov   r6, #0\n\t"
        "ldr   r3, [r0, #4]\n\t"
        "mov   r7, #0\n\t"
        "mov   r8, #0\n\t"
        "mov   r9, #0\n\t"
        "mov   r10, #0\n\t"
        "mov   r11, #0\n\t"
        "bx    lr\n\t"
        ".balign 4\n\t"
        /* 16 words */
        "2:\n\t"
        STEP STEP STEP STEP
        STEP STEP STEP STEP
        STEP STEP STEP STEP
        STEP STEP STEP STEP
        "ldr.w lr, [sp]\n\t"
        "cmp   r1, lr\n\t"
        "bne.w 2b\n\t"
        LAST_STEP
        "ldr   r2, [sp, #12]\n\t"
        "ldr.w r12, [sp, #20]\n\t"
        "ldr.w lr, [sp, #24]\n\t"
        "ldr   r3, [sp, #16]\n\t"
        "stm   r2!, {r4-r11}\n\t"
        "add   r0, r0, r12\n\t"
        "str   r2, [sp, #12]\n\t"
        "add   r1, r1, lr\n\t"
        "cmp   r2, r3\n\t"
        "bne.w 1b\n\t"
        "add   sp, sp, #28\n\t"
        "pop   {r4-r11, pc}\n\t");
}

/* A run of a fixed number of words, STEPS_BETWEEN the first and the last; LAST_BYTES: 8 times their number less one. On
   the stack: 0 sums, 4 their end, 8 from the last word of x to the next run. */
#define FIXED(STEPS_BETWEEN, LAST_BYTES)                \
    __asm__(                                            \
        "push  {r4-r11, lr}\n\t"                        \
        "ldm   r0, {r0, r1, r2, r3, r4}\n\t"            \
        "add   r3, r2, #256\n\t"                        \
        "sub   r4, r4, #" LAST_BYTES "\n\t"             \
        "push  {r2, r3, r4}\n\t"                        \
        "1:\n\t"                                        \
        "ldr.w r12, [r1]\n\t"                           \
        "ldr   r2, [r0]\n\t"                            \
        "ldr   r3, [r0, #4]\n\t"                        \
        FIRST_STEP                                      \
        STEPS_BETWEEN                                   \
        LAST_STEP                                       \
        "ldr   r2, [sp]\n\t"                            \
        "ldr   r3, [sp, #8]\n\t"                        \
        "add   r1, r1, #16\n\t"                         \
        "ldr.w r12, [sp, #4]\n\t"                       \
        "add   r0, r0, r3\n\t"                          \
        "stm   r2!, {r4-r11}\n\t"                       \
        "str   r2, [sp]\n\t"                            \
        "cmp   r2, r12\n\t"                             \
        "bne.w 1b\n\t"                                  \
        "add   sp, sp, #12\n\t"                         \
        "pop   {r4-r11, pc}\n\t")

NCN_HOT __attribute__((naked)) void ncn_m7_f45_points_3(__attribute__((unused)) const ncn_m7_f45_run *run) {
    FIXED(STEP, "16");
}

NCN_HOT __attribute__((naked)) void ncn_m7_f45_points_8(__attribute__((unused)) const ncn_m7_f45_run *run) {
    FIXED(STEP STEP STEP STEP STEP STEP, "56");
}

/* clang-format on */

#else

void ncn_m7_f45_points(const ncn_m7_f45_run *run) {
    for (int32_t point = 0; point < 8; point++) {
        const uint32_t *x = run->x + point * run->xBytes / 4, *w = run->w + point * run->wBytes / 4;
        int32_t *sums = run->sums + 8 * point;
        for (int32_t i = 0; i < 8; i++)
            sums[i] = 0;
        for (int32_t i = 0; i < run->words; i++, x += 2, w += 4)
            for (int32_t c = 0; c < 4; c++) {
                sums[2 * c] = ncn_smlad(w[c], x[0], sums[2 * c]);
                sums[2 * c + 1] = ncn_smlad(w[c], x[1], sums[2 * c + 1]);
            }
    }
}

void ncn_m7_f45_points_3(const ncn_m7_f45_run *run) {
    ncn_m7_f45_points(run);
}

void ncn_m7_f45_points_8(const ncn_m7_f45_run *run) {
    ncn_m7_f45_points(run);
}

#endif
