/* See ncn_m7_winograd.h. */
#include "ncn_m7_winograd.h"

#include "ncn_m7_requantise.h"
#include "ncn_mem.h"
#include "ncn_section.h"
#include "ncn_window.h"

static ncn_m7_winograd shape_of(const ncn_kernel_args *a, int32_t size) {
    ncn_m7_winograd m = {.size = size, .points = (size + 2) * (size + 2)};
    m.across = (a->outW + size - 1) / size;
    m.count = m.across * ((a->outH + size - 1) / size);
    m.quads = (a->inC + 3) / 4;
    m.pairWords = 4 * m.points * m.quads;
    return m;
}

/* Pairs of tiles in so many words; the loop reads 2 words ahead. At most as many as there are. */
static int32_t pairs_in(const ncn_m7_winograd *m, int32_t words) {
    const int32_t most = (m->count + NCN_M7_PAIR - 1) / NCN_M7_PAIR, fit = (words - 2) / m->pairWords;
    return fit < most ? fit : most;
}

ncn_m7_winograd ncn_m7_winograd_of(const ncn_kernel_args *a, int32_t size) {
    ncn_m7_winograd m = shape_of(a, size);
    m.weights = (const uint32_t *)a->weight;
    m.products = (uint32_t *)a->scratch;
    /* One pair fits the scratch. Where the workspace holds more of them, the filters are read less often. */
    const int32_t pairs = pairs_in(&m, a->workspaceBytes / 4);
    m.tiles = pairs > 1 ? (uint32_t *)a->workspace : m.products + 2 * NCN_M7_BLOCK * m.points;
    m.bandTiles = NCN_M7_PAIR * (pairs > 1 ? pairs : 1);
    return m;
}

bool ncn_m7_winograd_in_workspace(ncn_m7_winograd *m, const ncn_kernel_args *a, int32_t size) {
    *m = shape_of(a, size);
    const int32_t productWords = 2 * NCN_M7_BLOCK * m->points, blockWords = ncn_m7_winograd_block_words(m);
    const int32_t pairs = pairs_in(m, a->workspaceBytes / 4 - productWords - blockWords);
    m->products = (uint32_t *)a->workspace;
    m->block = m->products + productWords; /* behind something: the loop reads the word before it */
    m->tiles = m->block + blockWords;
    m->bandTiles = NCN_M7_PAIR * pairs;
    return pairs > 0;
}

/* Up to 4 channels of a pixel. */
static uint32_t load_channels(const int8_t *p, int32_t n) {
    return n >= 4 ? ncn_load4(p) : ncn_m7_load_tail(p, n);
}

ncn_m7_patch ncn_m7_winograd_patch(const ncn_m7_winograd *m, const ncn_kernel_args *a, int32_t tile, int32_t quad,
                                   uint32_t *copy) {
    const int32_t side = m->size + 2;
    const ncn_span y = ncn_span_of(tile / m->across, m->size, a->padH, side, a->inH);
    const ncn_span x = ncn_span_of(tile % m->across, m->size, a->padW, side, a->inW);
    const int32_t channels = a->inC - 4 * quad;
    const int8_t *src = (const int8_t *)a->src0 + 4 * quad;
    if (channels >= 4 && y.begin == 0 && x.begin == 0 && y.end == side && x.end == side)
        return (ncn_m7_patch){src + (y.origin * a->inW + x.origin) * a->inC, a->inW * a->inC, a->inC};
    for (int32_t i = 0; i < m->points; i++)
        copy[i] = 0;
    for (int32_t row = y.begin; row < y.end; row++)
        for (int32_t column = x.begin; column < x.end; column++)
            copy[row * side + column] =
                load_channels(src + ((y.origin + row) * a->inW + x.origin + column) * a->inC, channels);
    return (ncn_m7_patch){(const int8_t *)copy, 4 * side, 4};
}

NCN_HOT void ncn_m7_winograd_store(const ncn_m7_winograd *m, const ncn_kernel_args *a, int32_t tile, int32_t channel,
                                   const uint32_t *out) {
    const int32_t oy = tile / m->across * m->size, ox = tile % m->across * m->size;
    const int32_t rows = a->outH - oy < m->size ? a->outH - oy : m->size;
    const int32_t columns = a->outW - ox < m->size ? a->outW - ox : m->size;
    const int32_t channels = a->outC - channel;
    int8_t *dst = (int8_t *)a->dst + (intptr_t)(oy * a->outW + ox) * a->outC + channel;
    for (int32_t y = 0; y < rows; y++, out += m->size, dst += (intptr_t)a->outW * a->outC) {
        int8_t *p = dst;
        for (int32_t x = 0; x < columns; x++, p += a->outC) {
            const uint32_t v = a->relu ? ncn_max_s8x4(out[x], 0) : out[x];
            if (channels >= NCN_M7_BLOCK)
                ncn_store4(p, v);
            else
                ncn_copy(p, &v, (size_t)channels);
        }
    }
}
