/* One sum of a float32 dense layer, eq. (20): shared by the kernels that end it differently. */
#ifndef NCN_F32_DENSE_ACC_H
#define NCN_F32_DENSE_ACC_H

#include "ncn_kernels.h"

/* Bias, then the products x·w of output oc one by one over the flattened input (HWC). */
static inline float ncn_f32_dense_acc(const ncn_kernel_args *a, int32_t oc) {
    const int32_t n = a->inH * a->inW * a->inC;
    const float *x = (const float *)a->src0;
    const float *w = (const float *)a->weight + (intptr_t)oc * n;
    float acc = ((const float *)(const void *)a->bias)[oc] + 0.0f;
    for (int32_t i = 0; i < n; i++)
        acc += x[i] * w[i];
    return acc;
}

#endif
