/* Last hidden layer of a binary network, bits to int8, eq. (11), on a Cortex-M7: ncn_b1_conv2d_s8__ref by run-time
   tables, where the workspace holds their sums of a whole map, else sum by sum into the scratch. */
#include "ncn_acle.h"
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_m7_b1_direct.h"
#include "ncn_m7_b1_tables.h"
#include "ncn_mem.h"
#include "ncn_u_rows.h"
#include "ncn_window.h"

/* Channel lanes: differing bits to s = K_valid - 2·differing, for all pixels; |s| <= NCN_M7_MAX_BITS fits a halfword.
 */
static void sums_to_s(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    const ncn_m7_inside inside = ncn_m7_inside_of(a);
    uint32_t *sum = m->sums;
    for (int32_t cy = 0; cy < a->convH; cy++)
        for (int32_t cx = 0; cx < a->convW; cx++) {
            const uint32_t kValid = (uint32_t)ncn_m7_valid_bits(a, &inside, cy, cx) * 0x10001u;
            for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++, sum++)
                *sum = ncn_ssub16(kValid, ncn_sadd16(*sum, *sum));
        }
}

/* Largest s of all 16 channels in the pooling window of output pixel (py, px). */
static void window_max(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t py, int32_t px,
                       uint32_t max[NCN_M7_SUM_WORDS]) {
    const ncn_span y = ncn_span_of(py, a->poolStride, 0, a->poolH, a->convH);
    const ncn_span x = ncn_span_of(px, a->poolStride, 0, a->poolW, a->convW);
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
        max[i] = 0x80008000u;
    for (int32_t ky = y.begin; ky < y.end; ky++) {
        const uint32_t *s = m->sums + ((y.origin + ky) * a->convW + x.origin + x.begin) * NCN_M7_SUM_WORDS;
        for (int32_t kx = x.begin; kx < x.end; kx++)
            for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
                max[i] = ncn_max_s16x2(max[i], *s++);
    }
}

static int32_t lane_of(const uint32_t *sum, int32_t i) {
    return (int16_t)(uint16_t)(sum[i & 7] >> 2 * (i & 8));
}

static void by_channel_lanes(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    const int16_t *factor = (const int16_t *)a->aux;
    const int32_t pixels = a->convH * a->convW;
    uint32_t max[NCN_M7_SUM_WORDS];
    for (int32_t channel = 0; channel < a->outC; channel += NCN_M7_LANES) {
        const int32_t left = a->outC - channel;
        const int32_t channels = left < NCN_M7_LANES ? left : NCN_M7_LANES;
        ncn_fill(m->sums, 0, 4 * NCN_M7_SUM_WORDS * (size_t)pixels);
        ncn_m7_sum_channels(m, a, channel, 0, a->convH);
        sums_to_s(m, a);
        for (int32_t py = 0; py < a->outH; py++) {
            for (int32_t px = 0; px < a->outW; px++) {
                int8_t *dst = (int8_t *)a->dst + (py * a->outW + px) * a->outC + channel;
                window_max(m, a, py, px, max);
                for (int32_t i = 0; i < channels; i++)
                    dst[i] =
                        ncn_requantise(factor[channel + i] * lane_of(max, i) + a->bias[channel + i], a->shift, a->relu);
            }
        }
    }
}

/* Largest of a window of a channel's map. */
static inline int32_t map_max(const int32_t *row, int32_t rowLength, int32_t rows, int32_t columns) {
    int32_t max = INT32_MIN;
    for (; rows > 0; rows--, row += rowLength)
        for (int32_t x = 0; x < columns; x++)
            max = row[x] > max ? row[x] : max;
    return max;
}

/* A channel from its map of s. */
static void store_channel(const ncn_kernel_args *a, int32_t channel, const int32_t *map) {
    const int32_t factor = ((const int16_t *)a->aux)[channel], offset = a->bias[channel];
    int8_t *dst = (int8_t *)a->dst + channel;
    for (int32_t py = 0; py < a->outH; py++) {
        const ncn_span y = ncn_span_of(py, a->poolStride, 0, a->poolH, a->convH);
        for (int32_t px = 0; px < a->outW; px++, dst += a->outC) {
            const ncn_span x = ncn_span_of(px, a->poolStride, 0, a->poolW, a->convW);
            const int32_t s = map_max(map + y.origin * a->convW + x.origin, a->convW, y.end, x.end);
            *dst = ncn_requantise(factor * s + offset, a->shift, a->relu);
        }
    }
}

