/* See ncn_m7_f45_weights.h. */
#include "ncn_m7_f45_weights.h"

#include "ncn_acle.h"
#include "ncn_mem.h"
#include "ncn_section.h"

/* ncn_f45_weights of two taps a word; no intermediate value leaves 16 bits: |u| <= 31·127. */
static inline void transform_pair(const uint32_t w[NCN_F45_TAPS], uint32_t u[NCN_F45_POINTS]) {
    const uint32_t twice4 = ncn_sadd16(w[4], w[4]), twice3 = ncn_sadd16(w[3], w[3]);
    const uint32_t twice0 = ncn_sadd16(w[0], w[0]), twice1 = ncn_sadd16(w[1], w[1]);
    const uint32_t s1 = ncn_sadd16(ncn_sadd16(w[0], w[2]), w[4]), d1 = ncn_sadd16(w[1], w[3]);
    uint32_t s2 = ncn_sadd16(w[2], ncn_sadd16(twice4, twice4)); /* w2 + 4·w4 */
    uint32_t s3 = ncn_sadd16(w[2], ncn_sadd16(twice0, twice0)); /* w2 + 4·w0 */
    uint32_t d2 = ncn_sadd16(w[1], ncn_sadd16(twice3, twice3)); /* w1 + 4·w3 */
    uint32_t d3 = ncn_sadd16(w[3], ncn_sadd16(twice1, twice1)); /* w3 + 4·w1 */
    s2 = ncn_sadd16(s2, s2), s3 = ncn_sadd16(s3, s3);
    s2 = ncn_sadd16(w[0], ncn_sadd16(s2, s2)), s3 = ncn_sadd16(w[4], ncn_sadd16(s3, s3));
    d2 = ncn_sadd16(d2, d2), d3 = ncn_sadd16(d3, d3);
    u[0] = w[0];
    u[1] = ncn_sadd16(s1, d1), u[2] = ncn_ssub16(s1, d1);
    u[3] = ncn_sadd16(s2, d2), u[4] = ncn_ssub16(s2, d2);
    u[5] = ncn_sadd16(s3, d3), u[6] = ncn_ssub16(s3, d3);
    u[7] = w[4];
}

/* One filter of whole quads of channels; dst: its first word. */
NCN_HOT static void filter_of_quads(uint32_t *dst, const int8_t *filter, int32_t inC) {
    const int32_t pointWords = NCN_F45_BLOCK * ncn_f45_words(inC);
    for (int32_t row = 0; row < NCN_F45_TAPS; row++, filter += NCN_F45_TAPS * inC)
        for (int32_t c = 0; c < inC; c += 4)
            for (int32_t half = 0; half < 2; half++, dst += NCN_F45_BLOCK) {
                uint32_t w[NCN_F45_TAPS], u[NCN_F45_POINTS];
                for (int32_t i = 0; i < NCN_F45_TAPS; i++) {
                    const uint32_t quad = ncn_load4(filter + i * inC + c);
                    w[i] = half ? ncn_sxtb16_odd(quad) : ncn_sxtb16(quad);
                }
                transform_pair(w, u);
                for (int32_t point = 0; point < NCN_F45_POINTS; point++)
                    dst[point * pointWords] = u[point];
            }
}

static void filter_of_any(uint32_t *dst, const int8_t *filter, int32_t inC) {
    const int32_t channels = ncn_f45_row_channels(inC), words = ncn_f45_words(inC);
    for (int32_t i = 0; i < NCN_F45_POINTS * words; i++)
        dst[NCN_F45_BLOCK * i] = 0;
    for (int32_t row = 0; row < NCN_F45_TAPS; row++, filter += NCN_F45_TAPS * inC)
        for (int32_t c = 0; c < inC; c++) {
            const int8_t w[NCN_F45_TAPS] = {filter[c], filter[inC + c], filter[2 * inC + c], filter[3 * inC + c],
                                            filter[4 * inC + c]};
            const int32_t place = ncn_f45_place(inC, row * channels + c);
            int32_t u[NCN_F45_POINTS];
            ncn_f45_weights(w, u);
            for (int32_t point = 0; point < NCN_F45_POINTS; point++)
                dst[NCN_F45_BLOCK * (point * words + place / 2)] |= ((uint32_t)u[point] & 0xFFFFu)
                                                                    << (16 * (place & 1));
        }
}

void ncn_m7_f45_transform(uint32_t *dst, const ncn_kernel_args *a, int32_t block) {
    for (int32_t c = 0; c < NCN_F45_BLOCK; c++, dst++) {
        const int32_t channel = NCN_F45_BLOCK * block + c;
        const int8_t *filter =
            (const int8_t *)a->weight +
            (intptr_t)(channel < a->outC ? channel : NCN_F45_BLOCK * block) * NCN_F45_TAPS * NCN_F45_TAPS * a->inC;
        if (a->inC % 4 == 0)
            filter_of_quads(dst, filter, a->inC);
        else
            filter_of_any(dst, filter, a->inC);
    }
}

void ncn_m7_f45_scale(uint32_t *dst, const uint32_t *src, int32_t inC, int32_t blocks) {
    static const int16_t factor[NCN_F45_POINTS] = {-180, 40, 40, -2, -2, -1, -1, -180};
    const int32_t pointWords = NCN_F45_BLOCK * ncn_f45_words(inC);
    for (int32_t run = 0; run < blocks * NCN_F45_POINTS; run++) {
        const int32_t by = factor[run % NCN_F45_POINTS];
        for (int32_t i = 0; i < pointWords; i++, src++, dst++) {
            const int32_t low = (int16_t)(uint16_t)*src * by, high = (int16_t)(uint16_t)(*src >> 16) * by;
            *dst = ((uint32_t)low & 0xFFFFu) | (uint32_t)high << 16;
        }
    }
}

void ncn_m7_f45_odd_phase(uint32_t *dst, const uint32_t *weights, int32_t inC, int32_t blocks) {
    const int32_t words = ncn_f45_words(inC);
    for (int32_t run = 0; run < blocks * NCN_F45_POINTS; run++)
        for (int32_t i = 0; i < words; i++, weights += NCN_F45_BLOCK, dst += NCN_F45_BLOCK)
            for (int32_t c = 0; c < NCN_F45_BLOCK; c++)
                dst[c] = weights[c] << 16 | (i == 0 ? 0 : weights[c - NCN_F45_BLOCK] >> 16);
}
