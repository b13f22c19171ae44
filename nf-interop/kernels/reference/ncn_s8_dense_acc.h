/* One accumulator of an int8 dense layer, eq. (2): shared by the kernels that end it differently. */
#ifndef NCN_S8_DENSE_ACC_H
#define NCN_S8_DENSE_ACC_H

#include "ncn_kernels.h"

/* bias + sum of x·w over the flattened input (HWC) for output oc. */
static inline int32_t ncn_s8_dense_acc(const ncn_kernel_args *a, int32_t oc) {
    const int32_t n = a->inH * a->inW * a->inC;
    const int8_t *x = (const int8_t *)a->src0;
    const int8_t *w = (const int8_t *)a->weight + (intptr_t)oc * n;
    int32_t acc = a->bias[oc];
    for (int32_t i = 0; i < n; i++)
        acc += x[i] * w[i];
    return acc;
}

#endif