/* Pixel lanes: differing bits to s of all channels of a block. */
static void block_to_s(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, uint32_t *sums) {
    uint32_t *const kValid = m->build;
    ncn_m7_valid_lanes(a, pixel, kValid);
    for (int32_t channel = 0; channel < a->outC; channel++)
        for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++, sums++)
            *sums = ncn_ssub16(kValid[i], ncn_sadd16(*sums, *sums));
}

/* rshr(x, shift) of a shift above 0, to int8. */
static inline __attribute__((always_inline)) int8_t end_of(int32_t x, int32_t shift, bool relu) {
    const int32_t y = (x >> shift) + (x >> (shift - 1) & 1);
    return (int8_t)(relu ? ncn_usat7(y) : ncn_ssat8(y));
}

/* Without pooling: all channels of a block of `count` pixels, dst the first one's. */
static inline __attribute__((always_inline)) void end_block(const ncn_kernel_args *a, const uint32_t *s, int8_t *dst,
                                                            int32_t count, bool relu) {
    const int16_t *factor = (const int16_t *)a->aux;
    const int32_t outC = a->outC, shift = a->shift;
    for (int32_t c = 0; c < outC; c++, s += NCN_M7_SUM_WORDS, dst++) {
        const int32_t by = factor[c], offset = a->bias[c];
        if (count < NCN_M7_LANES) {
            for (int32_t i = 0; i < count; i++)
                dst[i * outC] = end_of(by * lane_of(s, i) + offset, shift, relu);
            continue;
        }
        int8_t *low = dst, *high = dst + NCN_M7_SUM_WORDS * outC;
        for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++, low += outC, high += outC) {
            *low = end_of(by * (int16_t)(uint16_t)s[i] + offset, shift, relu);
            *high = end_of(by * (int16_t)(uint16_t)(s[i] >> 16) + offset, shift, relu);
        }
    }
}

/* At most 16 lanes, one by one. */
static void unpack(int32_t *map, const uint32_t *s, int32_t count) {
    if (count < NCN_M7_LANES) {
        for (int32_t i = 0; i < count; i++)
            map[i] = lane_of(s, i);
        return;
    }
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++) {
        map[i] = lane_of(s, i);
        map[i + NCN_M7_SUM_WORDS] = lane_of(s, i + NCN_M7_SUM_WORDS);
    }
}

static void by_pixel_lanes(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    const int32_t pixels = a->convH * a->convW;
    const int32_t blockWords = a->outC * NCN_M7_SUM_WORDS;
    const int32_t blocks = (pixels + NCN_M7_LANES - 1) / NCN_M7_LANES;
    const bool direct = !ncn_u_pools(a) && a->shift > 0;
    ncn_fill(m->sums, 0, 4 * (size_t)(blocks * blockWords));
    for (int32_t block = 0; block < blocks; block++) {
        uint32_t *sums = m->sums + block * blockWords;
        ncn_m7_sum_pixels(m, a, block * NCN_M7_LANES, sums, NULL);
        block_to_s(m, a, block * NCN_M7_LANES, sums);
        if (!direct)
            continue;
        int8_t *dst = (int8_t *)a->dst + block * NCN_M7_LANES * a->outC;
        const int32_t left = pixels - block * NCN_M7_LANES, count = left < NCN_M7_LANES ? left : NCN_M7_LANES;
        if (a->relu)
            end_block(a, sums, dst, count, true);
        else
            end_block(a, sums, dst, count, false);
    }
    if (direct)
        return;
    int32_t *map = (int32_t *)a->scratch;
    for (int32_t channel = 0; channel < a->outC; channel++) {
        const uint32_t *s = m->sums + channel * NCN_M7_SUM_WORDS;
        for (int32_t pixel = 0; pixel < pixels; pixel += NCN_M7_LANES, s += blockWords)
            unpack(map + pixel, s, pixels - pixel);
        store_channel(a, channel, map);
    }
}

static void channel_by_sums(const ncn_kernel_args *a, int32_t channel, int32_t *map) {
    int32_t *s = map;
    for (int32_t cy = 0; cy < a->convH; cy++) {
        const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
        for (int32_t cx = 0; cx < a->convW; cx++) {
            const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
            *s++ = ncn_m7_direct_sum(a, &y, &x, channel);
        }
    }
    store_channel(a, channel, map);
}

ncn_status ncn_b1_conv2d_s8__m7(const ncn_kernel_args *a) {
    const ncn_m7_tables m = ncn_m7_tables_in(a, true);
    if (m.lanes == NCN_M7_CHANNEL_LANES)
        by_channel_lanes(&m, a);
    else if (m.lanes == NCN_M7_PIXEL_LANES)
        by_pixel_lanes(&m, a);
    else
        for (int32_t channel = 0; channel < a->outC; channel++)
            channel_by_sums(a, channel, (int32_t *)a->scratch);
    return NCN_OK;
}
