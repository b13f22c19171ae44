/* Last hidden layer of a binary network, bits to int8, eq. (11), on a Cortex-M7: ncn_b1_conv2d_s8__ref by run-time
   tables, where the workspace holds their sums of a whole map, else sum by sum. */
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

static inline int16_t low_of(uint32_t v) {
    return (int16_t)(uint16_t)v;
}
static inline int16_t high_of(uint32_t v) {
    return (int16_t)(uint16_t)(v >> 16);
}

static int32_t lane_of(const uint32_t *sum, int32_t i) {
    return (int16_t)(uint16_t)(sum[i & 7] >> 2 * (i & 8));
}

static __attribute__((noinline)) void by_channel_lanes(const ncn_m7_tables *m, const ncn_kernel_args *a) {
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

/* Pixel lanes: differing bits of blocks of 16 pixels of a channel, `step` words apart, to their s, in order. */
static __attribute__((noinline)) void to_s(uint32_t *restrict s, const uint32_t *restrict kValid,
                                           const uint32_t *restrict sum, int32_t step, int32_t blocks) {
    const uint32_t *const end = kValid + blocks * NCN_M7_SUM_WORDS;
    for (; kValid != end; kValid += NCN_M7_SUM_WORDS, s += NCN_M7_SUM_WORDS, sum += step)
        for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i += 2) {
            const uint32_t v = ncn_ssub16(kValid[i], ncn_sadd16(sum[i], sum[i]));
            const uint32_t w = ncn_ssub16(kValid[i + 1], ncn_sadd16(sum[i + 1], sum[i + 1]));
            s[i / 2] = ncn_low_halves(v, w);
            s[i / 2 + 4] = ncn_high_halves(v, w);
        }
}

/* What s becomes (11), for one channel. */
typedef struct ending {
    int16_t factor;
    int32_t offset; /* with the term that rounds */
    int32_t shift;
} ending;

static inline ending ending_of(const ncn_kernel_args *a, int32_t channel) {
    const int32_t round = a->shift > 0 ? (int32_t)(1u << (a->shift - 1)) : 0;
    return (ending){((const int16_t *)a->aux)[channel], a->bias[channel] + round, a->shift};
}

static inline int8_t end_of(ending e, int16_t s, bool relu) {
    const int32_t y = (e.factor * s + e.offset) >> e.shift;
    return (int8_t)(relu ? ncn_usat7(y) : ncn_ssat8(y));
}

/* Inlined for either value of relu. */
#define ENDING static inline __attribute__((always_inline))

/* Largest s of a pooling window of a map. */
static int16_t map_max(const ncn_kernel_args *a, const int16_t *s, int32_t py, int32_t px) {
    const ncn_span y = ncn_span_of(py, a->poolStride, 0, a->poolH, a->convH);
    const ncn_span x = ncn_span_of(px, a->poolStride, 0, a->poolW, a->convW);
    int16_t max = INT16_MIN;
    s += y.origin * a->convW + x.origin;
    for (int32_t ky = 0; ky < y.end; ky++, s += a->convW)
        for (int32_t kx = 0; kx < x.end; kx++)
            max = s[kx] > max ? s[kx] : max;
    return max;
}

/* A channel without pooling, from its map of s. */
ENDING void store_pixels(const ncn_kernel_args *a, const uint32_t *s, ending e, int8_t *dst, bool relu) {
    const int32_t outC = a->outC, pixels = a->convH * a->convW;
    const uint32_t *const end = s + pixels / 2;
#pragma GCC unroll 1
    for (; s != end; s++, dst += 2 * outC) {
        const int8_t first = end_of(e, low_of(*s), relu), second = end_of(e, high_of(*s), relu);
        dst[0] = first;
        dst[outC] = second;
    }
    if (pixels % 2 != 0)
        *dst = end_of(e, low_of(*s), relu);
}

/* Pooled by windows of 2 x 2 that touch, where these are all, in rows of words. */
ENDING void store_fours(const ncn_kernel_args *a, const uint32_t *s, ending e, int8_t *dst, bool relu) {
    const int32_t outC = a->outC, rowWords = a->convW / 2;
    for (const uint32_t *const end = s + a->convH * rowWords; s != end; s += rowWords)
#pragma GCC unroll 1
        for (const uint32_t *const below = s + rowWords; s != below; s++, dst += outC) {
            const uint32_t max = ncn_max_s16x2(s[0], s[rowWords]);
            *dst = end_of(e, low_of(max) > high_of(max) ? low_of(max) : high_of(max), relu);
        }
}

