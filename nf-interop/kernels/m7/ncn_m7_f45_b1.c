/* The end of a first layer of a binary network by F(4,5), eq. (10): from sums at eight points to signs. KERNELS.md,
   "int8: F(4,5)". */
#include "ncn_acle.h"
#include "ncn_m7_f45.h"
#include "ncn_section.h"
#include "ncn_u_rows.h"

enum { WORD_CHANNELS = 32 };

/* Sign thresholds of a block, against sums without bias, negated; 720 times as much where `scaled`. */
typedef struct signs {
    int32_t minusThreshold[NCN_F45_BLOCK];
    bool scaled;
} signs;

/* |y| <= 128·127·25·inC, beyond which thresholds decide alone. 720 times twice that fits 32 bits for up to three
 * channels. */
static int64_t limit_of(const ncn_kernel_args *a) {
    return 128LL * 127 * 25 * a->inC;
}

static bool is_scaled(const ncn_kernel_args *a) {
    return 2 * 720 * limit_of(a) + 720 <= INT32_MAX;
}

/* Of the four channels from `channel` on; channels that do not exist are never 1. */
static void set_thresholds(signs *s, const ncn_kernel_args *a, int32_t channel) {
    const int64_t limit = limit_of(a);
#pragma GCC unroll 1 /* so that what runs for a row of a block fits the 64 lines of flash that ART keeps */
    for (int32_t c = 0; c < NCN_F45_BLOCK; c++) {
        int64_t t = limit + 1;
        if (channel + c < a->outC)
            t = (int64_t)((const int32_t *)a->aux)[channel + c] - a->bias[channel + c];
        t = t < -limit ? -limit : t > limit + 1 ? limit + 1 : t;
        s->minusThreshold[c] = -(int32_t)t * (s->scaled ? 720 : 1);
    }
}

/* 4x4 bits, bit 4·i + j to 4·j + i: swaps the off-diagonal bits of each 2x2, then the off-diagonal 2x2. */
static inline uint32_t transposed(uint32_t v) {
    const uint32_t t = (v ^ v >> 3) & 0x0A0Au;
    v ^= t ^ t << 3;
    const uint32_t s = (v ^ v >> 6) & 0x00CCu;
    return v ^ s ^ s << 6;
}

/* Bit 4·x + c: u of channel c in the tile's column x. */
static inline __attribute__((always_inline)) uint32_t bits_of(const int32_t *sums, const signs *s, bool scaled) {
    uint32_t negative = 0;
#pragma GCC unroll 4
    for (int32_t c = NCN_F45_BLOCK - 1; c >= 0; c--) {
        const uint32_t minusT = (uint32_t)s->minusThreshold[c];
        uint32_t y[NCN_F45_TILE];
        ncn_m7_f45_columns(sums + 2 * c, scaled ? minusT : 0, y);
        for (int32_t x = NCN_F45_TILE - 1; x >= 0; x--)
            negative = ncn_append_sign(negative, scaled ? y[x] : (uint32_t)ncn_m7_f45_exact(y[x]) + minusT);
        NCN_IN_ORDER(); /* gcc would begin all channels at once and spill most of it */
    }
    return transposed(~negative);
}

/* Adds a tile's bits to a row of u. */
NCN_HOT static __attribute__((noinline)) void add_tile(const int32_t *sums, const signs *s, uint32_t *u, int32_t words,
                                                       int32_t at, int32_t columns) {
    const uint32_t bits = s->scaled ? bits_of(sums, s, true) : bits_of(sums, s, false);
    if (columns >= NCN_F45_TILE) {
#pragma GCC unroll 4
        for (int32_t x = 0; x < NCN_F45_TILE; x++)
            u[x * words] |= (bits >> 4 * x & 15u) << at;
        return;
    }
    for (int32_t x = 0; x < columns; x++)
        u[x * words] |= (bits >> 4 * x & 15u) << at;
}

/* Word `word` of row cy. */
static void word_of_row(const ncn_m7_f45 *f, int32_t cy, int32_t word) {
    const ncn_kernel_args *a = f->a;
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    uint32_t *row = ncn_u_row(a, cy) + word;
    signs s = {.scaled = is_scaled(a)};
    for (int32_t cx = 0; cx < a->convW; cx++)
        row[cx * words] = 0;
    for (int32_t at = 0; at < WORD_CHANNELS && WORD_CHANNELS * word + at < a->outC; at += NCN_F45_BLOCK) {
        const int32_t channel = WORD_CHANNELS * word + at;
        ncn_m7_f45_run run = ncn_m7_f45_row(f, channel / NCN_F45_BLOCK, cy);
        const int32_t *sums = NULL;
        set_thresholds(&s, a, channel);
        for (int32_t tx = 0; tx < f->tiles; tx++) {
            sums = tx % 2 == 0 ? ncn_m7_f45_next(f, &run) : sums + 1;
            add_tile(sums, &s, row + NCN_F45_TILE * tx * words, words, at, a->convW - NCN_F45_TILE * tx);
        }
    }
    ncn_u_row_done(a, cy, word);
}

void ncn_m7_f45_conv_b1(ncn_m7_f45 *f) {
    const ncn_kernel_args *a = f->a;
    ncn_u_begin(a);
    for (int32_t cy = 0; cy < a->convH; cy++) {
        if (cy == 0 || cy == f->endRow)
            ncn_m7_f45_band(f, cy);
        for (int32_t word = 0; WORD_CHANNELS * word < a->outC; word++)
            word_of_row(f, cy, word);
    }
    ncn_u_end(a);
}
