/* int8 depthwise convolution on a Cortex-M7: ncn_s8_depthwise__ref for windows of 3 x 3 and channels a multiple of 4,
   by pairs of rows in the workspace (KERNELS.md, "int8: depthwise"); others, and without workspace, by the reference.
 */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_requantise.h"
#include "ncn_mem.h"
#include "ncn_section.h"

enum { TAPS = 3, QUAD = 4, FILTER_WORDS = 2 * TAPS + 1 };

/* How the map is divided: bands of steps of output rows, groups of channels. A step is four output rows at stride 1,
   two at stride 2, from three pairs of input rows; the last pair is the next step's first. */
typedef struct plan {
    int32_t columns;   /* of a row with its padding, as far as windows reach */
    int32_t rows;      /* output rows of a step */
    int32_t steps;     /* of the map */
    int32_t band;      /* steps whose pairs are there at once */
    int32_t channels;  /* of a group */
    uint32_t *filters; /* [channels][7] */
    uint32_t *pairs;   /* [channels][columns][2·band + 1] */
} plan;

static int32_t pairs_of(int32_t steps) {
    return 2 * steps + 1;
}

/* False if not even four channels of one step fit. */
static bool divide(plan *p, const ncn_kernel_args *a) {
    const int32_t words = a->workspaceBytes / 4;
    p->columns = (a->outW - 1) * a->stride + TAPS;
    p->rows = a->stride == 1 ? 4 : 2;
    p->steps = (a->outH + p->rows - 1) / p->rows;
    p->channels = a->inC;
    const int32_t few = p->steps < 2 ? p->steps : 2;
    while (p->channels > QUAD && p->channels * (FILTER_WORDS + p->columns * pairs_of(few)) > words)
        p->channels = (p->channels / 2 + QUAD - 1) / QUAD * QUAD;
    const int32_t most = (words / p->channels - FILTER_WORDS) / p->columns;
    p->band = (most - 1) / 2 < p->steps ? (most - 1) / 2 : p->steps;
    p->filters = (uint32_t *)a->workspace;
    p->pairs = p->filters + p->channels * FILTER_WORDS;
    return most >= pairs_of(1);
}

/* The filters of channels from .. end - 1: of each column (w0, w1) and (w1, w2), then the bias with the term that
 * rounds. */
static void pack(const plan *p, const ncn_kernel_args *a, int32_t from, int32_t end) {
    uint32_t *to = p->filters;
    for (int32_t c = from; c < end; c++) {
        const int8_t *w = (const int8_t *)a->weight + c;
        for (int32_t k = 0; k < TAPS; k++, w += a->inC) {
            const uint32_t w1 = (uint32_t)w[TAPS * a->inC];
            *to++ = ncn_low_halves((uint32_t)w[0], w1);
            *to++ = ncn_low_halves(w1, (uint32_t)w[2 * TAPS * a->inC]);
        }
        *to++ = (uint32_t)ncn_m7_start(a, c);
    }
}

/* A pair of rows of four channels, column by column: word (upper, lower) of each channel to its plane, `plane` words
   apart; rows outside the image are a zero with step 0. */
NCN_HOT static void widen(uint32_t *to, int32_t plane, int32_t step, const int8_t *upper, int32_t upperStep,
                          const int8_t *lower, int32_t lowerStep, int32_t columns) {
    for (; columns > 0; columns--, upper += upperStep, lower += lowerStep, to += step) {
        const uint32_t u = *(const uint32_t *)(const void *)upper, v = *(const uint32_t *)(const void *)lower;
        const uint32_t low = ncn_low_halves(u, v), high = ncn_high_halves(u, v); /* u0 u1 v0 v1, u2 u3 v2 v3 */
        to[0] = ncn_sxtb16(low);
        to[plane] = ncn_sxtb16_odd(low);
        to[2 * plane] = ncn_sxtb16(high);
        to[3 * plane] = ncn_sxtb16_odd(high);
    }
}

