/* float32 convolution, eq. (20) and (3): src0 float32 [inH][inW][inC], weight float32 [outC][kH][kW][inC], bias float32
   [outC], dst float32 [outH][outW][outC], ReLU if asked for. Any window, stride and padding. */
#include "ncn_f32_conv2d_acc.h"
#include "ncn_float.h"

ncn_status ncn_f32_conv2d__ref(const ncn_kernel_args *a) {
    float *dst = (float *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
            for (int32_t oc = 0; oc < a->outC; oc++)
                *dst++ = ncn_f32_relu(ncn_f32_conv2d_acc(a, y, x, oc), a->relu);
        }
    }
    return NCN_OK;
}
