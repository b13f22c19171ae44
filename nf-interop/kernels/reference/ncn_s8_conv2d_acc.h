/* One accumulator of an int8 convolution, eq. (2): shared by the kernels that end it differently. */
#ifndef NCN_S8_CONV2D_ACC_H
#define NCN_S8_CONV2D_ACC_H

#include "ncn_kernels.h"
#include "ncn_window.h"

/* Bias plus the sum of x·w for output channel oc over the taps of the window inside the image. Taps of one window row
   lie side by side in both the map [inH][inW][inC] and the filter [kH][kW][inC], so a row is one dot product. */
static inline int32_t ncn_s8_conv2d_acc_of(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t oc,
                                           const int8_t *filter) {
    const int8_t *src = (const int8_t *)a->src0;
    const int32_t n = (x.end - x.begin) * a->inC;
    int32_t acc = a->bias[oc];
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        const int8_t *p = src + ((y.origin + ky) * a->inW + x.origin + x.begin) * a->inC;
        const int8_t *w = filter + (ky * a->kW + x.begin) * a->inC;
        for (int32_t i = 0; i < n; i++)
            acc += p[i] * w[i];
    }
    return acc;
}

/* The same with the filter from a->weight, int8 [outC][kH][kW][inC]. */
static inline int32_t ncn_s8_conv2d_acc(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t oc) {
    return ncn_s8_conv2d_acc_of(a, y, x, oc, (const int8_t *)a->weight + (intptr_t)oc * a->kH * a->kW * a->inC);
}

#endif
