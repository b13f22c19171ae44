/* Binary convolution, bits to bits, eq. (7)-(9), on a Cortex-M7: ncn_b1_conv2d__ref by run-time tables where they pay,
   else sum by sum. */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_b1_direct.h"
#include "ncn_m7_b1_tables.h"
#include "ncn_mem.h"
#include "ncn_u_rows.h"
#include "ncn_window.h"

/* t cut to [-bits, bits + 1], beyond which no s of so many bits decides; as a halfword. */
static inline uint32_t cut(int32_t t, int32_t bits) {
    return (uint16_t)(t < -bits ? -bits : t > bits + 1 ? bits + 1 : t);
}

/* t of a channel, or of none. */
static inline uint32_t threshold_of(const ncn_kernel_args *a, int32_t channel) {
    const int32_t bits = a->kH * a->kW * a->inC;
    return cut(channel < a->outC ? a->bias[channel] : bits + 1, bits);
}

/* Channel lanes: the starts of rows first .. end - 1; they change only at the border. */
static void start_rows(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t first, int32_t end) {
    const ncn_m7_inside inside = ncn_m7_inside_of(a);
    const uint32_t *const threshold = m->starts;
    uint32_t *const start = m->starts + NCN_M7_SUM_WORDS;
    int32_t kValid = -1;
    uint32_t *sum = m->sums;
    for (int32_t cy = first; cy < end; cy++)
        for (int32_t cx = 0; cx < a->convW; cx++, sum += NCN_M7_SUM_WORDS) {
            const int32_t valid = ncn_m7_valid_bits(a, &inside, cy, cx);
            if (valid != kValid) {
                kValid = valid;
                for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
                    start[i] = ncn_m7_sum_start(~((uint32_t)kValid * 0x10001u), threshold[i]);
            }
            for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
                sum[i] = start[i];
        }
}

/* Their u. The lower half of a word starts it. */
static void store_rows(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel, int32_t first, int32_t end) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    const int32_t at = channel & 31;
    const bool last = at != 0 || channel + NCN_M7_LANES >= a->outC;
    const uint32_t *sum = m->sums;
    for (int32_t cy = first; cy < end; cy++) {
        uint32_t *u = ncn_u_row(a, cy) + (channel >> 5);
        for (int32_t cx = 0; cx < a->convW; cx++, sum += NCN_M7_SUM_WORDS, u += words)
            *u = (at == 0 ? 0 : *u) | ncn_m7_sum_signs(sum) << at;
        if (last || ncn_u_pools(a))
            ncn_u_row_done(a, cy, channel >> 5);
    }
}

/* Thresholds of channels channel .. channel + 15, as lanes lie in sums. */
static void set_thresholds(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel) {
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
        m->starts[i] = threshold_of(a, channel + i) | threshold_of(a, channel + 8 + i) << 16;
}

/* One method's variables are not on the stack while another runs. */
#define METHOD static __attribute__((noinline)) void

METHOD by_whole_windows(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    for (int32_t channel = 0; channel < a->outC; channel += NCN_M7_LANES) {
        set_thresholds(m, a, channel);
        ncn_m7_sign_channels(m, a, channel);
    }
}

METHOD by_channel_lanes(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    for (int32_t first = 0; first < a->convH; first += m->bandRows) {
        const int32_t end = a->convH - first < m->bandRows ? a->convH : first + m->bandRows;
        for (int32_t channel = 0; channel < a->outC; channel += NCN_M7_LANES) {
            set_thresholds(m, a, channel);
            start_rows(m, a, first, end);
            ncn_m7_sum_channels(m, a, channel, first, end);
            store_rows(m, a, channel, first, end);
        }
    }
}

/* Pixel lanes: the starts of all channels of a block of pixels. */
static void start_block(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel) {
    const int32_t bits = a->kH * a->kW * a->inC;
    const int32_t *t = a->bias, *const end = t + a->outC;
    uint32_t *const notKValid = m->build, *sum = m->sums, differ = 0;
    ncn_m7_valid_lanes(a, pixel, notKValid);
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++) {
        notKValid[i] = ~notKValid[i];
        differ |= notKValid[i] ^ notKValid[0];
    }
    if (differ == 0) {
        const uint32_t all = notKValid[0];
        for (; t != end; t++, sum += NCN_M7_SUM_WORDS) {
            const uint32_t start = ncn_m7_sum_start(all, cut(*t, bits) * 0x10001u);
            for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
                sum[i] = start;
        }
        return;
    }
    for (; t != end; t++, sum += NCN_M7_SUM_WORDS) {
        const uint32_t threshold = cut(*t, bits) * 0x10001u;
        for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
            sum[i] = ncn_m7_sum_start(notKValid[i], threshold);
    }
}

