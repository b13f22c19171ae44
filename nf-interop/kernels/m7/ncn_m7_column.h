/* The column method for int8 convolutions of any shape (KERNELS.md, "int8: columns"): the windows of two output pixels
   at a time are widened into two columns; all filters stay packed in the workspace. For few input channels, and
   wherever the row method does not apply. */
#ifndef NCN_M7_COLUMN_H
#define NCN_M7_COLUMN_H

#include "ncn_kernels.h"
#include "ncn_m7_mac.h"
#include "ncn_m7_quad.h"

/* The workspace as the method divides it. */
typedef struct ncn_m7_columns {
    int32_t taps, quads; /* of a filter; quads = ceil(taps/4) */
    uint32_t *pair;      /* [quads][4]: the windows of two pixels, widened */
    int8_t *strip;       /* [inW + 2·padW][kH][inC]: the input rows of one output row's windows, column by column */
    uint32_t *blocks;    /* what each 4 output channels need: 4 starts of accumulators, then 8·quads filter words */
    int32_t blockWords;
    int32_t blockCount; /* how many of them there is room for; 0: the method cannot be used */
} ncn_m7_columns;

ncn_m7_columns ncn_m7_columns_in(const ncn_kernel_args *a);

/* Block b of the workspace: filters of the 4 channels from `channel` on, taps in the strip's order, and the starts. */
void ncn_m7_columns_pack(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t b, int32_t channel,
                         const int32_t start[NCN_M7_BLOCK]);

/* Zeros the strip, for rows to come. */
void ncn_m7_columns_begin(const ncn_m7_columns *m, const ncn_kernel_args *a);

/* The strip of output row oy. */
void ncn_m7_columns_row(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t oy);

/* What an output channel's accumulator starts from; anything if it does not exist. */
typedef int32_t ncn_m7_start_of(const ncn_kernel_args *a, int32_t channel);

/* What becomes of 4 channels' accumulators of up to two pixels, as ncn_m7_mac_4x2 leaves them: channels `channel` and
   up, pixel (oy, ox) of the map before any pooling and, for count 2, (oy, ox + 1). Channels of a pixel come in rising
   order. */
typedef void ncn_m7_finish(const ncn_kernel_args *a, int32_t channel, int32_t oy, int32_t ox, int32_t count,
                           const int32_t acc[8]);

/* Channels channel .. end - 1 of row oy are finished. */
typedef void ncn_m7_row_finished(const ncn_kernel_args *a, int32_t oy, int32_t channel, int32_t end);

/* Blocks first .. first + count - 1, for all pixels. */
static inline __attribute__((always_inline)) void ncn_m7_columns_pass(const ncn_m7_columns *m, const ncn_kernel_args *a,
                                                                      int32_t first, int32_t count,
                                                                      ncn_m7_start_of *start, ncn_m7_finish *finish,
                                                                      ncn_m7_row_finished *rowFinished) {
    const ncn_m7_run run = {.quads = m->quads, .rows = 1, .xRowWords = 4 * m->quads, .wRowWords = 8 * m->quads};
    const int32_t step = a->stride * a->kH * a->inC;
    int32_t acc[8];
    for (int32_t b = 0; b < count; b++) {
        const int32_t channel = NCN_M7_BLOCK * (first + b);
        for (int32_t c = 0; c < NCN_M7_BLOCK; c++)
            acc[c] = start(a, channel + c);
        ncn_m7_columns_pack(m, a, b, channel, acc);
    }
    ncn_m7_columns_begin(m, a);
    for (int32_t oy = 0; oy < a->convH; oy++) {
        ncn_m7_columns_row(m, a, oy);
        for (int32_t ox = 0; ox < a->convW; ox += 2) {
            const int32_t present = a->convW - ox < 2 ? 1 : 2;
            const int8_t *window = m->strip + ox * step;
            ncn_m7_widen_pair(m->pair, window, present == 2 ? window + step : window, m->quads);
            const uint32_t *block = m->blocks;
            for (int32_t b = 0; b < count; b++, block += m->blockWords) {
                ncn_m7_mac_4x2(m->pair, block + NCN_M7_BLOCK, &run, (const int32_t *)block, acc);
                finish(a, NCN_M7_BLOCK * (first + b), oy, ox, present, acc);
            }
        }
        rowFinished(a, oy, NCN_M7_BLOCK * first, NCN_M7_BLOCK * (first + count));
    }
}

/* The whole layer, in as few passes over the map as the workspace allows; blockCount > 0. */
static inline __attribute__((always_inline)) void ncn_m7_columns_run(const ncn_m7_columns *m, const ncn_kernel_args *a,
                                                                     ncn_m7_start_of *start, ncn_m7_finish *finish,
                                                                     ncn_m7_row_finished *rowFinished) {
    const int32_t blocks = (a->outC + NCN_M7_BLOCK - 1) / NCN_M7_BLOCK;
    for (int32_t first = 0; first < blocks; first += m->blockCount)
        ncn_m7_columns_pass(m, a, first, blocks - first < m->blockCount ? blocks - first : m->blockCount, start,
                            finish, rowFinished);
}

#endif
