/* Max pooling, eq. (3), on a Cortex-M7: ncn_s8_maxpool__ref, 4 channels a word (SSUB8, SEL) and one window direction
   after the other: the workspace holds one output row's column maxima, so that overlapping windows share them. */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_window.h"

/* dst[i] = max of src[i], src[i + step], ..., `taps` of them; n bytes. */
static inline __attribute__((always_inline)) void max_of_taps(int8_t *restrict dst, const int8_t *restrict src,
                                                              int32_t step, int32_t taps, int32_t n) {
    int32_t i = 0;
    for (; i + 4 <= n; i += 4) {
        uint32_t v = ncn_load4(src + i);
        for (int32_t k = 1; k < taps; k++)
            v = ncn_max_s8x4(v, ncn_load4(src + k * step + i));
        ncn_store4(dst + i, v);
    }
    for (; i < n; i++) {
        dst[i] = src[i];
        for (int32_t k = 1; k < taps; k++)
            dst[i] = dst[i] > src[k * step + i] ? dst[i] : src[k * step + i];
    }
}

/* The same, by a loop of its own for the windows that networks have. */
static void max_of(int8_t *dst, const int8_t *src, int32_t step, int32_t taps, int32_t n) {
    if (taps == 3)
        max_of_taps(dst, src, step, 3, n);
    else if (taps == 2)
        max_of_taps(dst, src, step, 2, n);
    else
        max_of_taps(dst, src, step, taps, n);
}

ncn_status ncn_s8_maxpool__m7(const ncn_kernel_args *a) {
    const int32_t rowBytes = a->inW * a->inC;
    int8_t *row = (int8_t *)a->workspace; /* [inW][C]: maxima over the window's rows */
    int8_t *dst = (int8_t *)a->dst;
    if (a->workspaceBytes < rowBytes)
        return ncn_s8_maxpool__ref(a);
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, 0, a->kH, a->inH);
        max_of(row, (const int8_t *)a->src0 + y.origin * rowBytes, rowBytes, y.end, rowBytes);
        for (int32_t ox = 0; ox < a->outW; ox++, dst += a->outC) {
            const ncn_span x = ncn_span_of(ox, a->stride, 0, a->kW, a->inW);
            max_of(dst, row + x.origin * a->inC, a->inC, x.end, a->inC);
        }
    }
    return NCN_OK;
}
