/* int8 depthwise convolution on a Cortex-M7: ncn_s8_depthwise__ref for windows of 3 x 3 and channels a multiple of 4,
   by columns of pairs of rows in the workspace (KERNELS.md, "int8: depthwise"); others, and without workspace, by the
   reference. */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_depthwise.h"

enum {
    TAPS = NCN_M7_DEPTHWISE_TAPS,
    QUAD = NCN_M7_DEPTHWISE_CHANNELS,
    PAIR_WORDS = NCN_M7_DEPTHWISE_PAIR_WORDS,
    FILTER_WORDS = NCN_M7_DEPTHWISE_FILTER_WORDS,
    LINE = 32,       /* channels of a line of the cache: groups of fewer read it several times */
    LEAST_SHIFT = 4, /* weights stay halfwords if they are scaled by 2^8 */
};

/* How the layer is divided: bands of steps of two output rows, groups of channels. */
typedef struct plan {
    int32_t steps;     /* of a band */
    int32_t pairs;     /* of rows that a band reads */
    int32_t channels;  /* of a group */
    int32_t shift;     /* of the scaled sums */
    int32_t *starts;   /* [channels] */
    uint32_t *filters; /* [channels][10] */
    uint32_t *columns; /* [channels / 4][pairs][12] */
    int8_t *out;       /* [channels / 4][2·steps][4] */
} plan;

static int32_t pairs_of(const ncn_kernel_args *a, int32_t steps) {
    return a->stride == 1 ? steps + 1 : 2 * steps + 2;
}

static bool fits(const plan *p, const ncn_kernel_args *a) {
    const int64_t quadWords = PAIR_WORDS * (int64_t)pairs_of(a, p->steps) + 2 * p->steps;
    return p->channels * (1 + FILTER_WORDS) + p->channels / QUAD * quadWords <= a->workspaceBytes / 4;
}

static int32_t half(int32_t n) {
    return (n + 1) / 2;
}

/* False if not even one step of four channels fits. */
static bool divide(plan *p, const ncn_kernel_args *a) {
    const bool scaled = a->shift >= LEAST_SHIFT && a->shift <= NCN_M7_DEPTHWISE_SHIFT;
    *p = (plan){.steps = half(a->outH), .channels = a->inC, .shift = scaled ? NCN_M7_DEPTHWISE_SHIFT : a->shift};
    while (!fits(p, a) && p->channels + p->steps > QUAD + 1)
        if (p->channels > LINE || p->steps == 1)
            p->channels = half(p->channels / QUAD) * QUAD;
        else
            p->steps = half(p->steps);
    p->pairs = pairs_of(a, p->steps);
    p->starts = (int32_t *)a->workspace;
    p->filters = (uint32_t *)(p->starts + p->channels);
    p->columns = p->filters + p->channels * FILTER_WORDS;
    p->out = (int8_t *)(p->columns + p->channels / QUAD * PAIR_WORDS * p->pairs);
    return fits(p, a);
}

/* Filters and starts of channels from .. from + channels - 1, scaled so that the shift is p->shift. Scaled sums must
   fit: a start that saturates the result whatever the products are, |sum| <= 9·128·127 < 2^18, may as well be 2^(18 +
   shift). */
static void pack(const plan *p, const ncn_kernel_args *a, int32_t from, int32_t channels) {
    const int32_t rowBytes = TAPS * a->inC, scale = p->shift - a->shift;
    const int32_t limit = scale > 0 ? (int32_t)(1u << (18 + a->shift)) : INT32_MAX;
    const int32_t round = a->shift > 0 ? (int32_t)(1u << (a->shift - 1)) : 0;
    const int8_t *w = (const int8_t *)a->weight + from;
    uint32_t *to = p->filters;
    for (int32_t c = 0; c < channels; c++, w++, to += FILTER_WORDS) {
        int32_t start = a->bias[from + c] + round;
        start = start > limit ? limit : start;
        start = start < -limit ? -limit : start;
        p->starts[c] = start * (int32_t)(1u << scale);
        const int8_t *tap = w;
        for (int32_t k = 0; k < TAPS; k++, tap += a->inC) {
            const uint32_t w1 = (uint32_t)tap[rowBytes] << scale;
            to[2 * k] = ncn_low_halves((uint32_t)tap[0] << scale, w1);
            to[2 * k + 1] = ncn_low_halves(w1, (uint32_t)tap[2 * rowBytes] << scale);
        }
        for (int32_t i = 0; i < FILTER_WORDS - 2 * TAPS; i++)
            to[2 * TAPS + i] = to[i];
    }
}

/* The pairs of a band: one whose upper row is above the image, `inside`, one whose lower row is below it, `outside`. */
typedef struct rows {
    int32_t y; /* of the first pair's upper row */
    bool above, below;
    int32_t inside, outside;
} rows;

