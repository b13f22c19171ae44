/* See ncn_m7_depthwise.h. The loops need all 14 registers of the core. From the C form gcc 12 makes 35 instructions a
   step at stride 1, with the filter loaded anew; the assembly has 23, in 14 cycles. */
#include "ncn_m7_depthwise.h"

#include "ncn_section.h"

enum { PAIR = NCN_M7_DEPTHWISE_PAIR_WORDS, QUAD = NCN_M7_DEPTHWISE_CHANNELS, TAPS = NCN_M7_DEPTHWISE_TAPS };

/* SMLA<x><y>: one product of halfwords. */
static inline int32_t low_by_high(uint32_t x, uint32_t y, int32_t acc) {
    return acc + (int16_t)(uint16_t)x * (int16_t)(uint16_t)(y >> 16);
}
static inline int32_t high_by_low(uint32_t x, uint32_t y, int32_t acc) {
    return acc + (int16_t)(uint16_t)(x >> 16) * (int16_t)(uint16_t)y;
}

/* The steps of one channel. */
static inline void channel(const uint32_t *p, const uint32_t *end, const uint32_t *w, int32_t start, int8_t *out,
                           int32_t stride, int32_t shift, bool relu) {
    for (; p != end; p += stride * PAIR, out += 2 * QUAD) {
        int32_t first = start, second = start;
        for (int32_t k = 0; k < TAPS; k++) {
            const uint32_t x = p[QUAD * k], y = p[PAIR + QUAD * k], upper = w[2 * k], lower = w[2 * k + 1];
            first = low_by_high(y, lower, ncn_smlad(x, upper, first));
            second = stride == 1 ? high_by_low(x, upper, ncn_smlad(y, lower, second))
                                 : low_by_high(p[2 * PAIR + QUAD * k], lower, ncn_smlad(y, upper, second));
        }
        out[0] = (int8_t)(relu ? ncn_usat7(first >> shift) : ncn_ssat8(first >> shift));
        out[QUAD] = (int8_t)(relu ? ncn_usat7(second >> shift) : ncn_ssat8(second >> shift));
    }
}

static inline __attribute__((always_inline)) void column(const ncn_m7_depthwise *d, int32_t stride, int32_t shift,
                                                         bool relu) {
    for (int32_t c = 0; c < QUAD * d->quads; c++) {
        const uint32_t *p = d->pairs + c / QUAD * (d->quadBytes / 4) + c % QUAD;
        channel(p, p + d->pairBytes / 4, d->filters + NCN_M7_DEPTHWISE_FILTER_WORDS * c, d->starts[c],
                d->out + c / QUAD * d->outBytes + c % QUAD, stride, shift, relu);
    }
}

static __attribute__((noinline)) void column1(const ncn_m7_depthwise *d, int32_t shift, bool relu) {
    column(d, 1, shift, relu);
}
static __attribute__((noinline)) void column2(const ncn_m7_depthwise *d, int32_t shift, bool relu) {
    column(d, 2, shift, relu);
}

static void by_shift(const ncn_m7_depthwise *d, int32_t stride, int32_t shift, bool relu) {
    if (stride == 1)
        column1(d, shift, relu);
    else
        column2(d, shift, relu);
}

#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)

/* clang-format off */

#pragma GCC diagnostic ignored "-Wunused-parameter" /* the assembly uses them */

/* A channel after the other, in registers:

     r0  the step's first pair, this channel        r8 r9 r10  a pair of the three columns
     r1  out                                        r11        accumulator of the step's first row
     r2 r4 r6  (w0, w1) of the three columns        r12        accumulator of its second row
     r3 r5 r7  (w1, w2)                             lr         what they start from

   On the stack: 0 LAST, what r0 has reached when the last step compares, 4 filters, 8 starts, 12 the next channel's
   pairs, 16 its out, 20 from the first step's pairs to LAST, 24 quads left, 28 from one quad's pairs and 32 out to the
   next one's, both from the fourth channel's on. Two instructions of a line issue together; a product can be shifted
   three cycles after it, a loaded word multiplied after two. */
