/* Average pooling, eq. (3): src0 int8 [inH][inW][C], dst int8 [outH][outW][C] = floor((sum + floor(n/2)) / n), n the
   taps inside the image; windows are clipped at the edge. */
#include "ncn_kernels.h"
#include "ncn_window.h"

/* floor(a / n) for n > 0, also for negative a, where C's division rounds towards zero. */
static int32_t floor_div(int32_t a, int32_t n) {
    return a >= 0 ? a / n : -((n - 1 - a) / n);
}

/* Sum of channel c in the window; at most 255·255 taps. */
static int32_t window_sum(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c) {
    const int8_t *src = (const int8_t *)a->src0;
    int32_t sum = 0;
    for (int32_t ky = y.begin; ky < y.end; ky++)
        for (int32_t kx = x.begin; kx < x.end; kx++)
            sum += src[((y.origin + ky) * a->inW + x.origin + kx) * a->inC + c];
    return sum;
}

ncn_status ncn_s8_avgpool__ref(const ncn_kernel_args *a) {
    int8_t *dst = (int8_t *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, 0, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, 0, a->kW, a->inW);
            const int32_t n = (y.end - y.begin) * (x.end - x.begin);
            for (int32_t c = 0; c < a->outC; c++)
                *dst++ = (int8_t)floor_div(window_sum(a, y, x, c) + n / 2, n);
        }
    }
    return NCN_OK;
}
