/* See ncn_m7_column.h. */
#include "ncn_m7_column.h"

#include "ncn_mem.h"
#include "ncn_window.h"

enum {
    SLACK_BYTES = 3, /* the last quad of a window may reach beyond it */
    AHEAD_BYTES = 16 /* beyond the last block: loops read 8, a quad packed for a single step is 16 longer */
};

static int64_t strip_bytes(const ncn_kernel_args *a) {
    return (int64_t)(a->inW + 2 * a->padW) * a->kH * a->inC + SLACK_BYTES;
}

ncn_m7_columns ncn_m7_columns_in(const ncn_kernel_args *a, int32_t steps) {
    ncn_m7_columns m = {.taps = a->kH * a->kW * a->inC, .steps = steps};
    m.quads = (m.taps + 3) / 4;
    m.blockWords = NCN_M7_BLOCK * (1 + steps);
    const int64_t fixedWords = 4 * (int64_t)m.quads + (strip_bytes(a) + 3) / 4;
    const int64_t left = (a->workspaceBytes - AHEAD_BYTES) / 4 - fixedWords;
    if (left < m.blockWords)
        return m;
    m.pair = (uint32_t *)a->workspace;
    m.strip = (int8_t *)(m.pair + 4 * m.quads);
    m.blocks = (uint32_t *)a->workspace + fixedWords;
    m.blockCount = (int32_t)(left / m.blockWords);
    return m;
}

/* A filter [kH][kW][inC] as [kW][kH][inC]. */
static void turn(int8_t *dst, const int8_t *filter, const ncn_kernel_args *a) {
    for (int32_t kx = 0; kx < a->kW; kx++)
        for (int32_t ky = 0; ky < a->kH; ky++)
            for (int32_t c = 0; c < a->inC; c++)
                *dst++ = filter[(ky * a->kW + kx) * a->inC + c];
}

/* Block b of the workspace: starts and filters of the 4 channels from `channel` on, taps in the strip's order. Whole
   quads are written, so if steps is odd 4 words of the next block, too: blocks are packed in rising order. */
static void pack(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t b, int32_t channel,
                 ncn_m7_start_of *start) {
    uint32_t *block = m->blocks + b * m->blockWords;
    int8_t *turned = (int8_t *)m->pair; /* free until the first window */
    for (int32_t c = 0; c < NCN_M7_BLOCK; c++) {
        block[c] = (uint32_t)start(a, channel + c);
        if (channel + c < a->outC)
            turn(turned, (const int8_t *)a->weight + (intptr_t)(channel + c) * m->taps, a);
        else
            ncn_fill(turned, 0, (size_t)m->taps);
        ncn_m7_pack_channel(block + NCN_M7_BLOCK + c, turned, m->taps);
    }
}

/* `pixels` pixels of `channels` bytes, from one input row to where they lie in the strip. */
static inline __attribute__((always_inline)) void to_strip(int8_t *dst, const int8_t *src, int32_t pixels,
                                                           int32_t channels, int32_t columnBytes) {
    for (int32_t x = 0; x < pixels; x++, dst += columnBytes)
        for (int32_t c = 0; c < channels; c++)
            dst[c] = *src++;
}

/* The strip of output row oy. */
static void strip_of_row(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t oy) {
    const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
    const int32_t columnBytes = a->kH * a->inC;
    const int8_t *src = (const int8_t *)a->src0 + (y.origin + y.begin) * a->inW * a->inC;
    int8_t *dst = m->strip + a->padW * columnBytes;
    for (int32_t ky = 0; ky < a->kH; ky++, dst += a->inC) {
        if (ky < y.begin || ky >= y.end) {
            for (int32_t x = 0; x < a->inW; x++)
                ncn_fill(dst + x * columnBytes, 0, (size_t)a->inC);
            continue;
        }
        if (a->inC == 1)
            to_strip(dst, src, a->inW, 1, columnBytes);
        else if (a->inC == 3)
            to_strip(dst, src, a->inW, 3, columnBytes);
        else
            to_strip(dst, src, a->inW, a->inC, columnBytes);
        src += a->inW * a->inC;
    }
}

/* Blocks first .. first + count - 1, for all pixels. */
static void pass(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t first, int32_t count,
                 ncn_m7_start_of *start, ncn_m7_columns_of_row *row) {
    for (int32_t b = 0; b < count; b++)
        pack(m, a, b, NCN_M7_BLOCK * (first + b), start);
    ncn_fill(m->strip, 0, (size_t)strip_bytes(a));
    for (int32_t oy = 0; oy < a->convH; oy++) {
        strip_of_row(m, a, oy);
        row(m, a, first, count, oy);
    }
}

void ncn_m7_columns_run(const ncn_m7_columns *m, const ncn_kernel_args *a, ncn_m7_start_of *start,
                        ncn_m7_columns_of_row *row) {
    const int32_t blocks = (a->outC + NCN_M7_BLOCK - 1) / NCN_M7_BLOCK;
    for (int32_t first = 0; first < blocks; first += m->blockCount)
        pass(m, a, first, blocks - first < m->blockCount ? blocks - first : m->blockCount, start, row);
}
