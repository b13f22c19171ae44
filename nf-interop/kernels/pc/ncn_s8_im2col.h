/* int8 convolution on the PC: the windows of a few output pixels are laid out as rows of int16, so that one filter
   meets all of them in a loop that compilers turn into multiply-and-add of pairs (SSE2 pmaddwd, NEON smlal). Taps
   outside the image are 0 and add nothing, so the accumulators equal the reference's. */
#ifndef NCN_S8_IM2COL_H
#define NCN_S8_IM2COL_H

#include "ncn_kernels.h"
#include "ncn_mem.h"
#include "ncn_window.h"

enum {
    NCN_IM2COL_PIXELS = 8,
    NCN_IM2COL_TAPS = 2048,
    NCN_IM2COL_FILTERS = 32 * NCN_IM2COL_TAPS
}; /* 100 KiB on the stack */

typedef struct ncn_im2col {
    int16_t window[NCN_IM2COL_PIXELS][NCN_IM2COL_TAPS];
    int16_t filter[NCN_IM2COL_TAPS];
    int8_t unpacked[NCN_IM2COL_FILTERS]; /* filters that have another layout than the reference's */
    const int8_t *weight;                /* filters of the loaded channels, in the reference's */
    int32_t first;                       /* of these channels */
    int32_t taps;                        /* kH·kW·inC */
} ncn_im2col;

/* True if the layer's filters fit; else the reference has to do it. */
static inline bool ncn_im2col_fits(const ncn_kernel_args *a) {
    return a->kH * a->kW * a->inC <= NCN_IM2COL_TAPS;
}

/* The window of pixel `pixel` (row-major, of the map before any pooling) into row `row`. */
static inline void ncn_im2col_window(ncn_im2col *m, const ncn_kernel_args *a, int32_t pixel, int32_t row) {
    const int32_t oy = pixel / a->convW;
    const int32_t ox = pixel % a->convW;
    const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
    const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
    const int32_t n = (x.end - x.begin) * a->inC;
    int16_t *window = m->window[row];
    ncn_fill(window, 0, sizeof(int16_t) * (size_t)m->taps);
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        const int8_t *p = (const int8_t *)a->src0 + ((y.origin + ky) * a->inW + x.origin + x.begin) * a->inC;
        int16_t *w = window + (ky * a->kW + x.begin) * a->inC;
        for (int32_t i = 0; i < n; i++)
            w[i] = p[i];
    }
}

/* Rows for the pixels from `first` on; rows past the last pixel keep what they hold. Returns how many pixels there
   are. */
static inline int32_t ncn_im2col_load(ncn_im2col *m, const ncn_kernel_args *a, int32_t first) {
    const int32_t left = a->convH * a->convW - first;
    const int32_t count = left < NCN_IM2COL_PIXELS ? left : NCN_IM2COL_PIXELS;
    for (int32_t row = 0; row < count; row++)
        ncn_im2col_window(m, a, first + row, row);
    return count;
}

/* Makes the filters of channels `first` and up ready; returns how many, a multiple of 32 or all there are. */
static inline int32_t ncn_im2col_filters(ncn_im2col *m, const ncn_kernel_args *a, int32_t first) {
    const ncn_filters f = {a->outC, a->kH, a->kW, a->inC};
    const int32_t left = a->outC - first;
    m->first = first;
    m->weight = (const int8_t *)a->weight + (intptr_t)first * m->taps;
    if (a->layout == 0)
        return left;
    const int32_t fit = NCN_IM2COL_FILTERS / m->taps & ~31;
    const int32_t count = left < fit ? left : fit;
    for (int32_t i = 0; i < count; i++)
        ncn_layout_unpack(a->layout, &f, (const uint8_t *)a->weight, first + i, m->unpacked + i * m->taps);
    m->weight = m->unpacked;
    return count;
}

/* acc[p] = bias + sum of x·w of channel oc, one of the loaded filters, for all rows. */
static inline void ncn_im2col_accumulate(ncn_im2col *m, const ncn_kernel_args *a, int32_t oc,
                                         int32_t acc[NCN_IM2COL_PIXELS]) {
    const int32_t n = m->taps;
    const int8_t *w8 = m->weight + (intptr_t)(oc - m->first) * n;
    int16_t *restrict w = m->filter;
    for (int32_t i = 0; i < n; i++)
        w[i] = w8[i];
    for (int32_t row = 0; row < NCN_IM2COL_PIXELS; row += 4) {
        const int16_t *p0 = m->window[row];
        const int16_t *p1 = m->window[row + 1];
        const int16_t *p2 = m->window[row + 2];
        const int16_t *p3 = m->window[row + 3];
        int32_t s0 = a->bias[oc], s1 = s0, s2 = s0, s3 = s0;
        for (int32_t i = 0; i < n; i++) {
            s0 += p0[i] * w[i];
            s1 += p1[i] * w[i];
            s2 += p2[i] * w[i];
            s3 += p3[i] * w[i];
        }
        acc[row] = s0;
        acc[row + 1] = s1;
        acc[row + 2] = s2;
        acc[row + 3] = s3;
    }
}

/* Sets taps; rows a small map never fills are 0. */
static inline void ncn_im2col_begin(ncn_im2col *m, const ncn_kernel_args *a) {
    m->taps = a->kH * a->kW * a->inC;
    for (int32_t row = 0; row < NCN_IM2COL_PIXELS; row++)
        ncn_fill(m->window[row], 0, sizeof(int16_t) * (size_t)m->taps);
}

#endif
