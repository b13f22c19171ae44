/* Signs of an int8 map, eq. (24), on a Cortex-M7: ncn_s8_b1__ref, 4 channels at once (SSUB8, SEL). Thresholds become
   int8 once for all pixels of a word of channels; one that no int8 value reaches is compared like 127 and masked. */
#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_section.h"

enum { CHANNELS = 32, LANES = 4, WORDS = CHANNELS / LANES };

/* The thresholds of a word's channels. */
typedef struct signs {
    uint32_t threshold[WORDS]; /* int8, four to a word */
    uint32_t reached;          /* channels whose threshold an int8 value reaches */
    uint32_t flip;
} signs;

static signs signs_of(const ncn_kernel_args *a, int32_t first, int32_t channels) {
    signs s = {{0}, 0, a->flip ? a->flip[first / CHANNELS] : 0};
    for (int32_t i = 0; i < channels; i++) {
        const int32_t t = a->bias[first + i];
        const uint32_t byte = (uint32_t)(uint8_t)(int8_t)(t < -128 ? -128 : t > 127 ? 127 : t);
        s.threshold[i / LANES] |= byte << (8 * (i % LANES));
        s.reached |= (uint32_t)(t <= 127) << i;
    }
    return s;
}

/* Bits 0 ... 3: x >= y of bytes 0 ... 3. */
static inline __attribute__((always_inline)) uint32_t at_least(uint32_t x, uint32_t y) {
    return (ncn_not_below_s8x4(x, y) * 0x10204080u) >> 28;
}

/* A pixel's first 4 * `words` channels. */
static inline __attribute__((always_inline)) uint32_t bits_of(const signs *s, const int8_t *x, int32_t words) {
    uint32_t u = 0;
    for (int32_t k = 0; k < words; k++)
        u |= at_least(ncn_load4(x + LANES * k), s->threshold[k]) << (LANES * k);
    return u;
}

/* All pixels of a word that has 32 channels. */
static NCN_HOT void whole_word(const ncn_kernel_args *a, const signs *s, const int8_t *src, uint32_t *dst,
                               int32_t step) {
    for (int32_t pixel = a->inH * a->inW; pixel > 0; pixel--, src += a->inC, dst += step)
        *dst = (bits_of(s, src, WORDS) & s->reached) ^ s->flip;
}

static void part_of_word(const ncn_kernel_args *a, const signs *s, int32_t first, int32_t channels, int32_t step) {
    const int8_t *src = (const int8_t *)a->src0 + first;
    uint32_t *dst = (uint32_t *)a->dst + first / CHANNELS;
    for (int32_t pixel = a->inH * a->inW; pixel > 0; pixel--, src += a->inC, dst += step) {
        uint32_t u = bits_of(s, src, channels / LANES);
        for (int32_t i = channels / LANES * LANES; i < channels; i++)
            u |= (uint32_t)(src[i] >= a->bias[first + i]) << i;
        *dst = (u & s->reached) ^ s->flip;
    }
}

ncn_status ncn_s8_b1__m7(const ncn_kernel_args *a) {
    const int32_t step = (int32_t)ncn_words((uint32_t)a->inC);
    for (int32_t first = 0; first < a->inC; first += CHANNELS) {
        const int32_t channels = a->inC - first < CHANNELS ? a->inC - first : CHANNELS;
        const signs s = signs_of(a, first, channels);
        if (channels == CHANNELS)
            whole_word(a, &s, (const int8_t *)a->src0 + first, (uint32_t *)a->dst + first / CHANNELS, step);
        else
            part_of_word(a, &s, first, channels, step);
    }
    return NCN_OK;
}