ENDING void store_windows(const ncn_kernel_args *a, const int16_t *s, ending e, int8_t *dst, bool relu) {
    for (int32_t py = 0; py < a->outH; py++)
        for (int32_t px = 0; px < a->outW; px++, dst += a->outC)
            *dst = end_of(e, map_max(a, s, py, px), relu);
}

/* All of them, as the layer pools. */
ENDING void store(const ncn_kernel_args *a, const uint32_t *s, ending e, int8_t *dst, bool relu) {
    if (!ncn_u_pools(a))
        store_pixels(a, s, e, dst, relu);
    else if (a->poolH == 2 && a->poolW == 2 && a->poolStride == 2 && (a->convW | a->convH) % 2 == 0)
        store_fours(a, s, e, dst, relu);
    else
        store_windows(a, (const int16_t *)(const void *)s, e, dst, relu);
}

static __attribute__((noinline)) void store_channel(const ncn_kernel_args *a, const uint32_t *s, int32_t channel) {
    if (a->relu)
        store(a, s, ending_of(a, channel), (int8_t *)a->dst + channel, true);
    else
        store(a, s, ending_of(a, channel), (int8_t *)a->dst + channel, false);
}

static __attribute__((noinline)) void by_pixel_lanes(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    const int32_t blocks = ncn_m7_pixel_blocks(a), blockWords = a->outC * NCN_M7_SUM_WORDS;
    uint32_t *const kValid = m->sums + blocks * blockWords, *const map = kValid + blocks * NCN_M7_SUM_WORDS;
    ncn_fill(m->sums, 0, 4 * (size_t)(blocks * blockWords));
    for (int32_t block = 0; block < blocks; block++) {
        ncn_m7_sum_pixels(m, a, block * NCN_M7_LANES, m->sums + block * blockWords, NULL);
        ncn_m7_valid_lanes(a, block * NCN_M7_LANES, kValid + block * NCN_M7_SUM_WORDS);
    }
    for (int32_t channel = 0; channel < a->outC; channel++) {
        to_s(map, kValid, m->sums + channel * NCN_M7_SUM_WORDS, blockWords, blocks);
        store_channel(a, map, channel);
    }
}

/* Without tables. Windows that overlap take their sums again. */
static int32_t direct_max(const ncn_kernel_args *a, int32_t py, int32_t px, int32_t channel) {
    const ncn_span poolY = ncn_span_of(py, a->poolStride, 0, a->poolH, a->convH);
    const ncn_span poolX = ncn_span_of(px, a->poolStride, 0, a->poolW, a->convW);
    int32_t max = INT32_MIN;
    for (int32_t cy = poolY.origin; cy < poolY.origin + poolY.end; cy++)
        for (int32_t cx = poolX.origin; cx < poolX.origin + poolX.end; cx++) {
            const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
            const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
            const int32_t s = ncn_m7_direct_sum(a, &y, &x, channel);
            max = s > max ? s : max;
        }
    return max;
}

static __attribute__((noinline)) void by_sums(const ncn_kernel_args *a) {
    const int16_t *factor = (const int16_t *)a->aux;
    int8_t *dst = (int8_t *)a->dst;
    for (int32_t py = 0; py < a->outH; py++)
        for (int32_t px = 0; px < a->outW; px++)
            for (int32_t channel = 0; channel < a->outC; channel++)
                *dst++ = ncn_requantise(factor[channel] * direct_max(a, py, px, channel) + a->bias[channel], a->shift,
                                        a->relu);
}

ncn_status ncn_b1_conv2d_s8__m7(const ncn_kernel_args *a) {
    const ncn_m7_tables m = ncn_m7_tables_in(a, true);
    if (m.lanes == NCN_M7_CHANNEL_LANES)
        by_channel_lanes(&m, a);
    else if (m.lanes == NCN_M7_PIXEL_LANES)
        by_pixel_lanes(&m, a);
    else
        by_sums(a);
    return NCN_OK;
}
