/* Convolutions of floats, eq. (20) and (21): windows as columns of the workspace, as many fours of pixels at a time as
   fit beside 4 filters, which are loaded once for all of these. */
#include "ncn_float.h"
#include "ncn_m7_f32.h"
#include "ncn_window.h"

enum { LANES = NCN_M7_F32_LANES };

/* to[0], to[4], ... = n values, or zeros. */
static void copy(float *to, const float *from, int32_t n) {
#pragma GCC unroll 4
    for (int32_t i = 0; i < n; i++)
        to[i * LANES] = from[i];
}

static void clear(float *to, int32_t n) {
#pragma GCC unroll 4
    for (int32_t i = 0; i < n; i++)
        to[i * LANES] = 0.0f;
}

/* The window of an output pixel (row-major) as a column [taps][4]; taps outside the image are 0, which changes no sum.
 */
static void load_window(float *column, const ncn_kernel_args *a, int32_t pixel) {
    const ncn_span y = ncn_span_of(pixel / a->outW, a->stride, a->padH, a->kH, a->inH);
    const ncn_span x = ncn_span_of(pixel % a->outW, a->stride, a->padW, a->kW, a->inW);
    const int32_t row = a->kW * a->inC, before = x.begin * a->inC, inside = (x.end - x.begin) * a->inC;
    for (int32_t ky = 0; ky < a->kH; ky++, column += row * LANES) {
        if (ky < y.begin || ky >= y.end) {
            clear(column, row);
            continue;
        }
        clear(column, before);
        copy(column + before * LANES, (const float *)a->src0 + ((y.origin + ky) * a->inW + x.origin + x.begin) * a->inC,
             inside);
        clear(column + (before + inside) * LANES, row - before - inside);
    }
}

/* 4 pixels from `pixel` on against 4 filters from `channel` on. */
static void multiply(const ncn_kernel_args *a, const float *x, const float *w, const ncn_m7_f32_ends ends[LANES],
                     int32_t pixel, int32_t channel) {
    float sum[LANES * LANES];
    for (int32_t i = 0; i < LANES * LANES; i++)
        sum[i] = ends[i % LANES].start;
    ncn_m7_f32_block(x, w, a->kH * a->kW * a->inC, sum);
    for (int32_t p = 0; p < LANES && pixel + p < a->outH * a->outW; p++) {
        float *dst = (float *)a->dst + (intptr_t)(pixel + p) * a->outC + channel;
        for (int32_t c = 0; c < LANES && channel + c < a->outC; c++)
            dst[c] = ncn_f32_relu(sum[p * LANES + c] * ends[c].scale + ends[c].offset, a->relu);
    }
}

bool ncn_m7_f32_conv2d(const ncn_kernel_args *a, const ncn_m7_f32_numbers *numbers) {
    const int32_t taps = a->kH * a->kW * a->inC, pixels = a->outH * a->outW;
    const int32_t room = a->workspaceBytes / (int32_t)(LANES * sizeof(float)) / taps - 1; /* fours of columns */
    float *const w = (float *)a->workspace, *const columns = w + taps * LANES;
    if (room < 1)
        return false;
    for (int32_t first = 0; first < pixels; first += room * LANES) {
        const int32_t behind = pixels - first < room * LANES ? pixels : first + room * LANES;
        for (int32_t p = first; p < (behind + LANES - 1) / LANES * LANES; p++)
            load_window(columns + (p - first) / LANES * taps * LANES + (p - first) % LANES, a,
                        ncn_m7_f32_at_most(p, pixels - 1));
        for (int32_t channel = 0; channel < a->outC; channel += LANES) {
            ncn_m7_f32_ends ends[LANES];
            for (int32_t c = 0; c < LANES; c++) {
                const int32_t of = ncn_m7_f32_at_most(channel + c, a->outC - 1);
                numbers->load(w + c, LANES, a, of * taps, taps);
                numbers->ends(&ends[c], a, of);
            }
            for (int32_t p = first; p < behind; p += LANES)
                multiply(a, columns + (p - first) * taps, w, ends, p, channel);
        }
    }
    return true;
}