#define CHANNELS(TO_LAST, FIRST, STEP)                                  \
    __asm__ volatile(                                                   \
        "push  {r4-r11, lr}\n\t"                                        \
        "mov   r12, r0\n\t"                                             \
        "sub   sp, sp, #36\n\t"                                         \
        "ldm   r12!, {r0-r5}\n\t"                                       \
        "ldm   r12, {r6, r7}\n\t"                                       \
        TO_LAST                                                         \
        "sub   r6, r6, #16\n\t"                                         \
        "sub   r7, r7, #4\n\t"                                          \
        "strd  r1, r2, [sp, #4]\n\t"                                    \
        "strd  r4, r5, [sp, #20]\n\t"                                   \
        "strd  r6, r7, [sp, #28]\n\t"                                   \
        "mov   r1, r3\n"                                                \
        "1:\n\t"                                                        \
        "ldr   r4, [sp, #20]\n\t"                                       \
        "add   r4, r4, r0\n\t"                                          \
        "str   r4, [sp]\n"                                              \
        "2:\n\t"                                                        \
        "ldrd  r11, r12, [sp, #4]\n\t"                                  \
        "add   r2, r0, #4\n\t"          "ldr   r8, [r0]\n\t"           \
        "add   r3, r1, #1\n\t"          "ldr   r9, [r0, #16]\n\t"      \
        "strd  r2, r3, [sp, #12]\n\t"                                   \
        "ldm   r11, {r2-r7}\n\t"                                        \
        "ldr   lr, [r12], #4\n\t"       "add   r11, r11, #40\n\t"      \
        "strd  r11, r12, [sp, #4]\n\t"                                  \
        FIRST                                                           \
        "3:\n\t"                                                        \
        STEP                                                            \
        "blo   3b\n\t"                                                  \
        "ldrd  r0, r1, [sp, #12]\n\t"                                   \
        "tst   r0, #15\n\t"                                             \
        "bne   2b\n\t"                                                  \
        "ldrd  r2, r3, [sp, #24]\n\t"                                   \
        "ldr   r4, [sp, #32]\n\t"       "subs  r2, r2, #1\n\t"         \
        "add   r0, r0, r3\n\t"          "str   r2, [sp, #24]\n\t"      \
        "add   r1, r1, r4\n\t"                                          \
        "bne   1b\n\t"                                                  \
        "add   sp, sp, #36\n\t"                                         \
        "pop   {r4-r11, pc}\n\t")

/* Stride 1. x: the first pair, y: the second. The second row is x1·w0 + y·(w1, w2), the first x·(w0, w1) + y0·w2. */
#define FIRST1                          \
    "smlatb r12, r8, r2, lr\n\t"     "ldr   r10, [r0, #32]\n\t"       \
    "smlatb r12, r9, r4, r12\n\t"                                    \
    "smlatb r12, r10, r6, r12\n"

#define STEP1(SATURATE)                                             \
    "smlad r11, r8, r2, lr\n\t"    "ldr   r8, [r0, #48]\n\t"        \
    "smlad r11, r9, r4, r11\n\t"   "ldr   r9, [r0, #64]\n\t"        \
    "smlad r11, r10, r6, r11\n\t"  "ldr   r10, [r0, #80]\n\t"       \
    "smlad r12, r8, r3, r12\n\t"   "add   r0, r0, #48\n\t"          \
    "smlad r12, r9, r5, r12\n\t"                                    \
    "smlad r12, r10, r7, r12\n\t"                                   \
    "smlabt r11, r8, r3, r11\n\t"                                   \
    "smlabt r11, r9, r5, r11\n\t"                                   \
    SATURATE("r12")                "smlabt r11, r10, r7, r11\n\t"   \
    "strb  r12, [r1, #4]\n\t"      "ldr   r12, [sp]\n\t"            \
    "cmp   r0, r12\n\t"            "smlatb r12, r8, r2, lr\n\t"     \
    SATURATE("r11")                "smlatb r12, r9, r4, r12\n\t"    \
    "strb  r11, [r1], #8\n\t"                                       \
    "smlatb r12, r10, r6, r12\n\t"

/* Stride 2. Pairs x, y, z; the first row is x·(w0, w1) + y0·w2, the second y·(w0, w1) + z0·w2. A step begins with the
   first row's second half. */
#define FIRST2                                                      \
    "ldr   r10, [r0, #32]\n\t"                                        \
    "smlad r11, r8, r2, lr\n\t"    "ldr   r8, [r0, #48]\n\t"        \
    "smlad r11, r9, r4, r11\n\t"   "ldr   r9, [r0, #64]\n\t"        \
    "smlad r11, r10, r6, r11\n"

#define STEP2(SATURATE)                                             \
    "smlabt r11, r8, r3, r11\n\t"  "ldr   r10, [r0, #80]\n\t"       \
    "smlabt r11, r9, r5, r11\n\t"                                   \
    "smlad r12, r8, r2, lr\n\t"    "ldr   r8, [r0, #96]\n\t"        \
    "smlabt r11, r10, r7, r11\n\t"                                  \
    "smlad r12, r9, r4, r12\n\t"   "ldr   r9, [r0, #112]\n\t"       \
    "smlad r12, r10, r6, r12\n\t"  "ldr   r10, [r0, #128]\n\t"      \
    SATURATE("r11")                "smlabt r12, r8, r3, r12\n\t"    \
    "strb  r11, [r1], #4\n\t"      "ldr   r11, [sp]\n\t"            \
    "cmp   r0, r11\n\t"            "smlabt r12, r9, r5, r12\n\t"    \
    "add   r0, r0, #96\n\t"       "smlabt r12, r10, r7, r12\n\t"    \
    "smlad r11, r8, r2, lr\n\t"    "ldr   r8, [r0, #48]\n\t"        \
    "smlad r11, r9, r4, r11\n\t"   "ldr   r9, [r0, #64]\n\t"        \
    SATURATE("r12")                "smlad r11, r10, r6, r11\n\t"    \
    "strb  r12, [r1], #4\n\t"