/* Columns of a row that lie inside the image. */
static int32_t inside_of(const plan *p, const ncn_kernel_args *a) {
    return a->inW < p->columns - a->padW ? a->inW : p->columns - a->padW;
}

/* The columns of padding, which nothing else is written to. */
static void clear_padding(const plan *p, const ncn_kernel_args *a) {
    const int32_t pairs = pairs_of(p->band), before = a->padW * pairs, behind = before + inside_of(p, a) * pairs;
    uint32_t *plane = p->pairs;
    for (int32_t c = 0; c < p->channels; c++, plane += p->columns * pairs) {
        ncn_fill(plane, 0, 4 * (size_t)before);
        ncn_fill(plane + behind, 0, 4 * (size_t)(p->columns * pairs - behind));
    }
}

/* The pairs of a band of channels channel .. channel + 3, from padded row 2·first on; columns of padding stay 0. */
static void widen_quad(const plan *p, const ncn_kernel_args *a, uint32_t *to, int32_t channel, int32_t first) {
    static const uint32_t zero = 0;
    const int32_t pairs = pairs_of(p->band), plane = p->columns * pairs, inside = inside_of(p, a);
    to += a->padW * pairs;
    for (int32_t i = 0; i < pairs; i++, to++) {
        const int8_t *row[2];
        int32_t step[2];
        for (int32_t half = 0; half < 2; half++) {
            const int32_t y = 2 * (first + i) + half - a->padH;
            const bool outside = y < 0 || y >= a->inH;
            row[half] = outside ? (const int8_t *)&zero : (const int8_t *)a->src0 + y * a->inW * a->inC + channel;
            step[half] = outside ? 0 : a->inC;
        }
        widen(to, plane, pairs, row[0], step[0], row[1], step[1], inside);
    }
}

/* SMLA<x><y>: one product of halfwords. */
static inline int32_t low_by_high(uint32_t x, uint32_t y, int32_t acc) {
    return acc + (int16_t)(uint16_t)x * (int16_t)(uint16_t)(y >> 16);
}
static inline int32_t high_by_low(uint32_t x, uint32_t y, int32_t acc) {
    return acc + (int16_t)(uint16_t)(x >> 16) * (int16_t)(uint16_t)y;
}

typedef struct step_args {
    const uint32_t *filter; /* of the first channel */
    const uint32_t *pairs;  /* its first pair in the window's first column */
    int8_t *dst;
    int32_t channels, plane, columnWords, rowBytes, shift, rows; /* rows: output rows that there are */
} step_args;

enum { MOST_ROWS = 4 };

/* The first `rows` outputs of a step at one column, for all channels. */
static inline __attribute__((always_inline)) void step(const step_args *s, int32_t stride, int32_t rows, bool relu) {
    const uint32_t *w = s->filter, *const end = w + s->channels * FILTER_WORDS, *p = s->pairs;
    const int32_t shift = s->shift, columnWords = s->columnWords, next = s->plane - TAPS * columnWords;
    const int32_t rowBytes = s->rowBytes;
    int8_t *dst = s->dst;
    while (w != end) {
        int32_t acc[MOST_ROWS];
        acc[0] = acc[1] = acc[2] = acc[3] = (int32_t)w[2 * TAPS];
        for (int32_t k = 0; k < TAPS; k++, p += columnWords, w += 2) {
            const uint32_t upper = w[0], lower = w[1], x = p[0], y = p[1];
            acc[0] = ncn_smlad(x, upper, acc[0]);
            if (rows > 1)
                acc[1] = stride == 1 ? high_by_low(x, upper, acc[1]) : ncn_smlad(y, upper, acc[1]);
            acc[0] = low_by_high(y, lower, acc[0]);
            if (rows > 1)
                acc[1] = stride == 1 ? ncn_smlad(y, lower, acc[1]) : low_by_high(p[2], lower, acc[1]);
            if (rows > 2) {
                acc[2] = ncn_smlad(y, upper, acc[2]);
                acc[3] = high_by_low(y, upper, acc[3]);
                acc[2] = low_by_high(p[2], lower, acc[2]);
                acc[3] = ncn_smlad(p[2], lower, acc[3]);
            }
        }
        w++;
        p += next;
        int8_t *to = dst++;
        for (int32_t i = 0; i < rows; i++, to += rowBytes)
            *to = (int8_t)(relu ? ncn_usat7(acc[i] >> shift) : ncn_ssat8(acc[i] >> shift));
    }
}

