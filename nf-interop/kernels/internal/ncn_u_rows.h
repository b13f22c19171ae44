/* Where convolutions to bits put u = (s >= t), row by row of their own map, and what becomes of it, eq. (9): without
   pooling u lies in dst and is flipped there; with pooling a row of u lies in the scratch until it is ORed into the
   output pixels whose windows have it, and the flip comes last. A kernel calls, in this order,

       ncn_u_begin                 once
       ncn_u_row, ncn_u_row_done   for every row cy and word of channels; several rows may be open, see NCN_U_ROWS
       ncn_u_end                   once

   With pooling a word is 0 when its row is opened, so that its channels may come in any order and number; it may be
   done more than once, each time with 0 in the channels of the other times. Without pooling the kernel writes every
   word and each is done exactly once, since it is flipped then. */
#ifndef NCN_U_ROWS_H
#define NCN_U_ROWS_H

#include "ncn_kernels.h"
#include "ncn_mem.h"
#include "ncn_window.h"

enum { NCN_U_ROWS = 4 }; /* rows of u the scratch holds with pooling: row cy may be open while cy - 3 is */

/* The layer has a pooling window. */
static inline bool ncn_u_pools(const ncn_kernel_args *a) {
    return a->poolH != 1 || a->poolW != 1 || a->poolStride != 1;
}

/* Of the scratch, from its beginning; what else a kernel keeps there comes behind. */
static inline int32_t ncn_u_bytes(const ncn_kernel_args *a) {
    return ncn_u_pools(a) ? 4 * NCN_U_ROWS * a->convW * (int32_t)ncn_words((uint32_t)a->outC) : 0;
}

static inline void ncn_u_begin(const ncn_kernel_args *a) {
    const size_t pixelBytes = 4 * ncn_words((uint32_t)a->outC);
    if (!ncn_u_pools(a))
        return;
    ncn_fill(a->dst, 0, (size_t)(a->outH * a->outW) * pixelBytes);
    ncn_fill(a->scratch, 0, (size_t)(NCN_U_ROWS * a->convW) * pixelBytes);
}

/* Where row cy of u goes: [convW][ceil(outC/32)]. */
static inline uint32_t *ncn_u_row(const ncn_kernel_args *a, int32_t cy) {
    const int32_t rowWords = a->convW * (int32_t)ncn_words((uint32_t)a->outC);
    return ncn_u_pools(a) ? (uint32_t *)a->scratch + cy % NCN_U_ROWS * rowWords : (uint32_t *)a->dst + cy * rowWords;
}

/* ORs `taps` neighbouring words u[0], u[words], .. into *dst, for `count` windows; returns the word behind the last. */
static inline uint32_t *ncn_u_or_windows(uint32_t *dst, const uint32_t *u, int32_t count, int32_t taps, int32_t words,
                                         int32_t step) {
    for (; count > 0; count--, u += step, dst += words) {
        uint32_t any = u[0];
        for (int32_t k = 1; k < taps; k++)
            any |= u[k * words];
        *dst |= any;
    }
    return dst;
}

/* ORs word `word` of a row of u into output row oy: windows inside the row, then those the edge clips. */
static inline void ncn_u_or_into(const ncn_kernel_args *a, const uint32_t *row, int32_t oy, int32_t word) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    const int32_t step = a->poolStride * words;
    const int32_t inside = (a->convW - a->poolW) / a->poolStride + 1;
    const uint32_t *u = row + word;
    uint32_t *dst = (uint32_t *)a->dst + oy * a->outW * words + word;
    if (a->poolW == 2)
        dst = ncn_u_or_windows(dst, u, inside, 2, words, step);
    else if (a->poolW == 3)
        dst = ncn_u_or_windows(dst, u, inside, 3, words, step);
    else
        dst = ncn_u_or_windows(dst, u, inside, a->poolW, words, step);
    for (int32_t ox = inside; ox < a->outW; ox++)
        dst = ncn_u_or_windows(dst, u + ox * step, 1, a->convW - ox * a->poolStride, words, step);
}

/* Word `word` of row cy is complete. */
static inline void ncn_u_row_done(const ncn_kernel_args *a, int32_t cy, int32_t word) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    uint32_t *row = ncn_u_row(a, cy);
    if (!ncn_u_pools(a)) {
        if (a->flip != 0)
            for (int32_t cx = 0; cx < a->convW; cx++)
                row[cx * words + word] ^= a->flip[word];
        return;
    }
    const int32_t above = cy - a->poolH + 1; /* windows that start here or later, up to cy, have the row */
    for (int32_t oy = above > 0 ? (above + a->poolStride - 1) / a->poolStride : 0;
         oy < a->outH && oy * a->poolStride <= cy; oy++)
        ncn_u_or_into(a, row, oy, word);
    for (int32_t cx = 0; cx < a->convW; cx++)
        row[cx * words + word] = 0;
}

static inline void ncn_u_end(const ncn_kernel_args *a) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    if (!ncn_u_pools(a) || a->flip == 0)
        return;
    uint32_t *dst = (uint32_t *)a->dst;
    for (int32_t pixel = 0; pixel < a->outH * a->outW; pixel++)
        for (int32_t word = 0; word < words; word++)
            *dst++ ^= a->flip[word];
}

#endif
