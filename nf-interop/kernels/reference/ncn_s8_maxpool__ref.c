/* Max pooling, eq. (3): src0 int8 [inH][inW][C], dst int8 [outH][outW][C]; windows are clipped at the edge. */
#include "ncn_windows.h"

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

static inline void store(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c, void *value) {
    *(int8_t *)value = window_max(a, y, x, c);
}

ncn_status ncn_s8_maxpool__ref(const ncn_kernel_args *a) {
    ncn_windows(a, 0, 0, sizeof(int8_t), store);
    return NCN_OK;
}