/* 16 x 32 bits: pixel i in bit i of row[c] and, channel 16 + c, bit 16 + i, to channel c in bit c of row[i]. */
static void transpose(uint32_t row[NCN_M7_LANES]) {
    uint32_t mask = 0x00FF00FFu;
    for (int32_t n = 8; n > 0; mask ^= mask << (n >> 1), n >>= 1)
        for (int32_t i = 0; i < NCN_M7_LANES; i = (i + n + 1) & ~n) {
            const uint32_t t = (row[i] >> n ^ row[i + n]) & mask;
            row[i + n] ^= t;
            row[i] ^= t << n;
        }
}

static void store_block(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, const uint16_t *signs) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC), pixels = a->convH * a->convW;
    const int32_t end = pixels - pixel < NCN_M7_LANES ? pixels : pixel + NCN_M7_LANES;
    uint32_t *const row = m->build;
    for (int32_t word = 0; word < words; word++, signs += 2 * NCN_M7_LANES) {
        const int32_t channels = a->outC - 32 * word;
        for (int32_t i = 0; i < NCN_M7_LANES; i++)
            row[i] = (i < channels ? signs[i] : 0u) | (i + NCN_M7_LANES < channels ? signs[i + NCN_M7_LANES] : 0u)
                                                          << 16;
        transpose(row);
        int32_t cy = pixel / a->convW, cx = pixel % a->convW;
        const uint32_t *from = row;
        for (int32_t left = end - pixel; left > 0; cy++, cx = 0) {
            uint32_t *u = ncn_u_row(a, cy) + cx * words + word;
            const int32_t inRow = a->convW - cx < left ? a->convW - cx : left;
            for (int32_t i = 0; i < inRow; i++, u += words)
                *u = *from++;
            left -= inRow;
            if (cx + inRow == a->convW)
                ncn_u_row_done(a, cy, word);
        }
    }
}

METHOD by_pixel_lanes(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    for (int32_t pixel = 0; pixel < a->convH * a->convW; pixel += NCN_M7_LANES) {
        uint16_t *signs = (uint16_t *)m->sums;
        start_block(m, a, pixel);
        ncn_m7_sum_pixels(m, a, pixel, m->sums, signs);
        store_block(m, a, pixel, signs);
    }
}

/* A word of output channels of one pixel. */
static uint32_t word_of(const ncn_kernel_args *a, const ncn_span *y, const ncn_span *x, int32_t channel) {
    const int32_t channels = a->outC - channel < 32 ? a->outC - channel : 32;
    uint32_t u = 0;
    for (int32_t i = 0; i < channels; i++)
        u |= (uint32_t)(ncn_m7_direct_sum(a, y, x, channel + i) >= a->bias[channel + i]) << i;
    return u;
}

METHOD by_sums(const ncn_kernel_args *a) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    for (int32_t cy = 0; cy < a->convH; cy++) {
        const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
        uint32_t *u = ncn_u_row(a, cy);
        for (int32_t cx = 0; cx < a->convW; cx++) {
            const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
            for (int32_t word = 0; word < words; word++)
                *u++ = word_of(a, &y, &x, 32 * word);
        }
        for (int32_t word = 0; word < words; word++)
            ncn_u_row_done(a, cy, word);
    }
}

ncn_status ncn_b1_conv2d__m7(const ncn_kernel_args *a) {
    const ncn_m7_tables m = ncn_m7_tables_in(a, false);
    ncn_u_begin(a);
    if (m.lanes == NCN_M7_CHANNEL_LANES && ncn_m7_whole_window(&m, a) && m.bandRows == a->convH)
        by_whole_windows(&m, a);
    else if (m.lanes == NCN_M7_CHANNEL_LANES)
        by_channel_lanes(&m, a);
    else if (m.lanes == NCN_M7_PIXEL_LANES)
        by_pixel_lanes(&m, a);
    else
        by_sums(a);
    ncn_u_end(a);
    return NCN_OK;
}
