/* Average pooling of floats, eq. (3) and (22): src0 float32 [inH][inW][C], dst float32 [outH][outW][C] = sum / n, n the
   taps inside the image; windows are clipped at the edge. */
#include "ncn_kernels.h"
#include "ncn_window.h"

/* Sum of channel c in the window, tap by tap in the order [kH][kW]. */
static float window_sum(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c) {
    const float *src = (const float *)a->src0;
    float sum = 0.0f;
    for (int32_t ky = y.begin; ky < y.end; ky++)
        for (int32_t kx = x.begin; kx < x.end; kx++)
            sum += src[((y.origin + ky) * a->inW + x.origin + kx) * a->inC + c];
    return sum;
}

ncn_status ncn_f32_avgpool__ref(const ncn_kernel_args *a) {
    float *dst = (float *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, 0, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, 0, a->kW, a->inW);
            const float n = (float)((y.end - y.begin) * (x.end - x.begin));
            for (int32_t c = 0; c < a->outC; c++)
                *dst++ = window_sum(a, y, x, c) / n;
        }
    }
    return NCN_OK;
}