NCN_HOT __attribute__((noinline)) static void step1(const step_args *s) {
    step(s, 1, MOST_ROWS, false);
}
NCN_HOT __attribute__((noinline)) static void step1_relu(const step_args *s) {
    step(s, 1, MOST_ROWS, true);
}
NCN_HOT __attribute__((noinline)) static void step2(const step_args *s) {
    step(s, 2, 2, false);
}
NCN_HOT __attribute__((noinline)) static void step2_relu(const step_args *s) {
    step(s, 2, 2, true);
}

/* The first row of a step, as at either stride; the first two at stride 1. */
static __attribute__((noinline)) void one_row(const step_args *s, bool relu) {
    if (relu)
        step(s, 1, 1, true);
    else
        step(s, 1, 1, false);
}
static __attribute__((noinline)) void two_rows(const step_args *s, bool relu) {
    if (relu)
        step(s, 1, 2, true);
    else
        step(s, 1, 2, false);
}

/* The last rows of a map, fewer than a step has. */
static void last_rows(step_args s, bool relu) {
    for (; s.rows >= 2; s.rows -= 2, s.pairs++, s.dst += 2 * s.rowBytes)
        two_rows(&s, relu);
    if (s.rows > 0)
        one_row(&s, relu);
}

static void run_band(const plan *p, const ncn_kernel_args *a, int32_t channel, int32_t channels, int32_t first) {
    const int32_t pairs = pairs_of(p->band), steps = p->steps - first < p->band ? p->steps - first : p->band;
    void (*const whole)(const step_args *) = a->stride == 1 ? a->relu ? step1_relu : step1
                                             : a->relu      ? step2_relu
                                                            : step2;
    step_args s = {.filter = p->filters,
                   .channels = channels,
                   .plane = p->columns * pairs,
                   .columnWords = pairs,
                   .rowBytes = a->outW * a->outC,
                   .shift = a->shift};
    for (int32_t i = 0; i < steps; i++) {
        const int32_t oy = (first + i) * p->rows;
        s.rows = a->outH - oy;
        for (int32_t ox = 0; ox < a->outW; ox++) {
            s.pairs = p->pairs + ox * a->stride * pairs + 2 * i;
            s.dst = (int8_t *)a->dst + (oy * a->outW + ox) * a->outC + channel;
            if (s.rows >= p->rows)
                whole(&s);
            else
                last_rows(s, a->relu);
        }
    }
}

ncn_status ncn_s8_depthwise__m7(const ncn_kernel_args *a) {
    plan p;
    if (a->kH != TAPS || a->kW != TAPS || a->inC % QUAD != 0 || !divide(&p, a))
        return ncn_s8_depthwise__ref(a);
    clear_padding(&p, a);
    for (int32_t channel = 0; channel < a->inC; channel += p.channels) {
        const int32_t end = a->inC - channel < p.channels ? a->inC : channel + p.channels;
        pack(&p, a, channel, end);
        for (int32_t first = 0; first < p.steps; first += p.band) {
            uint32_t *to = p.pairs;
            for (int32_t c = channel; c < end; c += QUAD, to += QUAD * p.columns * pairs_of(p.band))
                widen_quad(&p, a, to, c, 2 * first);
            run_band(&p, a, channel, end - channel, first);
        }
    }
    return NCN_OK;
}