#define SIGNED(R) "ssat  " R ", #8, " R ", asr #12\n\t"
#define RELU(R) "usat  " R ", #7, " R ", asr #12\n\t"

NCN_HOT __attribute__((naked, noinline)) static void signed1(const ncn_m7_depthwise *d) {
    CHANNELS("", FIRST1, STEP1(SIGNED));
}
NCN_HOT __attribute__((naked, noinline)) static void relu1(const ncn_m7_depthwise *d) {
    CHANNELS("", FIRST1, STEP1(RELU));
}
NCN_HOT __attribute__((naked, noinline)) static void signed2(const ncn_m7_depthwise *d) {
    CHANNELS("sub   r4, r4, #96\n\t", FIRST2, STEP2(SIGNED));
}
NCN_HOT __attribute__((naked, noinline)) static void relu2(const ncn_m7_depthwise *d) {
    CHANNELS("sub   r4, r4, #96\n\t", FIRST2, STEP2(RELU));
}

/* In registers: r4 r5 rows of a pair, r6 r7 their halves together, r8 ... r11 its words, r12 two rows. */
NCN_HOT __attribute__((naked)) void ncn_m7_depthwise_widen(uint32_t *to, const int8_t *src, int32_t rowBytes,
                                                           int32_t pairs, int32_t quads, int32_t quadBytes) {
    __asm__ volatile(
        "push  {r0, r1, r3-r11, lr}\n\t"
        "lsl   r12, r2, #1\n"
        "1:\n\t"
        "ldrd  r0, r1, [sp]\n\t"
        "ldr   r3, [sp, #8]\n\t"
        "ldr   r4, [r1]\n\t"
        "ldr   r5, [r1, r2]\n\t"
        "sub   r0, r0, #48\n\t"
        "add   r1, r1, r12\n"
        "2:\n\t"
        "pkhbt r6, r4, r5, lsl #16\n\t"  "subs  r3, r3, #1\n\t"
        "pkhtb r7, r5, r4, asr #16\n\t"  "beq   3f\n\t"
        "sxtb16 r8, r6\n\t"              "ldr   r4, [r1]\n\t"
        "sxtb16 r9, r6, ror #8\n\t"      "ldr   r5, [r1, r2]\n\t"
        "sxtb16 r10, r7\n\t"             "str   r8, [r0, #48]!\n\t"
        "sxtb16 r11, r7, ror #8\n\t"     "str   r9, [r0, #4]\n\t"
        "str   r10, [r0, #8]\n\t"        "add   r1, r1, r12\n\t"
        "str   r11, [r0, #12]\n\t"       "b     2b\n"
        "3:\n\t"
        "sxtb16 r8, r6\n\t"              "ldr   r3, [sp, #48]\n\t"
        "sxtb16 r9, r6, ror #8\n\t"      "ldr   r4, [sp]\n\t"
        "sxtb16 r10, r7\n\t"             "str   r8, [r0, #48]!\n\t"
        "sxtb16 r11, r7, ror #8\n\t"     "str   r9, [r0, #4]\n\t"
        "ldr   r5, [sp, #52]\n\t"        "subs  r3, r3, #1\n\t"
        "str   r10, [r0, #8]\n\t"        "add   r4, r4, r5\n\t"
        "ldr   r6, [sp, #4]\n\t"         "str   r11, [r0, #12]\n\t"
        "add   r6, r6, #4\n\t"           "str   r3, [sp, #48]\n\t"
        "strd  r4, r6, [sp]\n\t"
        "bne   1b\n\t"
        "pop   {r0, r1, r3-r11, pc}\n\t");
}

/* clang-format on */

void ncn_m7_depthwise_column(const ncn_m7_depthwise *d, int32_t stride, int32_t shift, bool relu) {
    if (shift != NCN_M7_DEPTHWISE_SHIFT)
        by_shift(d, stride, shift, relu);
    else if (stride == 1)
        relu ? relu1(d) : signed1(d);
    else
        relu ? relu2(d) : signed2(d);
}

#else

void ncn_m7_depthwise_widen(uint32_t *to, const int8_t *src, int32_t rowBytes, int32_t pairs, int32_t quads,
                            int32_t quadBytes) {
    for (; quads > 0; quads--, to += quadBytes / 4, src += NCN_M7_DEPTHWISE_CHANNELS)
        for (int32_t i = 0; i < pairs; i++) {
            const int8_t *const row = src + 2 * i * rowBytes;
            ncn_m7_depthwise_pair(to + PAIR * i, ncn_load4(row), ncn_load4(row + rowBytes));
        }
}

void ncn_m7_depthwise_column(const ncn_m7_depthwise *d, int32_t stride, int32_t shift, bool relu) {
    by_shift(d, stride, shift, relu);
}

#endif
