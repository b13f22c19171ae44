/* float32 convolution on the PC: the windows of sixteen output pixels lie side by side, tap by tap, so that compilers
   turn the sums of one filter into vectors over the pixels. Every sum keeps the order of eq. (20); taps outside the
   image are 0 and do not change it. */
#ifndef NCN_F32_COLUMNS_H
#define NCN_F32_COLUMNS_H

#include "ncn_kernels.h"
#include "ncn_mem.h"
#include "ncn_window.h"

enum { NCN_COLUMNS = 16, NCN_COLUMN_TAPS = 2048 }; /* 136 KiB on the stack */

#ifdef __GNUC__
typedef float ncn_lanes __attribute__((vector_size(16)));
#else
typedef struct ncn_lanes {
    float lane[4];
} ncn_lanes;
#endif

typedef struct ncn_columns {
    ncn_lanes tap[NCN_COLUMN_TAPS][NCN_COLUMNS / 4];
    float filter[NCN_COLUMN_TAPS];
    int32_t taps; /* kH·kW·inC */
} ncn_columns;

/* True if the layer's windows fit; else the reference has to do it. */
static inline bool ncn_columns_fit(const ncn_kernel_args *a) {
    return a->kH * a->kW * a->inC <= NCN_COLUMN_TAPS;
}

/* The window of pixel `pixel` (row-major) into a column. */
static inline void ncn_columns_window(ncn_columns *m, const ncn_kernel_args *a, int32_t pixel, int32_t column) {
    const ncn_span y = ncn_span_of(pixel / a->outW, a->stride, a->padH, a->kH, a->inH);
    const ncn_span x = ncn_span_of(pixel % a->outW, a->stride, a->padW, a->kW, a->inW);
    const int32_t n = (x.end - x.begin) * a->inC;
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        const float *p = (const float *)a->src0 + ((y.origin + ky) * a->inW + x.origin + x.begin) * a->inC;
        float *t = (float *)m->tap[(ky * a->kW + x.begin) * a->inC] + column;
        for (int32_t i = 0; i < n; i++)
            t[i * NCN_COLUMNS] = p[i];
    }
}

/* The pixels from `first` on, at most NCN_COLUMNS; returns how many there are. */
static inline int32_t ncn_columns_load(ncn_columns *m, const ncn_kernel_args *a, int32_t first) {
    const int32_t left = a->outH * a->outW - first;
    const int32_t count = left < NCN_COLUMNS ? left : NCN_COLUMNS;
    m->taps = a->kH * a->kW * a->inC;
    ncn_fill(m->tap, 0, sizeof m->tap[0] * (size_t)m->taps);
    for (int32_t column = 0; column < count; column++)
        ncn_columns_window(m, a, first + column, column);
    return count;
}

/* x + t·v, lane by lane. Spelled out: gcc's own vectors run over the taps, with shuffles. */
static inline ncn_lanes ncn_lanes_add(ncn_lanes x, ncn_lanes t, float v) {
#ifdef __GNUC__
    return x + t * v;
#else
    for (int i = 0; i < 4; i++)
        x.lane[i] += t.lane[i] * v;
    return x;
#endif
}

/* sum[p] = start, then x·w one by one, for all columns; w [taps]. */
static inline void ncn_columns_sum(const ncn_columns *m, const float *w, float start, float sum[NCN_COLUMNS]) {
    ncn_lanes acc[NCN_COLUMNS / 4];
    for (int32_t p = 0; p < NCN_COLUMNS; p++)
        sum[p] = start;
    ncn_copy(acc, sum, sizeof acc);
    for (int32_t i = 0; i < m->taps; i++)
        for (int32_t q = 0; q < NCN_COLUMNS / 4; q++)
            acc[q] = ncn_lanes_add(acc[q], m->tap[i][q], w[i]);
    ncn_copy(sum, acc, sizeof acc);
}

#endif
