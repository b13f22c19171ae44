/* The method F(4,5) for 5x5 convolutions of stride 1 (KERNELS.md, "int8: F(4,5)"): a band of input rows is transformed,
   8 columns to 8 points; at each point 4 output channels of 2 tiles are summed over the five rows; what the sums mean
   is up to the kernel, which turns them into 4 output columns. */
#ifndef NCN_M7_F45_H
#define NCN_M7_F45_H

#include "ncn_f45.h"
#include "ncn_kernels.h"
#include "ncn_m7_f45_points.h"

/* A layer, and its memory as the method divides it. */
typedef struct ncn_m7_f45 {
    const ncn_kernel_args *a;
    ncn_f45_memory memory;
    ncn_m7_f45_points_of *points;
    uint32_t *base;             /* of the memory; words of the band: [point][pair of tiles][rows·channels/2][tile] */
    const uint32_t *weights[2]; /* transformed: block 0, of even rows; and of odd ones, where the arrangement differs */
    const uint32_t *stored;     /* all weights, if a block is copied before its use; or null */
    int32_t *offsets;   /* weights are ncn_m7_f45_scale's: [outC, rounded up to 4] for ncn_m7_f45_conv_b1; or null */
    int32_t blockWords; /* from one block to the next; 0: there is room for one, made ready when it is needed */
    int32_t tiles;      /* in a row of the map */
    int32_t firstRow, endRow; /* output rows of the band */
    int32_t inputRow;         /* first input row of the band; of odd rows it may be outside the image */
} ncn_m7_f45;

/* Weights in the layout f45, memory in the scratch, `behind` bytes of which have another use. With `toBits` weights of
   1 and 3 channels are scaled into the workspace, if that has room. Blocks that do not stay in the cache while a band
   is processed are copied there, likewise, but not with `toBits`. */
void ncn_m7_f45_begin(ncn_m7_f45 *f, const ncn_kernel_args *a, int32_t behind, bool toBits);

/* Weights in the reference's layout, memory in the workspace. Of 1 and 3 channels all are transformed at once, of
   others a block when it is needed; with `toBits` the former are scaled. False if the layer is no 5x5 of stride 1, or
   the workspace too small. */
bool ncn_m7_f45_begin_reference(ncn_m7_f45 *f, const ncn_kernel_args *a, bool toBits);

/* Makes the weights of a block ready, which takes time only where blockWords is 0. */
void ncn_m7_f45_block(const ncn_m7_f45 *f, int32_t block);

/* Transforms the input for output rows from firstRow on, as many as a band has: up to endRow. */
void ncn_m7_f45_band(ncn_m7_f45 *f, int32_t firstRow);

/* The sums of block `block` in output row oy, for a pair of tiles (the last one may lack its second) at a time, the
   first one to begin with: [point][channel][tile]. */
ncn_m7_f45_run ncn_m7_f45_row(const ncn_m7_f45 *f, int32_t block, int32_t oy);

static inline const int32_t *ncn_m7_f45_next(const ncn_m7_f45 *f, ncn_m7_f45_run *run) {
    f->points(run);
    run->x += f->memory.pairWords;
    return run->sums;
}

/* An int8 convolution, from begin to end: eq. (2). */
void ncn_m7_f45_conv(ncn_m7_f45 *f);

/* A first layer of a binary network: eq. (10). begin was told so; blockWords must not be 0. */
void ncn_m7_f45_conv_b1(ncn_m7_f45 *f);

/* 720·y + offset of a tile's 4 columns, mod 2^32; sums: of a channel and tile. */
static inline __attribute__((always_inline)) void ncn_m7_f45_columns(const int32_t *sums, uint32_t offset,
                                                                     uint32_t y[NCN_F45_TILE]) {
    const uint32_t m0 = (uint32_t)sums[0], m7 = (uint32_t)sums[56];
    const uint32_t a1 = (uint32_t)sums[8], b1 = (uint32_t)sums[16];
    const uint32_t a2 = (uint32_t)sums[24], b2 = (uint32_t)sums[32];
    const uint32_t a3 = (uint32_t)sums[40], b3 = (uint32_t)sums[48];
    const uint32_t s1 = offset - 40 * (a1 + b1), d1 = offset - 40 * (a1 - b1);
    const uint32_t s2 = a2 + b2, d2 = a2 - b2, s3 = a3 + b3, d3 = a3 - b3;
    y[0] = s1 + 180 * m0 + 2 * s2 + 8 * s3;
    y[1] = d1 + 4 * (d2 + d3);
    y[2] = s1 + 8 * s2 + 2 * s3;
    y[3] = d1 + 180 * m7 + 16 * d2 + d3;
}

/* 45·0xA4FA4FA5 = 1 mod 2^32. */
#define NCN_F45_INVERSE_45 0xA4FA4FA5u

/* y of 720·y mod 2^32, for |y| < 2^27: 720 = 16·45. */
static inline int32_t ncn_m7_f45_exact(uint32_t y720) {
    return (int32_t)(y720 * NCN_F45_INVERSE_45) >> 4;
}

#endif
