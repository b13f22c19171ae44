/* Max pooling of floats, eq. (3) and (22): src0 float32 [inH][inW][C], dst float32 [outH][outW][C]; windows are clipped
   at the edge. */
#include "ncn_windows.h"

/* Largest value of channel c in the window, the first of equals. */
static float window_max(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c) {
    const float *src = (const float *)a->src0;
    float max = src[((y.origin + y.begin) * a->inW + x.origin + x.begin) * a->inC + c];
    for (int32_t ky = y.begin; ky < y.end; ky++)
        for (int32_t kx = x.begin; kx < x.end; kx++) {
            const float v = src[((y.origin + ky) * a->inW + x.origin + kx) * a->inC + c];
            max = v > max ? v : max;
        }
    return max;
}

static inline void store(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c, void *value) {
    *(float *)value = window_max(a, y, x, c);
}

ncn_status ncn_f32_maxpool__ref(const ncn_kernel_args *a) {
    ncn_windows(a, 0, 0, sizeof(float), store);
    return NCN_OK;
}
