/* int8 depthwise convolution, eq. (2) and (3): src0 int8 [inH][inW][inC], weight int8 [kH][kW][inC], bias int32 [inC],
   dst int8 [outH][outW][inC] = sat8(rshr(acc, shift)), ReLU if asked for. Any window, stride and padding. */
#include "ncn_arith.h"
#include "ncn_windows.h"

static int32_t accumulate(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t channel) {
    const int8_t *src = (const int8_t *)a->src0 + channel, *weight = (const int8_t *)a->weight + channel;
    int32_t acc = a->bias[channel];
    for (int32_t ky = y.begin; ky < y.end; ky++)
        for (int32_t kx = x.begin; kx < x.end; kx++)
            acc += src[((y.origin + ky) * a->inW + x.origin + kx) * a->inC] * weight[(ky * a->kW + kx) * a->inC];
    return acc;
}

static inline void store(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c, void *value) {
    *(int8_t *)value = ncn_requantise(accumulate(a, y, x, c), a->shift, a->relu);
}

ncn_status ncn_s8_depthwise__ref(const ncn_kernel_args *a) {
    ncn_windows(a, a->padH, a->padW, sizeof(int8_t), store);
    return NCN_OK;
}
