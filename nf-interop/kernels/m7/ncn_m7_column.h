/* The column method for int8 convolutions of any shape (KERNELS.md, "int8: columns"): the windows of two output pixels
   at a time are widened into two columns; all filters stay packed in the workspace. For few input channels, and
   wherever the row method does not apply. */
#ifndef NCN_M7_COLUMN_H
#define NCN_M7_COLUMN_H

#include "ncn_kernels.h"
#include "ncn_m7_quad.h"

/* The workspace as the method divides it. */
typedef struct ncn_m7_columns {
    int32_t taps, quads; /* of a filter; quads = ceil(taps/4) */
    int32_t steps;       /* pairs of taps that are multiplied, at most 2·quads */
    uint32_t *pair;      /* [quads][4]: the windows of two pixels, widened */
    int8_t *strip;       /* [inW + 2·padW][kH][inC]: the input rows of one output row's windows, column by column */
    uint32_t *blocks;    /* what each 4 output channels need: 4 starts of accumulators, then 4·steps filter words */
    int32_t blockWords;
    int32_t blockCount; /* how many of them there is room for; 0: the method cannot be used */
} ncn_m7_columns;

/* steps: 2·ceil(taps/4) for loops of quads, ncn_m7_words_of(taps) for loops of steps. */
ncn_m7_columns ncn_m7_columns_in(const ncn_kernel_args *a, int32_t steps);

/* The windows of output column ox of the strip's row, and of ox + 1 if there is one, to m->pair. */
static inline __attribute__((always_inline)) void ncn_m7_columns_widen(const ncn_m7_columns *m,
                                                                       const ncn_kernel_args *a, int32_t ox) {
    const int32_t step = a->stride * a->kH * a->inC;
    const int8_t *const window = m->strip + ox * step;
    ncn_m7_widen_pair(m->pair, window, ox + 1 < a->convW ? window + step : window, m->quads);
}

/* What an output channel's accumulator starts from; anything if it does not exist. */
typedef int32_t ncn_m7_start_of(const ncn_kernel_args *a, int32_t channel);

/* Row oy of the map before any pooling, whose strip is ready: blocks first .. first + count - 1 of the layer, which are
   blocks 0 .. count - 1 of the workspace. */
typedef void ncn_m7_columns_of_row(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t first, int32_t count,
                                   int32_t oy);

/* The whole layer, in as few passes over the map as the workspace allows; blockCount > 0. */
void ncn_m7_columns_run(const ncn_m7_columns *m, const ncn_kernel_args *a, ncn_m7_start_of *start,
                        ncn_m7_columns_of_row *row);

#endif
