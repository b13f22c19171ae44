/* The column method for int8 convolutions of any shape (KERNELS.md, "int8: columns"): for two output pixels at a time
   the windows are gathered from a copy of the input with its zero border into two columns; all filters stay packed in
   the workspace. For few input channels, and wherever the row method does not apply. */
#ifndef NCN_M7_COLUMN_H
#define NCN_M7_COLUMN_H

#include "ncn_kernels.h"
#include "ncn_m7_mac.h"
#include "ncn_m7_quad.h"

/* The workspace as the method divides it. */
typedef struct ncn_m7_columns {
    int32_t taps, quads; /* of a filter; quads = ceil(taps/4) */
    uint32_t *column[2]; /* the windows of two pixels, widened */
    int8_t *window;      /* one of them as bytes */
    int8_t *map;         /* the input with its border, [inH + 2·padH][inW + 2·padW][inC] */
    int32_t mapRowBytes;
    uint32_t *blocks; /* what each 4 output channels need: 4 starts of accumulators, then 8·quads filter words */
    int32_t blockWords;
    int32_t blockCount; /* how many of them there is room for; 0: the method cannot be used */
} ncn_m7_columns;

ncn_m7_columns ncn_m7_columns_in(const ncn_kernel_args *a);

/* Copies the input into the map. */
void ncn_m7_columns_border(const ncn_m7_columns *m, const ncn_kernel_args *a);

/* Gathers the window of output pixel (oy, ox). */
void ncn_m7_columns_gather(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t oy, int32_t ox, uint32_t *column);

/* What an output channel's accumulator starts from; 0 if it does not exist. */
typedef int32_t ncn_m7_start_of(const ncn_kernel_args *a, int32_t channel);

/* What becomes of 4 channels' accumulators of up to two pixels, as ncn_m7_mac_4x2 leaves them: channels `channel` and
   up, pixels `pixel` and, for count 2, the one after it in row-major order. Channels of a pixel come in rising order.
 */
typedef void ncn_m7_finish(const ncn_kernel_args *a, int32_t channel, int32_t pixel, int32_t count,
                           const int32_t acc[8]);

/* Blocks first .. first + count - 1, for all pixels. */
static inline __attribute__((always_inline)) void ncn_m7_columns_pass(const ncn_m7_columns *m, const ncn_kernel_args *a,
                                                                      int32_t first, int32_t count,
                                                                      ncn_m7_start_of *start, ncn_m7_finish *finish) {
    const ncn_m7_run run = {.quads = m->quads, .rows = 1, .xRowWords = 2 * m->quads, .wRowWords = 8 * m->quads};
    const int32_t pixels = a->outH * a->outW;
    int32_t oy = 0, ox = 0;
    for (int32_t b = 0; b < count; b++) {
        const int32_t channel = NCN_M7_BLOCK * (first + b);
        uint32_t *block = m->blocks + b * m->blockWords;
        for (int32_t c = 0; c < NCN_M7_BLOCK; c++)
            block[c] = (uint32_t)start(a, channel + c);
        ncn_m7_pack_block(block + NCN_M7_BLOCK, (const int8_t *)a->weight + (intptr_t)channel * m->taps, m->taps,
                          a->outC - channel);
    }
    for (int32_t pixel = 0; pixel < pixels; pixel += 2) {
        const int32_t present = pixels - pixel < 2 ? 1 : 2;
        for (int32_t p = 0; p < present; p++) {
            ncn_m7_columns_gather(m, a, oy, ox, m->column[p]);
            if (++ox == a->outW)
                ox = 0, oy++;
        }
        const uint32_t *block = m->blocks;
        for (int32_t b = 0; b < count; b++, block += m->blockWords) {
            int32_t acc[8];
            ncn_m7_mac_4x2(m->column[0], m->column[present - 1], block + NCN_M7_BLOCK, &run, (const int32_t *)block,
                           acc);
            finish(a, NCN_M7_BLOCK * (first + b), pixel, present, acc);
        }
    }
}

/* The whole layer, in as few passes over the map as the workspace allows; blockCount > 0. */
static inline __attribute__((always_inline)) void ncn_m7_columns_run(const ncn_m7_columns *m, const ncn_kernel_args *a,
                                                                     ncn_m7_start_of *start, ncn_m7_finish *finish) {
    const int32_t blocks = (a->outC + NCN_M7_BLOCK - 1) / NCN_M7_BLOCK;
    ncn_m7_columns_border(m, a);
    for (int32_t first = 0; first < blocks; first += m->blockCount)
        ncn_m7_columns_pass(m, a, first, blocks - first < m->blockCount ? blocks - first : m->blockCount, start,
                            finish);
}

#endif
