/* int8 convolution, eq. (2) and (3), weights in the layout paired, on a Cortex-M7: ncn_s8_conv2d_layout__ref. Two
   output rows at a time: their input rows are widened word by word in turn into the scratch, so a row of a window is
   one run for both; the weights are read in place. KERNELS.md, "int8: paired weights". */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_requantise.h"
#include "ncn_mem.h"
#include "ncn_section.h"
#include "ncn_window.h"

/* Runs of `quads` quads of taps: of both pixels, 4 words each, and of two pairs of output channels, 4 words each. */
typedef struct runs {
    const uint32_t *x, *w;
    int32_t quads, count;
    int32_t xWords, wWords; /* from one run to the next */
} runs;

/* clang-format off */

/* Two taps: 14 instructions, 8 cycles, 16 MACs; what the next two need is loaded two cycles ahead.

     a0 a1  sums of channel 0, of the first and the second pixel     x  inputs, the pixels' words in turn
     a2 a3  of channels 0 and 1, packed                              w  filters, two pairs of channels a step
     a4 a5  of channel 2                                             p  the step's word of the first pixel
     a6 a7  of channels 2 and 3, packed                              q  of the second pixel
     v      channels 0 and 1, then channel 0                         u  channels 2 and 3, then channel 2 */
#define STEP_WITH(V, P, Q)                     \
    "smlad %[a2], %[v], %[p], %[a2]\n\t"       \
    "ldr   %[u], [%[w], #4]\n\t"               \
    "smlad %[a3], %[v], %[q], %[a3]\n\t"       \
    "sxtb16 %[v], %[v]\n\t"                    \
    "smlad %[a6], %[u], %[p], %[a6]\n\t"       \
    "smlad %[a7], %[u], %[q], %[a7]\n\t"       \
    "sxtb16 %[u], %[u]\n\t"                    \
    "smlad %[a0], %[v], %[p], %[a0]\n\t"       \
    "smlad %[a1], %[v], %[q], %[a1]\n\t"       \
    V                                          \
    "smlad %[a4], %[u], %[p], %[a4]\n\t"       \
    P                                          \
    "smlad %[a5], %[u], %[q], %[a5]\n\t"       \
    Q

#define STEP STEP_WITH("ldr %[v], [%[w], #8]!\n\t", "ldr %[p], [%[x], #8]!\n\t", "ldr %[q], [%[x], #4]\n\t")

/* The same behind which nothing may be read. */
#define LAST_STEP STEP_WITH("", "", "")

/* clang-format on */

/* acc[2·c + p] for c = 0, 2: sum of x·w of that channel; for c = 1, 3: 256 times that of channel c and once that of c
 * - 1. */
NCN_HOT static __attribute__((noinline)) void multiply(const runs *r, int32_t acc[8]) {
    int32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0;
    const uint32_t *x = r->x, *w = r->w;
#if defined(__ARM_FEATURE_DSP) && !defined(__clang__)
    for (int32_t row = 0; row < r->count; row++) {
        const uint32_t *const last = w + 4 * r->quads - 2; /* the run's last step */
        uint32_t p, q, u, v;
        /* clang-format off */
        __asm__ volatile(
            "ldr   %[v], [%[w]]\n\t"
            "ldr   %[p], [%[x]]\n\t"
            "ldr   %[q], [%[x], #4]\n\t"
            "b     2f\n\t"
            "1:\n\t"
            STEP
            "2:\n\t"
            STEP
            "ldr   %[u], %[last]\n\t"
            "cmp   %[w], %[u]\n\t"
            "bne   1b\n\t"
            LAST_STEP
            : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3), [a4] "+r"(a4), [a5] "+r"(a5), [a6] "+r"(a6),
              [a7] "+r"(a7), [w] "+r"(w), [x] "+r"(x), [p] "=&r"(p), [q] "=&r"(q), [u] "=&r"(u), [v] "=&r"(v)
            : [last] "m"(last)
            : "cc", "memory");
        /* clang-format on */
        x += r->xWords - (4 * r->quads - 2), w += r->wWords - (4 * r->quads - 2);
    }
