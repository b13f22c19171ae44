/* Last hidden layer of a binary network, bits to int8, eq. (11): S = max of s over the pooling window, dst int8
   [outH][outW][outC] = sat8(rshr(m_c·S + o_c, r)), ReLU if asked for. src0 and weight as in ncn_b1_conv2d__ref; bias
   = o_c int32 [outC], aux = m_c int16 [outC], shift = r. scratch: int32 [convH][convW], the map of s of one
   channel. */
#include "ncn_arith.h"
#include "ncn_b1_conv2d_sum.h"
#include "ncn_kernels.h"
#include "ncn_window.h"

/* s of channel oc for every position of the convolution. */
static void channel_map(const ncn_kernel_args *a, int32_t oc, int32_t *map) {
    for (int32_t cy = 0; cy < a->convH; cy++) {
        const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
        for (int32_t cx = 0; cx < a->convW; cx++)
            *map++ = ncn_b1_conv2d_sum(a, y, ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW), oc);
    }
}

/* Largest s in a pooling window, clipped at the edge. */
static int32_t window_max(const ncn_kernel_args *a, const int32_t *map, int32_t py, int32_t px) {
    const ncn_span y = ncn_span_of(py, a->poolStride, 0, a->poolH, a->convH);
    const ncn_span x = ncn_span_of(px, a->poolStride, 0, a->poolW, a->convW);
    int32_t max = INT32_MIN;
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        for (int32_t kx = x.begin; kx < x.end; kx++) {
            const int32_t s = map[(y.origin + ky) * a->convW + x.origin + kx];
            max = s > max ? s : max;
        }
    }
    return max;
}

ncn_status ncn_b1_conv2d_s8__ref(const ncn_kernel_args *a) {
    const int16_t *m = (const int16_t *)a->aux;
    int32_t *map = (int32_t *)a->scratch;
    for (int32_t oc = 0; oc < a->outC; oc++) {
        int8_t *dst = (int8_t *)a->dst + oc;
        channel_map(a, oc, map);
        for (int32_t py = 0; py < a->outH; py++) {
            for (int32_t px = 0; px < a->outW; px++) {
                *dst = ncn_requantise(m[oc] * window_max(a, map, py, px) + a->bias[oc], a->shift, a->relu);
                dst += a->outC;
            }
        }
    }
    return NCN_OK;
}
