/* Shapes and weights of the method F(4,5) (KERNELS.md, "int8: F(4,5)"), which the layout `f45`, its scratch and the
   kernels have in common. */
#ifndef NCN_F45_H
#define NCN_F45_H

#include <stdbool.h>
#include <stdint.h>

enum {
    NCN_F45_TAPS = 5,
    NCN_F45_POINTS = 8,
    NCN_F45_TILE = 4,           /* output columns computed at once */
    NCN_F45_BLOCK = 4,          /* output channels computed at once */
    NCN_F45_BAND_BYTES = 24576, /* transformed input in the scratch, unless five rows take more */
    NCN_F45_SUMS = 8 * 8        /* words: a block of channels of two tiles, at all points */
};

/* Channels of a row of transformed values: inC, rounded up to even but for 1 and 3, where the fourth part and more
   would be zeros. */
static inline int32_t ncn_f45_row_channels(int32_t inC) {
    return inC <= NCN_F45_TAPS - 2 ? inC : inC + (inC & 1);
}

/* Rows of 1 or 3 halfwords begin within a word every other time, so there are two arrangements of the weights. */
static inline bool ncn_f45_is_odd(int32_t inC) {
    return (ncn_f45_row_channels(inC) & 1) != 0;
}

/* Words of one filter at one point: five rows, two taps a word. */
static inline int32_t ncn_f45_words(int32_t inC) {
    return (NCN_F45_TAPS * ncn_f45_row_channels(inC) + 1) / 2;
}

static inline int32_t ncn_f45_block_words(int32_t inC) {
    return NCN_F45_POINTS * NCN_F45_BLOCK * ncn_f45_words(inC);
}

/* Where halfword `i` of the five rows lies at a point: (pair of taps, which of both). Channels that are whole quads are
   in quad order, e0 e2 e1 e3. */
static inline int32_t ncn_f45_place(int32_t inC, int32_t i) {
    return inC % 4 != 0 || ((i + (i >> 1)) & 1) == 0 ? i : i ^ 3;
}

/* A row of a filter at the eight points 0, 1, -1, 2, -2, 1/2, -1/2 (times 16), infinity; |u| <= 31·127. */
static inline void ncn_f45_weights(const int8_t w[NCN_F45_TAPS], int32_t u[NCN_F45_POINTS]) {
    const int32_t s1 = w[0] + w[2] + w[4], d1 = w[1] + w[3];
    const int32_t s2 = w[0] + 4 * w[2] + 16 * w[4], d2 = 2 * w[1] + 8 * w[3];
    const int32_t s3 = 16 * w[0] + 4 * w[2] + w[4], d3 = 8 * w[1] + 2 * w[3];
    u[0] = w[0];
    u[1] = s1 + d1, u[2] = s1 - d1;
    u[3] = s2 + d2, u[4] = s2 - d2;
    u[5] = s3 + d3, u[6] = s3 - d3;
    u[7] = w[4];
}

/* What the method needs of memory, and how it is divided, in words. */
typedef struct ncn_f45_memory {
    int32_t rows;      /* input rows in a band */
    int32_t pairs;     /* of tiles */
    int32_t pairWords; /* of two tiles' columns of a band at one point */
    int32_t sums;      /* where the sums begin; the band lies before them */
    int32_t row;       /* one input row between zeros, bytes */
    int32_t weights;   /* what is kept of weights */
    int32_t words;     /* of all */
} ncn_f45_memory;

/* For a map of mapW columns, with at most bandBytes for the band, but five rows at least, and weightWords for weights.
 */
static inline ncn_f45_memory ncn_f45_memory_of(int32_t inH, int32_t inC, int32_t mapW, int32_t padH, int32_t bandBytes,
                                               int32_t weightWords) {
    const int32_t pairs = (mapW + 2 * NCN_F45_TILE - 1) / (2 * NCN_F45_TILE);
    const int32_t channels = ncn_f45_row_channels(inC);
    const int32_t all = ncn_f45_is_odd(inC) ? inH + 2 * padH : inH; /* of odd rows also those outside the image */
    int32_t rows = bandBytes / (4 * NCN_F45_POINTS * pairs * channels);
    rows = rows < NCN_F45_TAPS ? NCN_F45_TAPS : rows;
    ncn_f45_memory m = {.rows = rows < all ? rows : all, .pairs = pairs};
    m.pairWords = 2 * ((m.rows * channels + 1) / 2);
    m.sums = NCN_F45_POINTS * pairs * m.pairWords;
    m.row = m.sums + NCN_F45_SUMS;
    m.weights = m.row + ((2 * NCN_F45_TILE * pairs + NCN_F45_TAPS - 1) * inC + 3) / 4;
    m.words = m.weights + weightWords;
    return m;
}

/* Of the layout f45: of odd rows the weights in their other arrangement. */
static inline ncn_f45_memory ncn_f45_scratch_of(int32_t inH, int32_t inC, int32_t outC, int32_t mapW, int32_t padH) {
    const int32_t blocks = (outC + NCN_F45_BLOCK - 1) / NCN_F45_BLOCK;
    return ncn_f45_memory_of(inH, inC, mapW, padH, NCN_F45_BAND_BYTES,
                             ncn_f45_is_odd(inC) ? blocks * ncn_f45_block_words(inC) : 0);
}

#endif
