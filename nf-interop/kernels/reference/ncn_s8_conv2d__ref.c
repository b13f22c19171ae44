/* int8 convolution, eq. (2) and (3): src0 int8 [inH][inW][inC], weight int8 [outC][kH][kW][inC], bias int32 [outC],
   dst int8 [outH][outW][outC] = sat8(rshr(acc, shift)), ReLU if asked for. Any window, stride and padding. */
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_s8_conv2d_acc.h"
#include "ncn_window.h"

ncn_status ncn_s8_conv2d__ref(const ncn_kernel_args *a) {
    int8_t *dst = (int8_t *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
            for (int32_t oc = 0; oc < a->outC; oc++)
                *dst++ = ncn_requantise(ncn_s8_conv2d_acc(a, y, x, oc), a->shift, a->relu);
        }
    }
    return NCN_OK;
}
