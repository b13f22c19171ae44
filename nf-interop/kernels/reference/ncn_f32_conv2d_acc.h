/* One sum of a float32 convolution, eq. (20). */
#ifndef NCN_F32_CONV2D_ACC_H
#define NCN_F32_CONV2D_ACC_H

#include "ncn_kernels.h"
#include "ncn_window.h"

/* Bias, then the products x·w of output channel oc one by one, over the taps of the window inside the image in the
   order [kH][kW][inC]. */
static inline float ncn_f32_conv2d_acc(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t oc) {
    const float *filter = (const float *)a->weight + (intptr_t)oc * a->kH * a->kW * a->inC;
    const int32_t n = (x.end - x.begin) * a->inC;
    float acc = ((const float *)(const void *)a->bias)[oc] + 0.0f;
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        const float *p = (const float *)a->src0 + ((y.origin + ky) * a->inW + x.origin + x.begin) * a->inC;
        const float *w = filter + (ky * a->kW + x.begin) * a->inC;
        for (int32_t i = 0; i < n; i++)
            acc += p[i] * w[i];
    }
    return acc;
}

#endif
