/* What F(2x2,3x3) and F(4x4,3x3) share (KERNELS.md, "int8: Winograd"): the output is cut into tiles of size x size
   pixels; (size + 2)^2 linear combinations of a tile's inputs, its points, are multiplied with those of the filters,
   point by point, and the products combined to the tile's outputs. */
#ifndef NCN_M7_WINOGRAD_H
#define NCN_M7_WINOGRAD_H

#include "ncn_acle.h"
#include "ncn_kernels.h"
#include "ncn_m7_quad.h"
#include "ncn_m7_requantise.h"

enum { NCN_M7_PAIR = 2 }; /* tiles multiplied at once */

/* A layer and its memory as the method divides them. */
typedef struct ncn_m7_winograd {
    int32_t size, points;    /* of a tile: outputs along an edge; (size + 2)² */
    int32_t across, count;   /* tiles in a row of them, and all; the last ones may reach beyond the map */
    int32_t quads;           /* of a pixel's channels */
    int32_t pairWords;       /* transformed inputs of a pair of tiles: [points][quads][2 halves][2 tiles] */
    uint32_t *tiles;         /* [bandTiles/2][pairWords] */
    int32_t bandTiles;       /* even */
    uint32_t *products;      /* [points][4 channels][2 tiles]; while inputs are transformed, space for that */
    const uint32_t *weights; /* [blocks of 4 channels] words, falling: [points][quads][2 halves][4 channels] */
    uint32_t *block;         /* space for one block, where weights are not stored so; or null */
} ncn_m7_winograd;

/* Weights stored as points; memory in the scratch, and tiles in the workspace where that has more room. */
ncn_m7_winograd ncn_m7_winograd_of(const ncn_kernel_args *a, int32_t size);

/* Weights as the reference has them: all memory in the workspace, a block of filters too. False if it is too small. */
bool ncn_m7_winograd_in_workspace(ncn_m7_winograd *m, const ncn_kernel_args *a, int32_t size);

static inline int32_t ncn_m7_winograd_block_words(const ncn_m7_winograd *m) {
    return 2 * NCN_M7_BLOCK * m->points * m->quads;
}

/* The last word of the filters of 4 output channels from `channel` on. */
typedef const uint32_t *ncn_m7_winograd_filters(const ncn_m7_winograd *m, const ncn_kernel_args *a, int32_t channel);

/* Where they are stored. */
static inline const uint32_t *ncn_m7_winograd_stored(const ncn_m7_winograd *m, const ncn_kernel_args *a,
                                                     int32_t channel) {
    (void)a;
    return m->weights + (channel / NCN_M7_BLOCK + 1) * ncn_m7_winograd_block_words(m) - 1;
}

/* Four channels of a tile's inputs: the word of pixel (y, x) is at + y·rowBytes + x·pixelBytes. */
typedef struct ncn_m7_patch {
    const int8_t *at;
    int32_t rowBytes, pixelBytes;
} ncn_m7_patch;

/* Quad `quad` of tile `tile`: in the map itself where all of it is inside, else copied to `copy` (points words), with 0
   for what is missing. */
ncn_m7_patch ncn_m7_winograd_patch(const ncn_m7_winograd *m, const ncn_kernel_args *a, int32_t tile, int32_t quad,
                                   uint32_t *copy);

/* products of a pair of tiles and a block of filters: sums over all channels, point by point, mod 2^32. w: the block's
   last word; the words are read in falling order, to the one before the block. */
void ncn_m7_winograd_multiply(const ncn_m7_winograd *m, const uint32_t *tiles, const uint32_t *w);

/* A tile's outputs, size·size words of 4 saturated channels each, ReLU where the layer has one, to the map. */
void ncn_m7_winograd_store(const ncn_m7_winograd *m, const ncn_kernel_args *a, int32_t tile, int32_t channel,
                           const uint32_t *out);

/* Transforms a quad of a tile: its points, [2 halves] 2 words apart, each point `stride` words after the last.
   temporary: as many words as there are points. */
typedef void ncn_m7_to_points(const ncn_m7_patch *patch, uint32_t *points, int32_t stride, uint32_t *temporary);

/* One channel of a tile: products 8 words apart to size·size saturated outputs, 4 bytes apart. start: bias and rounding
   term, shift: s of eq. (2). */
typedef void ncn_m7_from_points(const uint32_t *products, int32_t start, int32_t shift, int8_t *out);

/* Transforms the inputs of `count` tiles from `first` on. */
static inline __attribute__((always_inline)) void ncn_m7_winograd_band(const ncn_m7_winograd *m,
                                                                       const ncn_kernel_args *a, int32_t first,
                                                                       int32_t count, ncn_m7_to_points *toPoints) {
    uint32_t *const copy = m->products + m->points;
    for (int32_t i = 0; i < count; i++) {
        uint32_t *points = m->tiles + i / NCN_M7_PAIR * m->pairWords + i % NCN_M7_PAIR;
        for (int32_t quad = 0; quad < m->quads; quad++) {
            const ncn_m7_patch patch = ncn_m7_winograd_patch(m, a, first + i, quad, copy);
            toPoints(&patch, points + 4 * quad, 4 * m->quads, m->products);
        }
    }
}

/* The layer; out: size·size words. */
static inline __attribute__((always_inline)) void
ncn_m7_winograd_run(const ncn_m7_winograd *m, const ncn_kernel_args *a, ncn_m7_winograd_filters *filters,
                    ncn_m7_to_points *toPoints, ncn_m7_from_points *fromPoints, uint32_t *out) {
    for (int32_t first = 0; first < m->count; first += m->bandTiles) {
        const int32_t count = m->count - first < m->bandTiles ? m->count - first : m->bandTiles;
        ncn_m7_winograd_band(m, a, first, count, toPoints);
        for (int32_t channel = 0; channel < a->outC; channel += NCN_M7_BLOCK) {
            const uint32_t *w = filters(m, a, channel);
            const int32_t channels = a->outC - channel < NCN_M7_BLOCK ? a->outC - channel : NCN_M7_BLOCK;
            for (int32_t i = 0; i < count; i++) {
                const int32_t second = i % NCN_M7_PAIR;
                if (second == 0)
                    ncn_m7_winograd_multiply(m, m->tiles + i / NCN_M7_PAIR * m->pairWords, w);
                for (int32_t c = 0; c < channels; c++)
                    fromPoints(m->products + 2 * c + second, ncn_m7_start(a, channel + c), a->shift, (int8_t *)out + c);
                ncn_m7_winograd_store(m, a, first + i, channel, out);
            }
        }
    }
}

#endif
