/* One sum of a binary convolution, eq. (7): shared by the kernels that end it differently. */
#ifndef NCN_B1_CONV2D_SUM_H
#define NCN_B1_CONV2D_SUM_H

#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_window.h"

/* s = K_valid - 2·popcount(x xor w) for output channel oc over the taps of the window inside the image, K_valid =
   taps inside · inC. src0 bits [inH][inW][words], weight bits [outC][kH][kW][words], words = ceil(inC/32); a window
   row is one run of words in both. */
static inline int32_t ncn_b1_conv2d_sum(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t oc) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const uint32_t *src = (const uint32_t *)a->src0;
    const uint32_t *filter = (const uint32_t *)a->weight + (intptr_t)oc * a->kH * a->kW * words;
    const int32_t n = (x.end - x.begin) * words;
    int32_t differing = 0;
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        const uint32_t *p = src + ((y.origin + ky) * a->inW + x.origin + x.begin) * words;
        const uint32_t *w = filter + (ky * a->kW + x.begin) * words;
        for (int32_t i = 0; i < n; i++)
            differing += ncn_popcount32(p[i] ^ w[i]);
    }
    return (y.end - y.begin) * (x.end - x.begin) * a->inC - 2 * differing;
}

#endif
