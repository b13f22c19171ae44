/* Binary convolutions by run-time tables (KERNELS.md, "binary: tables"). A table counts for 16 lanes at once, and the
   lanes are output channels, which each pixel's words look up, or output pixels, which each channel's words look up:
   whichever is more worth its tables. */
#ifndef NCN_M7_B1_TABLES_H
#define NCN_M7_B1_TABLES_H

#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_b1_look_up.h"
#include "ncn_window.h"

enum { NCN_M7_MAX_BITS = 32766 }; /* kH·kW·inC: a sum and its start must fit a signed halfword */

typedef enum ncn_m7_lanes {
    NCN_M7_NO_LANES, /* tables cannot be used, or do not pay */
    NCN_M7_CHANNEL_LANES,
    NCN_M7_PIXEL_LANES
} ncn_m7_lanes;

/* The workspace as the method divides it. */
typedef struct ncn_m7_tables {
    ncn_m7_lanes lanes;
    uint32_t *build;      /* for ncn_m7_b1_build; between its calls and the sums', free */
    ncn_m7_tap *taps;     /* of the windows' parts that have tables */
    uint32_t *starts;     /* thresholds, then what the sums of each list of taps start from, [2 + kW][8] */
    uint32_t *runs;       /* of ncn_m7_look_up */
    uint32_t *tables;     /* of segmentRows times segmentWords input words */
    uint32_t *sums;       /* differing bits: of channel lanes [bandRows][convW][8], of pixel lanes [outC][8], the
                             whole map [blocks][outC][8] and 16 words a block for what is made of them */
    int32_t segmentRows;  /* rows of a window that have tables at a time: several whole ones, or one */
    int32_t segmentWords; /* or part of one */
    int32_t bandRows;     /* of the map, for channel lanes; for pixel lanes 0 */
    bool middleRow;       /* pixel lanes: the window's middle row alone has tables, and they serve the rows beside it */
} ncn_m7_tables;

/* Blocks of pixels that are lanes together. */
static inline int32_t ncn_m7_pixel_blocks(const ncn_kernel_args *a) {
    return (a->convH * a->convW + NCN_M7_LANES - 1) / NCN_M7_LANES;
}

/* With `wholeMap`, sums hold the map: bandRows = convH, or of pixel lanes all blocks. */
ncn_m7_tables ncn_m7_tables_in(const ncn_kernel_args *a, bool wholeMap);

/* Channel lanes: adds the differing bits of channels channel .. channel + 15 (missing ones: as if their weights were
   0) and the taps inside the image, for rows first .. end - 1 of the map, at most bandRows of them, to sums. */
void ncn_m7_sum_channels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel, int32_t first, int32_t end);

/* What a sum starts from so that its sign is u: s >= t is K_valid - t - 2·differing >= 0, that is differing +
   floor((t + not K_valid) / 2) < 0. Two lanes. */
static inline uint32_t ncn_m7_sum_start(uint32_t notKValid, uint32_t threshold) {
    return ncn_shadd16(threshold, notKValid);
}

/* Whether all words of a window have tables at once. */
static inline bool ncn_m7_whole_window(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    return m->segmentRows == a->kH && m->segmentWords == a->kW * (int32_t)ncn_words((uint32_t)a->inC);
}

/* Channel lanes, tables of the whole window: u of channels channel .. channel + 15 of the map, by the first of
   `starts`, as lanes lie in sums; rows are done in order (ncn_u_rows.h). */
void ncn_m7_sign_channels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel);

/* Pixel lanes: rows of the window that a block of pixels needs tables of, but for the first block: those of a row whose
   taps are those of another row of the block before are kept, if all are there and a block is whole rows of the map. */
static inline int32_t ncn_m7_new_rows(const ncn_m7_tables *m, const ncn_kernel_args *a) {
    const bool kept = ncn_m7_whole_window(m, a) && NCN_M7_LANES % a->convW == 0;
    const int32_t rows = kept ? NCN_M7_LANES / a->convW * a->stride : a->kH;
    return rows < a->kH ? rows : a->kH;
}

/* Pixel lanes: adds the differing bits of pixels pixel .. pixel + 15 of the map, row-major, and all channels, to the
   [outC][8] at sums; blocks of pixels are done in order. Lanes behind the last pixel are added anything. With `signs`,
   [outC], which may be where sums lie, the sums' signs go there instead. */
void ncn_m7_sum_pixels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, uint32_t *sums,
                       uint16_t *signs);

/* The pixels of the map whose windows lie inside the image: columns x .. xEnd - 1 of rows y .. yEnd - 1. */
typedef struct ncn_m7_inside {
    int32_t y, yEnd, x, xEnd;
} ncn_m7_inside;

static inline ncn_m7_inside ncn_m7_inside_of(const ncn_kernel_args *a) {
    return (ncn_m7_inside){(a->padH + a->stride - 1) / a->stride, (a->inH + a->padH - a->kH) / a->stride + 1,
                           (a->padW + a->stride - 1) / a->stride, (a->inW + a->padW - a->kW) / a->stride + 1};
}

/* Bits of the taps inside the image for pixel (cy, cx) of the map: K_valid of eq. (7). */
static inline int32_t ncn_m7_valid_bits(const ncn_kernel_args *a, const ncn_m7_inside *inside, int32_t cy, int32_t cx) {
    if (cy >= inside->y && cy < inside->yEnd && cx >= inside->x && cx < inside->xEnd)
        return a->kH * a->kW * a->inC;
    const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
    const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
    return (y.end - y.begin) * (x.end - x.begin) * a->inC;
}

/* The same of the 16 lanes from pixel `pixel` on, as sums lie; 0 behind the last pixel. */
void ncn_m7_valid_lanes(const ncn_kernel_args *a, int32_t pixel, uint32_t valid[NCN_M7_SUM_WORDS]);

#endif
