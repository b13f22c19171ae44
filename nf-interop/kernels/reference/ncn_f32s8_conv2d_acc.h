/* One sum of a float32 convolution with int8 weights, eq. (21). */
#ifndef NCN_F32S8_CONV2D_ACC_H
#define NCN_F32S8_CONV2D_ACC_H

#include "ncn_kernels.h"
#include "ncn_window.h"

/* The products x·w of output channel oc one by one, over the taps of the window inside the image in the order
   [kH][kW][inC]; then the channel's scale, then its bias. */
static inline float ncn_f32s8_conv2d_acc(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t oc) {
    const int8_t *filter = (const int8_t *)a->weight + (intptr_t)oc * a->kH * a->kW * a->inC;
    const int32_t n = (x.end - x.begin) * a->inC;
    float acc = 0.0f;
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        const float *p = (const float *)a->src0 + ((y.origin + ky) * a->inW + x.origin + x.begin) * a->inC;
        const int8_t *w = filter + (ky * a->kW + x.begin) * a->inC;
        for (int32_t i = 0; i < n; i++)
            acc += p[i] * (float)w[i];
    }
    return acc * ((const float *)a->aux)[oc] + ((const float *)(const void *)a->bias)[oc];
}

#endif
