/* Max pooling, eq. (3), on a Cortex-M7: ncn_s8_maxpool__ref, 4 channels a word (SSUB8, SEL) and one window direction
   after the other: the workspace holds one output row's column maxima, so that overlapping windows share them. */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_window.h"

/* dst[i] = max of dst[i] and src[i], n bytes. */
static void max_into(int8_t *restrict dst, const int8_t *restrict src, int32_t n) {
    int32_t i = 0;
    for (; i + 8 <= n; i += 8) {
        const uint32_t v = ncn_max_s8x4(ncn_load4(dst + i), ncn_load4(src + i));
        const uint32_t w = ncn_max_s8x4(ncn_load4(dst + i + 4), ncn_load4(src + i + 4));
        ncn_store4(dst + i, v);
        ncn_store4(dst + i + 4, w);
    }
    for (; i + 4 <= n; i += 4)
        ncn_store4(dst + i, ncn_max_s8x4(ncn_load4(dst + i), ncn_load4(src + i)));
    for (; i < n; i++)
        dst[i] = dst[i] > src[i] ? dst[i] : src[i];
}

static void copy(int8_t *restrict dst, const int8_t *restrict src, int32_t n) {
    int32_t i = 0;
    for (; i + 4 <= n; i += 4)
        ncn_store4(dst + i, ncn_load4(src + i));
    for (; i < n; i++)
        dst[i] = src[i];
}

ncn_status ncn_s8_maxpool__m7(const ncn_kernel_args *a) {
    const int32_t rowBytes = a->inW * a->inC;
    int8_t *row = (int8_t *)a->workspace; /* [inW][C]: maxima over the window's rows */
    int8_t *dst = (int8_t *)a->dst;
    if (a->workspaceBytes < rowBytes)
        return ncn_s8_maxpool__ref(a);
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, 0, a->kH, a->inH);
        const int8_t *src = (const int8_t *)a->src0 + y.origin * rowBytes;
        copy(row, src, rowBytes);
        for (int32_t ky = 1; ky < y.end; ky++)
            max_into(row, src + ky * rowBytes, rowBytes);
        for (int32_t ox = 0; ox < a->outW; ox++, dst += a->outC) {
            const ncn_span x = ncn_span_of(ox, a->stride, 0, a->kW, a->inW);
            const int8_t *column = row + x.origin * a->inC;
            copy(dst, column, a->inC);
            for (int32_t kx = 1; kx < x.end; kx++)
                max_into(dst, column + kx * a->inC, a->inC);
        }
    }
    return NCN_OK;
}
