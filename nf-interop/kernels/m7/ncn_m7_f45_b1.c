/* The end of a first layer of a binary network by F(4,5), eq. (10): from sums at eight points to signs. KERNELS.md,
   "int8: F(4,5)". */
#include "ncn_acle.h"
#include "ncn_m7_f45.h"
#include "ncn_m7_f45_signs.h"
#include "ncn_u_rows.h"

enum { WORD_CHANNELS = 32, PAIR = 2 * NCN_F45_TILE };

/* What turns a channel's sums into a sign. */
typedef enum ending {
    SCALED,     /* by ncn_m7_f45_scale: -720·y + offset, offset = 720·t - 1 */
    COMPARED,   /* 720·t - 1 - 720·y */
    BROUGHT_OUT /* t - 1 - y */
} ending;

/* |y| <= 128·127·25·inC, beyond which thresholds decide alone. 720 times twice that fits 32 bits for up to three
 * channels. */
static int64_t limit_of(const ncn_kernel_args *a) {
    return 128LL * 127 * 25 * a->inC;
}

static ending ending_of(const ncn_m7_f45 *f) {
    return f->offsets != NULL ? SCALED : 2 * 720 * limit_of(f->a) + 720 <= INT32_MAX ? COMPARED : BROUGHT_OUT;
}

/* Of the four channels from `channel` on: what lacks -y, or -720·y, to a number whose sign is u. Channels that do not
   exist are never 1. */
static void set_offsets(int32_t offset[NCN_F45_BLOCK], const ncn_kernel_args *a, int32_t channel, ending e) {
    const int64_t limit = limit_of(a);
    for (int32_t c = 0; c < NCN_F45_BLOCK; c++) {
        int64_t t = limit + 1;
        if (channel + c < a->outC)
            t = (int64_t)((const int32_t *)a->aux)[channel + c] - a->bias[channel + c];
        t = t < -limit ? -limit : t > limit + 1 ? limit + 1 : t;
        offset[c] = (int32_t)t * (e == BROUGHT_OUT ? 1 : 720) - 1;
    }
}

/* Appends the signs of one tile of unscaled sums, as ncn_m7_f45_append_signs those of two. */
static inline __attribute__((always_inline)) void append_tile(const int32_t *sums, const int32_t *offset, uint32_t *u,
                                                              bool broughtOut) {
    for (int32_t c = NCN_F45_BLOCK - 1; c >= 0; c--) {
        uint32_t y[NCN_F45_TILE];
        ncn_m7_f45_columns(sums + 2 * c, 0, y);
        for (int32_t x = 0; x < NCN_F45_TILE; x++)
            u[x] = ncn_append_sign(u[x], (uint32_t)offset[c] - (broughtOut ? (uint32_t)ncn_m7_f45_exact(y[x]) : y[x]));
    }
}

static __attribute__((noinline)) void append_unscaled(const int32_t *sums, const int32_t *offset, uint32_t *u,
                                                      ending e) {
    for (int32_t tile = 0; tile < 2; tile++, sums++, u += NCN_F45_TILE)
        if (e == COMPARED)
            append_tile(sums, offset, u, false);
        else
            append_tile(sums, offset, u, true);
}

/* Both tiles' words in a row of u, of `columns` columns of the map. */
static void append_pair(const int32_t *sums, const int32_t *offset, ending e, uint32_t *u, int32_t words,
                        int32_t columns) {
    if (e == SCALED && columns >= PAIR) {
        ncn_m7_f45_append_signs(sums, offset, u, 4 * words);
        return;
    }
    uint32_t of_pair[PAIR] = {0};
    columns = columns < PAIR ? columns : PAIR;
    for (int32_t x = 0; x < columns; x++)
        of_pair[x] = u[x * words];
    if (e == SCALED)
        ncn_m7_f45_append_signs(sums, offset, of_pair, 4);
    else
        append_unscaled(sums, offset, of_pair, e);
    for (int32_t x = 0; x < columns; x++)
        u[x * words] = of_pair[x];
}

/* Word `word` of row cy: its blocks from the last one on, so that channel 0 of the word comes to bit 0. */
static void word_of_row(const ncn_m7_f45 *f, int32_t cy, int32_t word, ending e) {
    const ncn_kernel_args *a = f->a;
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    const int32_t first = WORD_CHANNELS * word;
    const int32_t left = a->outC - first < WORD_CHANNELS ? a->outC - first : WORD_CHANNELS;
    uint32_t *row = ncn_u_row(a, cy) + word;
    for (int32_t cx = 0; cx < a->convW; cx++)
        row[cx * words] = 0;
    for (int32_t at = (left - 1) / NCN_F45_BLOCK * NCN_F45_BLOCK; at >= 0; at -= NCN_F45_BLOCK) {
        ncn_m7_f45_run run = ncn_m7_f45_row(f, (first + at) / NCN_F45_BLOCK, cy);
        int32_t of_block[NCN_F45_BLOCK];
        const int32_t *offset = e == SCALED ? f->offsets + first + at : of_block;
        if (e != SCALED)
            set_offsets(of_block, a, first + at, e);
        for (int32_t cx = 0; cx < a->convW; cx += PAIR)
            append_pair(ncn_m7_f45_next(f, &run), offset, e, row + cx * words, words, a->convW - cx);
    }
    ncn_u_row_done(a, cy, word);
}

void ncn_m7_f45_conv_b1(ncn_m7_f45 *f) {
    const ncn_kernel_args *a = f->a;
    const ending e = ending_of(f);
    for (int32_t channel = 0; e == SCALED && channel < a->outC; channel += NCN_F45_BLOCK)
        set_offsets(f->offsets + channel, a, channel, e);
    ncn_u_begin(a);
    for (int32_t cy = 0; cy < a->convH; cy++) {
        if (cy == 0 || cy == f->endRow)
            ncn_m7_f45_band(f, cy);
        for (int32_t word = 0; WORD_CHANNELS * word < a->outC; word++)
            word_of_row(f, cy, word, e);
    }
    ncn_u_end(a);
}
