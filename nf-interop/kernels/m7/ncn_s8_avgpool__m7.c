/* Average pooling, eq. (3), on a Cortex-M7: ncn_s8_avgpool__ref, 4 channels at once. A window row has at most 255 taps,
   so its sums fit halfwords. */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_quad.h"
#include "ncn_section.h"
#include "ncn_window.h"

/* Sums of up to 4 channels over a window: its first pixel's channels at p, `channels` of them. */
static inline void window_sums(const ncn_kernel_args *a, const int8_t *p, int32_t rows, int32_t columns,
                               int32_t channels, int32_t sum[4]) {
    sum[0] = sum[1] = sum[2] = sum[3] = 0;
    for (int32_t y = 0; y < rows; y++, p += a->inW * a->inC) {
        const int8_t *q = p;
        uint32_t even = 0, odd = 0;
        for (int32_t x = 0; x < columns; x++, q += a->inC) {
            const uint32_t v = channels >= 4 ? ncn_load4(q) : ncn_m7_load_tail(q, channels);
            even = ncn_sxtab16(even, v);
            odd = ncn_sxtab16_odd(odd, v);
        }
        sum[0] += (int16_t)even;
        sum[1] += (int16_t)odd;
        sum[2] += (int32_t)even >> 16;
        sum[3] += (int32_t)odd >> 16;
    }
}

/* floor((sum + floor(n/2)) / n) for |sum| <= 128·n. */
static inline int8_t average(int32_t sum, int32_t n) {
    return (int8_t)((int32_t)((uint32_t)(sum + n / 2 + 128 * n) / (uint32_t)n) - 128);
}

NCN_HOT ncn_status ncn_s8_avgpool__m7(const ncn_kernel_args *a) {
    int8_t *dst = (int8_t *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, 0, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++, dst += a->outC) {
            const ncn_span x = ncn_span_of(ox, a->stride, 0, a->kW, a->inW);
            const int8_t *src = (const int8_t *)a->src0 + (y.origin * a->inW + x.origin) * a->inC;
            for (int32_t c = 0; c < a->outC; c += 4) {
                const int32_t channels = a->outC - c < 4 ? a->outC - c : 4;
                int32_t sum[4];
                window_sums(a, src + c, y.end, x.end, channels, sum);
                for (int32_t i = 0; i < channels; i++)
                    dst[c + i] = average(sum[i], x.end * y.end);
            }
        }
    }
    return NCN_OK;
}
