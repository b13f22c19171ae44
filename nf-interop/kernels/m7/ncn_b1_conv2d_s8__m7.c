/* Last hidden layer of a binary network, bits to int8, eq. (11), on a Cortex-M7: ncn_b1_conv2d_s8__ref by run-time
   tables, 16 channels at a time, where the workspace holds their whole map, else sum by sum into the scratch. */
#include "ncn_acle.h"
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_m7_b1_direct.h"
#include "ncn_m7_b1_tables.h"
#include "ncn_window.h"

/* Differing bits to s = K_valid - 2·differing, for all pixels; |s| <= NCN_M7_MAX_BITS fits a halfword. */
static void sums_to_s(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    uint32_t *sum = m->sums;
    for (int32_t cy = 0; cy < m->mapH; cy++) {
        const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
        for (int32_t cx = 0; cx < m->mapW; cx++) {
            const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
            const uint32_t kValid = (uint32_t)((y.end - y.begin) * (x.end - x.begin) * a->inC) * 0x10001u;
            for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++, sum++)
                *sum = ncn_ssub16(kValid, 2 * *sum);
        }
    }
}

/* Largest s of all 16 channels in the pooling window of output pixel (py, px). */
static void window_max(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t py, int32_t px,
                       uint32_t max[NCN_M7_SUM_WORDS]) {
    const ncn_span y = ncn_span_of(py, a->poolStride, 0, a->poolH, m->mapH);
    const ncn_span x = ncn_span_of(px, a->poolStride, 0, a->poolW, m->mapW);
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
        max[i] = 0x80008000u;
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        const uint32_t *s = m->sums + ((y.origin + ky) * m->mapW + x.origin + x.begin) * NCN_M7_SUM_WORDS;
        for (int32_t kx = x.begin; kx < x.end; kx++)
            for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
                max[i] = ncn_max_s16x2(max[i], *s++);
    }
}

static void by_tables(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    const int16_t *factor = (const int16_t *)a->aux;
    uint32_t max[NCN_M7_SUM_WORDS];
    for (int32_t channel = 0; channel < a->outC; channel += NCN_M7_TABLE_CHANNELS) {
        const int32_t left = a->outC - channel;
        const int32_t channels = left < NCN_M7_TABLE_CHANNELS ? left : NCN_M7_TABLE_CHANNELS;
        ncn_m7_tables_sum(m, a, channel, 0, m->mapH);
        sums_to_s(m, a);
        for (int32_t py = 0; py < a->outH; py++) {
            for (int32_t px = 0; px < a->outW; px++) {
                int8_t *dst = (int8_t *)a->dst + (py * a->outW + px) * a->outC + channel;
                window_max(m, a, py, px, max);
                for (int32_t i = 0; i < channels; i++) {
                    const int32_t lane = ncn_m7_sum_lane(i);
                    const int32_t s = (int16_t)(uint16_t)(max[lane / 32] >> (lane % 32));
                    dst[i] = ncn_requantise(factor[channel + i] * s + a->bias[channel + i], a->shift, a->relu);
                }
            }
        }
    }
}

/* Largest s in the pooling window of a channel's map. */
static int32_t map_max(const ncn_kernel_args *a, const int32_t *map, int32_t py, int32_t px) {
    const ncn_span y = ncn_span_of(py, a->poolStride, 0, a->poolH, a->convH);
    const ncn_span x = ncn_span_of(px, a->poolStride, 0, a->poolW, a->convW);
    int32_t max = INT32_MIN;
    for (int32_t ky = y.begin; ky < y.end; ky++)
        for (int32_t kx = x.begin; kx < x.end; kx++) {
            const int32_t s = map[(y.origin + ky) * a->convW + x.origin + kx];
            max = s > max ? s : max;
        }
    return max;
}

static void channel_by_sums(const ncn_kernel_args *a, int32_t channel, int32_t *map) {
    const int32_t factor = ((const int16_t *)a->aux)[channel];
    int8_t *dst = (int8_t *)a->dst + channel;
    int32_t *s = map;
    for (int32_t cy = 0; cy < a->convH; cy++) {
        const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
        for (int32_t cx = 0; cx < a->convW; cx++) {
            const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
            *s++ = ncn_m7_direct_sum(a, &y, &x, channel);
        }
    }
    for (int32_t py = 0; py < a->outH; py++)
        for (int32_t px = 0; px < a->outW; px++, dst += a->outC)
            *dst = ncn_requantise(factor * map_max(a, map, py, px) + a->bias[channel], a->shift, a->relu);
}

ncn_status ncn_b1_conv2d_s8__m7(const ncn_kernel_args *a) {
    const ncn_m7_tables m = ncn_m7_tables_in(a, a->convH, a->convW);
    if (m.bandRows == a->convH) {
        by_tables(&m, a);
        return NCN_OK;
    }
    for (int32_t channel = 0; channel < a->outC; channel++)
        channel_by_sums(a, channel, (int32_t *)a->scratch);
    return NCN_OK;
}
