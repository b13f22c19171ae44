/* Binary convolution, bits to bits, eq. (7)-(9), on a Cortex-M7: ncn_b1_conv2d__ref by run-time tables where the map is
   large enough to pay for them, else sum by sum. */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_b1_direct.h"
#include "ncn_m7_b1_tables.h"
#include "ncn_u_rows.h"
#include "ncn_window.h"

/* What sign thresholds become: halfwords like the sums', K_valid - t. u = (s >= t) = (K_valid - t - 2·differing >= 0).
 */
typedef struct thresholds {
    uint32_t minus_t[NCN_M7_SUM_WORDS]; /* -t, cut to ±(bits + 1), beyond which no s decides */
    uint32_t limit[NCN_M7_SUM_WORDS];   /* K_valid - t for kValid */
    int32_t kValid;
} thresholds;

static void set_thresholds(thresholds *t, const ncn_kernel_args *a, int32_t channel) {
    const int32_t bits = a->kH * a->kW * a->inC;
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
        t->minus_t[i] = 0;
    for (int32_t i = 0; i < NCN_M7_TABLE_CHANNELS; i++) {
        const int32_t lane = ncn_m7_sum_lane(i);
        int32_t v = channel + i < a->outC ? a->bias[channel + i] : bits + 1;
        v = v < -bits ? -bits : v > bits + 1 ? bits + 1 : v;
        t->minus_t[lane / 32] |= (uint32_t)(uint16_t)-v << (lane % 32);
    }
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
        t->limit[i] = t->minus_t[i];
    t->kValid = 0;
}

static void set_limits(thresholds *t, int32_t kValid) {
    if (t->kValid == kValid)
        return;
    t->kValid = kValid;
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
        t->limit[i] = ncn_sadd16(t->minus_t[i], (uint32_t)kValid * 0x10001u);
}

/* 8 channels' u, from 4 words of sums: signs of limit - 2·sum. */
static inline uint32_t compare8(const uint32_t *limit, const uint32_t *sum) {
    const uint32_t a = ncn_ssub16(limit[0], 2 * sum[0]), b = ncn_ssub16(limit[1], 2 * sum[1]);
    const uint32_t c = ncn_ssub16(limit[2], 2 * sum[2]), d = ncn_ssub16(limit[3], 2 * sum[3]);
    const uint32_t r =
        (a >> 15 & 0x00010001u) | (b >> 14 & 0x00020002u) | (c >> 11 & 0x00100010u) | (d >> 10 & 0x00200020u);
    return ~(r | r >> 14) & 0xFFu;
}

/* 16 channels from `channel` on, rows first .. end - 1, from their sums. The lower half of a word starts it. */
static void store_rows(const ncn_m7_tables *m, const ncn_kernel_args *a, thresholds *t, int32_t channel, int32_t first,
                       int32_t end) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    const int32_t at = channel & 31;
    const bool last = at != 0 || channel + NCN_M7_TABLE_CHANNELS >= a->outC;
    const uint32_t *sum = m->sums;
    for (int32_t oy = first; oy < end; oy++) {
        uint32_t *u = ncn_u_row(a, oy) + (channel >> 5);
        const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
        const int32_t rowBits = (y.end - y.begin) * a->inC;
        for (int32_t ox = 0; ox < a->convW; ox++, sum += NCN_M7_SUM_WORDS, u += words) {
            const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
            set_limits(t, rowBits * (x.end - x.begin));
            const uint32_t bits = compare8(t->limit, sum) | compare8(t->limit + 4, sum + 4) << 8;
            *u = (at == 0 ? 0 : *u) | bits << at;
        }
        if (last || ncn_u_pools(a))
            ncn_u_row_done(a, oy, channel >> 5);
    }
}

static void by_tables(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    thresholds t;
    for (int32_t first = 0; first < a->convH; first += m->bandRows) {
        const int32_t end = a->convH - first < m->bandRows ? a->convH : first + m->bandRows;
        for (int32_t channel = 0; channel < a->outC; channel += NCN_M7_TABLE_CHANNELS) {
            set_thresholds(&t, a, channel);
            ncn_m7_tables_sum(m, a, channel, first, end);
            store_rows(m, a, &t, channel, first, end);
        }
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

static void by_sums(const ncn_kernel_args *a) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    for (int32_t oy = 0; oy < a->convH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
        uint32_t *u = ncn_u_row(a, oy);
        for (int32_t ox = 0; ox < a->convW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
            for (int32_t word = 0; word < words; word++)
                *u++ = word_of(a, &y, &x, 32 * word);
        }
        for (int32_t word = 0; word < words; word++)
            ncn_u_row_done(a, oy, word);
    }
}

ncn_status ncn_b1_conv2d__m7(const ncn_kernel_args *a) {
    const ncn_m7_tables m = ncn_m7_tables_in(a, a->convH, a->convW);
    ncn_u_begin(a);
    if (m.bandRows > 0)
        by_tables(&m, a);
    else
        by_sums(a);
    ncn_u_end(a);
    return NCN_OK;
}
