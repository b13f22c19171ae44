/* Max pooling of bits, eq. (9): src0 bits [inH][inW][words] holds u = (s >= t); dst bits [outH][outW][words] = OR
   over the window, then xor flip u32 [words] or null. words = ceil(C/32); windows are clipped at the edge. */
#include "ncn_kernels.h"
#include "ncn_window.h"

/* OR of one word of channels over the window. */
static uint32_t window_or(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t words, int32_t word) {
    const uint32_t *src = (const uint32_t *)a->src0;
    uint32_t u = 0;
    for (int32_t ky = y.begin; ky < y.end; ky++)
        for (int32_t kx = x.begin; kx < x.end; kx++)
            u |= src[((y.origin + ky) * a->inW + x.origin + kx) * words + word];
    return u;
}

ncn_status ncn_b1_pool__ref(const ncn_kernel_args *a) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    uint32_t *dst = (uint32_t *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, 0, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, 0, a->kW, a->inW);
            for (int32_t word = 0; word < words; word++) {
                const uint32_t u = window_or(a, y, x, words, word);
                *dst++ = a->flip ? u ^ a->flip[word] : u;
            }
        }
    }
    return NCN_OK;
}
