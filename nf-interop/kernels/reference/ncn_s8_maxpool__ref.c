/* Max pooling, eq. (3): src0 int8 [inH][inW][C], dst int8 [outH][outW][C]; windows are clipped at the edge. */
#include "ncn_kernels.h"
#include "ncn_window.h"

/* Largest value of channel c in the window. */
static int8_t window_max(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c) {
    const int8_t *src = (const int8_t *)a->src0;
    int8_t max = INT8_MIN;
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        for (int32_t kx = x.begin; kx < x.end; kx++) {
            const int8_t v = src[((y.origin + ky) * a->inW + x.origin + kx) * a->inC + c];
            max = v > max ? v : max;
        }
    }
    return max;
}

ncn_status ncn_s8_maxpool__ref(const ncn_kernel_args *a) {
    int8_t *dst = (int8_t *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, 0, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, 0, a->kW, a->inW);
            for (int32_t c = 0; c < a->outC; c++)
                *dst++ = window_max(a, y, x, c);
        }
    }
    return NCN_OK;
}