#else
    for (int32_t row = 0; row < r->count; row++, x += r->xWords, w += r->wWords)
        for (int32_t i = 0; i < 4 * r->quads; i += 2) {
            const uint32_t even0 = ncn_sxtb16(w[i]), even1 = ncn_sxtb16(w[i + 1]);
            a0 = ncn_smlad(even0, x[i], a0), a1 = ncn_smlad(even0, x[i + 1], a1);
            a2 = ncn_smlad(w[i], x[i], a2), a3 = ncn_smlad(w[i], x[i + 1], a3);
            a4 = ncn_smlad(even1, x[i], a4), a5 = ncn_smlad(even1, x[i + 1], a5);
            a6 = ncn_smlad(w[i + 1], x[i], a6), a7 = ncn_smlad(w[i + 1], x[i + 1], a7);
        }
#endif
    acc[0] = a0, acc[1] = a1, acc[2] = a2, acc[3] = a3, acc[4] = a4, acc[5] = a5, acc[6] = a6, acc[7] = a7;
}

/* The odd channels' sums out of the pairs', and what each accumulator starts from. */
static void finish(int32_t acc[8], const int32_t start[NCN_M7_BLOCK]) {
    for (int32_t p = 0; p < 2; p++)
        for (int32_t c = 0; c < NCN_M7_BLOCK; c += 2) {
            const int32_t even = acc[2 * c + p];
            const int32_t odd = (int32_t)((uint32_t)acc[2 * c + 2 + p] - (uint32_t)even) >> 8;
            acc[2 * c + p] = start[c] + even;
            acc[2 * c + 2 + p] = start[c + 1] + odd;
        }
}

/* Input row y, if it exists, as pixel `pixel` of a row of the scratch; else 0. */
NCN_HOT static void widen_row(const ncn_kernel_args *a, uint32_t *dst, int32_t y, int32_t pixel) {
    const bool inside = y >= 0 && y < a->inH;
    const int8_t *src = (const int8_t *)a->src0 + (inside ? (intptr_t)y * a->inW * a->inC : 0);
    for (int32_t i = a->inW * a->inC; i > 0; i -= 4, dst += 4) {
        const uint32_t v = inside ? ncn_load4(src) : 0;
        src += inside ? 4 : 0;
        dst[pixel] = ncn_sxtb16(v);
        dst[2 + pixel] = ncn_sxtb16_odd(v);
    }
}

/* Output rows oy and, if it exists, oy + 1, of 4 output channels. */
static void two_rows(const ncn_kernel_args *a, int32_t oy, int32_t channel) {
    const ncn_span y0 = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
    const ncn_span y1 = ncn_span_of(oy + 1 < a->outH ? oy + 1 : oy, a->stride, a->padH, a->kH, a->inH);
    const int32_t from = y0.begin < y1.begin ? y0.begin : y1.begin, to = y0.end > y1.end ? y0.end : y1.end;
    const int32_t channels = a->outC - channel < NCN_M7_BLOCK ? a->outC - channel : NCN_M7_BLOCK;
    const uint32_t *weights = (const uint32_t *)a->weight + channel / NCN_M7_BLOCK * a->kH * a->kW * a->inC;
    int8_t *dst = (int8_t *)a->dst + (intptr_t)oy * a->outW * a->outC + channel;
    int32_t start[NCN_M7_BLOCK], acc[8];
    for (int32_t c = 0; c < NCN_M7_BLOCK; c++)
        start[c] = ncn_m7_start(a, channel + c);
    for (int32_t ox = 0; ox < a->outW; ox++, dst += a->outC) {
        const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
        const runs r = {
            .x = (const uint32_t *)a->scratch + (from * a->inW + x.origin + x.begin) * a->inC,
            .w = weights + (from * a->kW + x.begin) * a->inC,
            .quads = (x.end - x.begin) * a->inC / 4,
            .count = to - from,
            .xWords = a->inW * a->inC,
            .wWords = a->kW * a->inC,
        };
        multiply(&r, acc);
        finish(acc, start);
        ncn_m7_store_block(dst, acc, channels, a);
        if (oy + 1 < a->outH)
            ncn_m7_store_block(dst + (intptr_t)a->outW * a->outC, acc + 1, channels, a);
    }
}

ncn_status ncn_s8_conv2d_paired__m7(const ncn_kernel_args *a) {
    for (int32_t oy = 0; oy < a->outH; oy += 2) {
        uint32_t *row = (uint32_t *)a->scratch;
        for (int32_t ky = 0; ky < a->kH; ky++, row += a->inW * a->inC) {
            const int32_t y = oy * a->stride - a->padH + ky;
            widen_row(a, row, y, 0);
            widen_row(a, row, y + a->stride, 1);
        }
        for (int32_t channel = 0; channel < a->outC; channel += NCN_M7_BLOCK)
            two_rows(a, oy, channel);
    }
    return NCN_OK;
}
