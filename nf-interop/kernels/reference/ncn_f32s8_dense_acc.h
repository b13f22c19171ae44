/* One sum of a float32 dense layer with int8 weights, eq. (21): shared by the kernels that end it differently. */
#ifndef NCN_F32S8_DENSE_ACC_H
#define NCN_F32S8_DENSE_ACC_H

#include "ncn_kernels.h"

/* The products x·w of output oc one by one over the flattened input (HWC); then the output's scale, then its bias. */
static inline float ncn_f32s8_dense_acc(const ncn_kernel_args *a, int32_t oc) {
    const int32_t n = a->inH * a->inW * a->inC;
    const float *x = (const float *)a->src0;
    const int8_t *w = (const int8_t *)a->weight + (intptr_t)oc * n;
    float acc = 0.0f;
    for (int32_t i = 0; i < n; i++)
        acc += x[i] * (float)w[i];
    return acc * ((const float *)a->aux)[oc] + ((const float *)(const void *)a->bias)[oc];
}

#endif
