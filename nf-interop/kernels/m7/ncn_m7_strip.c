/* See ncn_m7_strip.h. */
#include "ncn_m7_strip.h"

#include "ncn_m7_mac.h"
#include "ncn_m7_requantise.h"
#include "ncn_mem.h"
#include "ncn_section.h"
#include "ncn_window.h"

/* Windows of one column at stride 2 leave every second one out. */
static int32_t column_step(const ncn_kernel_args *a) {
    return a->kW == 1 ? a->stride : 1;
}

ncn_m7_strips ncn_m7_strips_in(const ncn_kernel_args *a) {
    const int32_t filterWords = NCN_M7_BLOCK * a->kH * a->kW * a->inC / 2;
    ncn_m7_strips m = {.filter = (uint32_t *)a->workspace};
    if (a->inC % 4 != 0)
        return m;
    m.columns = (a->inW + column_step(a) - 1) / column_step(a);
    m.rowWords = m.columns * a->inC;
    m.step = 2 * a->stride < a->kH ? 2 * a->stride : a->kH;
    m.rows = m.filter + filterWords;
    const int32_t fit = ((a->workspaceBytes - NCN_M7_READ_AHEAD) / 4 - filterWords) / m.rowWords;
    m.bandPairs = fit < a->kH ? 0 : (fit - a->kH) / m.step + 1;
    return m;
}

/* One pixel's quads, the other's 0. */
static void widen_one(uint32_t *dst, const int8_t *x, int32_t quads, int32_t pixel) {
    for (int32_t i = 0; i < quads; i++, dst += 4, x += 4) {
        const uint32_t v = ncn_load4(x);
        dst[pixel] = ncn_sxtb16(v);
        dst[2 + pixel] = ncn_sxtb16_odd(v);
        dst[1 - pixel] = dst[3 - pixel] = 0;
    }
}

/* A row: of two input rows, or one (the other null), or none: one that lies between the two windows' rows. */
static void widen_row(const ncn_m7_strips *m, const ncn_kernel_args *a, const int8_t *x0, const int8_t *x1,
                      uint32_t *dst) {
    const int32_t step = column_step(a), bytes = step * a->inC;
    const int32_t quads = (step == 1 ? m->columns : 1) * a->inC / 4; /* that lie side by side */
    if (x0 == 0 && x1 == 0)
        ncn_fill(dst, 0, sizeof *dst * (size_t)m->rowWords);
    for (int32_t column = 0; column < m->columns; column += 4 * quads / a->inC, dst += 4 * quads) {
        if (x0 != 0 && x1 != 0)
            ncn_m7_widen_pair(dst, x0 + column * bytes, x1 + column * bytes, quads);
        else if (x0 != 0)
            widen_one(dst, x0 + column * bytes, quads, 0);
        else if (x1 != 0)
            widen_one(dst, x1 + column * bytes, quads, 1);
    }
}

/* The rows of output rows oy and oy + 1, from the one of the tap row `from` on, to where the pair's rows begin. */
static void widen_pair_rows(const ncn_m7_strips *m, const ncn_kernel_args *a, int32_t oy, int32_t from,
                            uint32_t *rows) {
    const int8_t *src = (const int8_t *)a->src0;
    const int32_t rowBytes = a->inW * a->inC;
    for (int32_t ky = from; ky < a->kH; ky++) {
        const int32_t y0 = oy * a->stride - a->padH + ky, y1 = y0 + a->stride;
        const bool inside0 = y0 >= 0 && y0 < a->inH, inside1 = y1 >= 0 && y1 < a->inH;
        widen_row(m, a, inside0 ? src + y0 * rowBytes : 0, inside1 ? src + y1 * rowBytes : 0, rows + ky * m->rowWords);
    }
}

/* Output rows oy and oy + 1 of a block of channels, whose accumulators begin at `start`. */
NCN_HOT static void two_rows(const ncn_m7_strips *m, const ncn_kernel_args *a, const uint32_t *rows, int32_t oy,
                             int32_t channel, const int32_t start[NCN_M7_BLOCK]) {
    const ncn_span y0 = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
    const ncn_span y1 = ncn_span_of(oy + 1 < a->outH ? oy + 1 : oy, a->stride, a->padH, a->kH, a->inH);
    const int32_t from = y0.begin < y1.begin ? y0.begin : y1.begin;
    const int32_t channels = a->outC - channel < NCN_M7_BLOCK ? a->outC - channel : NCN_M7_BLOCK;
    int8_t *dst = (int8_t *)a->dst + (intptr_t)oy * a->outW * a->outC + channel;
    int32_t acc[2 * NCN_M7_BLOCK];
    ncn_m7_run run = {
        .rows = (y0.end > y1.end ? y0.end : y1.end) - from,
        .xRowWords = m->rowWords,
        .wRowWords = 2 * a->kW * a->inC,
    };
    for (int32_t ox = 0; ox < a->outW; ox++, dst += a->outC) {
        const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
        const int32_t column = a->kW == 1 ? ox : x.origin + x.begin;
        run.quads = (x.end - x.begin) * a->inC / 4;
        ncn_m7_mac_4x2(rows + from * m->rowWords + column * a->inC, m->filter + 2 * (from * a->kW + x.begin) * a->inC,
                       &run, start, acc);
        ncn_m7_store_block(dst, acc, channels, a);
        if (oy + 1 < a->outH)
            ncn_m7_store_block(dst + (intptr_t)a->outW * a->outC, acc + 1, channels, a);
    }
}

void ncn_m7_strips_run(const ncn_m7_strips *m, const ncn_kernel_args *a) {
    const int32_t stepWords = m->step * m->rowWords;
    for (int32_t first = 0; first < a->outH; first += 2 * m->bandPairs) {
        const int32_t end = a->outH - first < 2 * m->bandPairs ? a->outH : first + 2 * m->bandPairs;
        for (int32_t oy = first; oy < end; oy += 2)
            widen_pair_rows(m, a, oy, oy == first ? 0 : a->kH - m->step, m->rows + (oy - first) / 2 * stepWords);
        for (int32_t channel = 0; channel < a->outC; channel += NCN_M7_BLOCK) {
            int32_t start[NCN_M7_BLOCK];
            ncn_m7_pack_block(m->filter, a, channel, start);
            for (int32_t oy = first; oy < end; oy += 2)
                two_rows(m, a, m->rows + (oy - first) / 2 * stepWords, oy, channel, start);
        }
    }
}