static rows rows_of(const plan *p, const ncn_kernel_args *a, int32_t first) {
    const int32_t y = 2 * first * a->stride - a->padH, above = y < 0;
    const int32_t left = a->inH - y > 2 * above ? a->inH - y - 2 * above : 0, most = p->pairs - above;
    const int32_t inside = left / 2 < most ? left / 2 : most;
    const bool below = inside < most && left % 2 != 0;
    return (rows){y, above, below, inside, most - inside - below};
}

/* n pairs of a column with zeros. */
static void clear(uint32_t *to, int32_t n, int32_t quads, int32_t quadWords) {
    for (; quads > 0; quads--, to += quadWords) {
        uint32_t *at = to;
#pragma GCC unroll 2
        for (int32_t i = 0; i < n; i++, at += PAIR_WORDS) {
            ncn_store_pair(at, 0, 0);
            ncn_store_pair(at + 2, 0, 0);
        }
    }
}

/* Column x of the image, channels from `channel` on, to a column of a band's pairs. */
static void fill_column(const plan *p, const ncn_kernel_args *a, const rows *r, uint32_t *to, int32_t channel,
                        int32_t x, int32_t quads) {
    const int32_t quadWords = PAIR_WORDS * p->pairs, rowBytes = a->inW * a->inC;
    const int8_t *src = (const int8_t *)a->src0 + r->y * rowBytes + x * a->inC + channel;
    if (x < 0 || x >= a->inW) {
        clear(to, p->pairs, quads, quadWords);
        return;
    }
    if (r->above) {
        src += rowBytes;
        for (int32_t q = 0; q < quads; q++)
            ncn_m7_depthwise_pair(to + q * quadWords, 0, ncn_load4(src + QUAD * q));
        to += PAIR_WORDS;
        src += rowBytes;
    }
    if (r->inside > 0)
        ncn_m7_depthwise_widen(to, src, rowBytes, r->inside, quads, 4 * quadWords);
    to += PAIR_WORDS * r->inside;
    if (r->below) {
        src += 2 * r->inside * rowBytes;
        for (int32_t q = 0; q < quads; q++)
            ncn_m7_depthwise_pair(to + q * quadWords, ncn_load4(src + QUAD * q), 0);
        to += PAIR_WORDS;
    }
    clear(to, r->outside, quads, quadWords);
}

/* n rows of a column of outputs to dst. */
static void store_column(int8_t *dst, int32_t rowBytes, const int8_t *out, int32_t outBytes, int32_t n, int32_t quads) {
    for (; quads > 0; quads--, dst += QUAD, out += outBytes) {
        const uint32_t *from = (const uint32_t *)(const void *)out;
        int8_t *to = dst;
#pragma GCC unroll 4
        for (int32_t i = 0; i < n; i++, to += rowBytes)
            ncn_store4(to, from[i]);
    }
}

/* The steps from `first` on of `channels` channels from `channel` on. A window's columns lie where their number mod 3
   says, so that each is filled once. */
static void run_band(const plan *p, const ncn_kernel_args *a, int32_t channel, int32_t channels, int32_t first) {
    const int32_t left = half(a->outH) - first, steps = left < p->steps ? left : p->steps;
    const int32_t outRows = a->outH - 2 * first < 2 * steps ? a->outH - 2 * first : 2 * steps;
    const rows r = rows_of(p, a, first);
    const int32_t quads = channels / QUAD;
    ncn_m7_depthwise d = {.pairs = p->columns,
                          .starts = p->starts,
                          .out = p->out,
                          .pairBytes = 4 * PAIR_WORDS * a->stride * steps,
                          .quads = quads,
                          .quadBytes = 4 * PAIR_WORDS * p->pairs,
                          .outBytes = 2 * QUAD * steps};
    int8_t *dst = (int8_t *)a->dst + 2 * first * a->outW * a->outC + channel;
    int32_t filled = 0;
    for (int32_t begin = 0; begin < a->outW * a->stride; begin += a->stride, dst += a->outC) {
        for (; filled < begin + TAPS; filled++)
            fill_column(p, a, &r, p->columns + filled % TAPS * QUAD, channel, filled - a->padW, quads);
        d.filters = p->filters + (TAPS - begin % TAPS) % TAPS * 2;
        ncn_m7_depthwise_column(&d, a->stride, p->shift, a->relu);
        store_column(dst, a->outW * a->outC, p->out, d.outBytes, outRows, quads);
    }
}

ncn_status ncn_s8_depthwise__m7(const ncn_kernel_args *a) {
    plan p;
    if (a->kH != TAPS || a->kW != TAPS || a->inC % QUAD != 0 || !divide(&p, a))
        return ncn_s8_depthwise__ref(a);
    for (int32_t channel = 0; channel < a->inC; channel += p.channels) {
        const int32_t channels = a->inC - channel < p.channels ? a->inC - channel : p.channels;
        pack(&p, a, channel, channels);
        for (int32_t first = 0; first < half(a->outH); first += p.steps)
            run_band(&p, a, channel, channels, first);
    }
    return NCN_OK;
}
