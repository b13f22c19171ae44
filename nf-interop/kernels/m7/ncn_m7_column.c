/* See ncn_m7_column.h. */
#include "ncn_m7_column.h"

#include "ncn_mem.h"
#include "ncn_section.h"
#include "ncn_window.h"

enum { SLACK_BYTES = 3 }; /* the last quad of a window may reach beyond it */

static int64_t strip_bytes(const ncn_kernel_args *a) {
    return (int64_t)(a->inW + 2 * a->padW) * a->kH * a->inC + SLACK_BYTES;
}

ncn_m7_columns ncn_m7_columns_in(const ncn_kernel_args *a) {
    ncn_m7_columns m = {.taps = a->kH * a->kW * a->inC};
    m.quads = (m.taps + 3) / 4;
    m.blockWords = NCN_M7_BLOCK + 8 * m.quads;
    const int64_t fixedWords = 4 * (int64_t)m.quads + (strip_bytes(a) + 3) / 4;
    const int64_t left = (a->workspaceBytes - NCN_M7_READ_AHEAD) / 4 - fixedWords;
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

void ncn_m7_columns_pack(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t b, int32_t channel,
                         const int32_t start[NCN_M7_BLOCK]) {
    uint32_t *block = m->blocks + b * m->blockWords;
    int8_t *turned = (int8_t *)m->pair; /* free until the first window */
    for (int32_t c = 0; c < NCN_M7_BLOCK; c++) {
        block[c] = (uint32_t)start[c];
        if (channel + c < a->outC)
            turn(turned, (const int8_t *)a->weight + (intptr_t)(channel + c) * m->taps, a);
        else
            ncn_fill(turned, 0, (size_t)m->taps);
        ncn_m7_pack_channel(block + NCN_M7_BLOCK + c, turned, m->taps);
    }
}

void ncn_m7_columns_begin(const ncn_m7_columns *m, const ncn_kernel_args *a) {
    ncn_fill(m->strip, 0, (size_t)strip_bytes(a));
}

/* `pixels` pixels of `channels` bytes, from one input row to where they lie in the strip. */
static inline __attribute__((always_inline)) void to_strip(int8_t *dst, const int8_t *src, int32_t pixels,
                                                           int32_t channels, int32_t columnBytes) {
    for (int32_t x = 0; x < pixels; x++, dst += columnBytes)
        for (int32_t c = 0; c < channels; c++)
            dst[c] = *src++;
}

NCN_HOT void ncn_m7_columns_row(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t oy) {
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
