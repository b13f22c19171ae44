/* See ncn_m7_row.h. */
#include "ncn_m7_row.h"

#include "ncn_m7_mac.h"
#include "ncn_m7_quad.h"
#include "ncn_m7_requantise.h"
#include "ncn_section.h"
#include "ncn_window.h"

bool ncn_m7_rows_fit(const ncn_kernel_args *a) {
    return a->inC % 4 == 0 && a->workspaceBytes >= 2 * NCN_M7_BLOCK * a->kH * a->kW * a->inC;
}

/* A block of output channels, its filters packed in the workspace. */
typedef struct block {
    const ncn_kernel_args *a;
    int32_t channel;
    int32_t start[NCN_M7_BLOCK]; /* of the accumulators */
} block;

/* First tap of a window row: in the map, by its input row, and in the filter. */
static const uint32_t *taps_at(const block *b, const ncn_span *x, int32_t inputRow) {
    const ncn_kernel_args *a = b->a;
    return (const uint32_t *)a->src0 + (inputRow * a->inW + x->origin + x->begin) * (a->inC / 4);
}

static const uint32_t *filter_at(const block *b, const ncn_span *x, int32_t ky) {
    return (const uint32_t *)b->a->workspace + (ky * b->a->kW + x->begin) * 2 * b->a->inC;
}

/* Rows [from, to) of one pixel's window, into acc[0], acc[2], .. */
static void single(const block *b, const ncn_span *x, int32_t origin, int32_t from, int32_t to, ncn_m7_run *run,
                   int32_t *acc) {
    run->rows = to - from;
    if (run->rows > 0)
        ncn_m7_mac_4x1_narrow(taps_at(b, x, origin + from), filter_at(b, x, from), run, acc);
}

/* All of one pixel's window. */
static void whole(const block *b, const ncn_span *x, const ncn_span *y, ncn_m7_run *run, int32_t *acc) {
    for (int32_t c = 0; c < NCN_M7_BLOCK; c++)
        acc[2 * c] = b->start[c];
    single(b, x, y->origin, y->begin, y->end, run, acc);
}

/* The windows of two pixels, one below the other: the rows of the filter that both have together, the others singly. */
static void pair(const block *b, const ncn_span *x, const ncn_span *y0, const ncn_span *y1, ncn_m7_run *run,
                 int32_t acc[8]) {
    const int32_t from = y0->begin > y1->begin ? y0->begin : y1->begin;
    const int32_t to = y0->end < y1->end ? y0->end : y1->end;
    if (from >= to) {
        whole(b, x, y0, run, acc);
        whole(b, x, y1, run, acc + 1);
        return;
    }
    run->rows = to - from;
    ncn_m7_mac_4x2_narrow(taps_at(b, x, y0->origin + from), taps_at(b, x, y1->origin + from), filter_at(b, x, from),
                          run, b->start, acc);
    if (y0->begin == y1->begin && y0->end == y1->end)
        return;
    single(b, x, y0->origin, y0->begin, from, run, acc);
    single(b, x, y0->origin, to, y0->end, run, acc);
    single(b, x, y1->origin, y1->begin, from, run, acc + 1);
    single(b, x, y1->origin, to, y1->end, run, acc + 1);
}

/* Output pixel (oy, ox) and, if `two`, (oy + 1, ox). */
NCN_HOT static void pixels(const block *b, int32_t oy, const ncn_span *x, int32_t ox, bool two) {
    const ncn_kernel_args *a = b->a;
    const ncn_span y0 = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
    const ncn_span y1 = ncn_span_of(oy + 1, a->stride, a->padH, a->kH, a->inH);
    const int32_t channels = a->outC - b->channel < NCN_M7_BLOCK ? a->outC - b->channel : NCN_M7_BLOCK;
    int8_t *dst = (int8_t *)a->dst + ((intptr_t)oy * a->outW + ox) * a->outC + b->channel;
    int32_t acc[8];
    ncn_m7_run run = {
        .quads = (x->end - x->begin) * a->inC / 4,
        .xRowWords = a->inW * a->inC / 4,
        .wRowWords = a->kW * 2 * a->inC,
    };
    if (two)
        pair(b, x, &y0, &y1, &run, acc);
    else
        whole(b, x, &y0, &run, acc);
    ncn_m7_store_block(dst, acc, channels, a);
    if (two)
        ncn_m7_store_block(dst + (intptr_t)a->outW * a->outC, acc + 1, channels, a);
}

void ncn_m7_rows_run(const ncn_kernel_args *a) {
    block b = {.a = a};
    for (b.channel = 0; b.channel < a->outC; b.channel += NCN_M7_BLOCK) {
        ncn_m7_pack_block((uint32_t *)a->workspace, a, b.channel, b.start);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
            for (int32_t oy = 0; oy < a->outH; oy += 2)
                pixels(&b, oy, &x, ox, oy + 1 < a->outH);
        }
    }
}
