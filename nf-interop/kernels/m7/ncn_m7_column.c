/* See ncn_m7_column.h. */
#include "ncn_m7_column.h"

#include "ncn_mem.h"

static int32_t words_for(int64_t bytes) {
    return (int32_t)((bytes + 3) / 4);
}

ncn_m7_columns ncn_m7_columns_in(const ncn_kernel_args *a) {
    ncn_m7_columns m;
    const int64_t mapBytes = (int64_t)(a->inH + 2 * a->padH) * (a->inW + 2 * a->padW) * a->inC;
    m.taps = a->kH * a->kW * a->inC;
    m.quads = (m.taps + 3) / 4;
    m.mapRowBytes = (a->inW + 2 * a->padW) * a->inC;
    m.blockWords = NCN_M7_BLOCK + 8 * m.quads;
    m.blockCount = 0;
    const int64_t fixedWords = 5 * (int64_t)m.quads + words_for(mapBytes);
    const int64_t left = a->workspaceBytes / 4 - fixedWords;
    m.column[0] = (uint32_t *)a->workspace;
    m.column[1] = m.column[0] + 2 * m.quads;
    m.window = (int8_t *)(m.column[1] + 2 * m.quads);
    if (left < m.blockWords)
        return m;
    m.map = m.window + 4 * m.quads;
    m.blocks = (uint32_t *)a->workspace + fixedWords;
    m.blockCount = (int32_t)(left / m.blockWords);
    return m;
}

void ncn_m7_columns_border(const ncn_m7_columns *m, const ncn_kernel_args *a) {
    const int32_t rowBytes = a->inW * a->inC;
    const int8_t *src = (const int8_t *)a->src0;
    int8_t *dst = m->map + a->padH * m->mapRowBytes + a->padW * a->inC;
    ncn_fill(m->map, 0, (size_t)((a->inH + 2 * a->padH) * m->mapRowBytes));
    for (int32_t y = 0; y < a->inH; y++)
        ncn_copy(dst + y * m->mapRowBytes, src + y * rowBytes, (size_t)rowBytes);
}

/* Copies n bytes in words, the last of which may overlap the one before. */
static inline void copy_row(int8_t *dst, const int8_t *src, int32_t n) {
    if (n < 4) {
        for (int32_t i = 0; i < n; i++)
            dst[i] = src[i];
        return;
    }
    for (int32_t i = 0; i < n - 4; i += 4)
        ncn_store4(dst + i, ncn_load4(src + i));
    ncn_store4(dst + n - 4, ncn_load4(src + n - 4));
}

void ncn_m7_columns_gather(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t oy, int32_t ox,
                           uint32_t *column) {
    const int32_t rowBytes = a->kW * a->inC;
    const int8_t *src = m->map + oy * a->stride * m->mapRowBytes + ox * a->stride * a->inC;
    int8_t *dst = m->window;
    for (int32_t ky = 0; ky < a->kH; ky++, src += m->mapRowBytes, dst += rowBytes)
        copy_row(dst, src, rowBytes);
    ncn_m7_widen(column, m->window, m->taps);
}
