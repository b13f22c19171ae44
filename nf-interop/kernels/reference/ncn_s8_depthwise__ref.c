/* int8 depthwise convolution, eq. (2) and (3): src0 int8 [inH][inW][inC], weight int8 [kH][kW][inC], bias int32 [inC],
   dst int8 [outH][outW][inC] = sat8(rshr(acc, shift)), ReLU if asked for. Any window, stride and padding. */
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_window.h"

static int32_t accumulate(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t channel) {
    const int8_t *src = (const int8_t *)a->src0 + channel, *weight = (const int8_t *)a->weight + channel;
    int32_t acc = a->bias[channel];
    for (int32_t ky = y.begin; ky < y.end; ky++)
        for (int32_t kx = x.begin; kx < x.end; kx++)
            acc += src[((y.origin + ky) * a->inW + x.origin + kx) * a->inC] * weight[(ky * a->kW + kx) * a->inC];
    return acc;
}

ncn_status ncn_s8_depthwise__ref(const ncn_kernel_args *a) {
    int8_t *dst = (int8_t *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
            for (int32_t channel = 0; channel < a->inC; channel++)
                *dst++ = ncn_requantise(accumulate(a, y, x, channel), a->shift, a->relu);
        }
    }
    return NCN_OK;
}
