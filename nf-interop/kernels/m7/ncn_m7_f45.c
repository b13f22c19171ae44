/* See ncn_m7_f45.h. */
#include "ncn_m7_f45.h"

#include "ncn_acle.h"
#include "ncn_m7_f45_weights.h"
#include "ncn_mem.h"
#include "ncn_section.h"

enum {
    OFFSET = 128,
    CACHED_BYTES = 12288, /* of weights that stay in a cache of 16 KiB beside what else is read */
    MAX_CHANNELS = 330    /* 128·127·25·inC < 2^27, KERNELS.md; of layout f45 the validator sees to it */
};

static void begin(ncn_m7_f45 *f, const ncn_kernel_args *a, const ncn_f45_memory *memory, void *base) {
    *f = (ncn_m7_f45){.a = a,
                      .memory = *memory,
                      .points = a->inC == 1   ? ncn_m7_f45_points_3
                                : a->inC == 3 ? ncn_m7_f45_points_8
                                              : ncn_m7_f45_points,
                      .base = (uint32_t *)base,
                      .blockWords = ncn_f45_block_words(a->inC),
                      .tiles = (a->convW + NCN_F45_TILE - 1) / NCN_F45_TILE};
    f->weights[0] = f->weights[1] = f->base + memory->weights;
    ncn_fill(f->base + memory->row, OFFSET, 4 * (size_t)(memory->weights - memory->row)); /* 0, see input_row */
}

static int32_t blocks_of(const ncn_kernel_args *a) {
    return (a->outC + NCN_F45_BLOCK - 1) / NCN_F45_BLOCK;
}

/* Words of a layer's weights, and of one arrangement of them with their offsets (ncn_m7_f45.h). */
static int32_t weight_words(const ncn_kernel_args *a) {
    return blocks_of(a) * ncn_f45_block_words(a->inC);
}
static int32_t scaled_words(const ncn_kernel_args *a) {
    return weight_words(a) + blocks_of(a) * NCN_F45_BLOCK;
}

/* Weights of even rows at `even`, scaled where offsets are wanted; those of odd rows come from them. */
static void arrange(ncn_m7_f45 *f, const uint32_t *weights, uint32_t *even, uint32_t *odd, bool toBits) {
    const ncn_kernel_args *a = f->a;
    if (toBits) {
        ncn_m7_f45_scale(even, weights, a->inC, blocks_of(a));
        f->offsets = (int32_t *)(even + weight_words(a));
        weights = even;
    }
    f->weights[0] = weights;
    f->weights[1] = odd;
    ncn_m7_f45_odd_phase(odd, weights, a->inC, blocks_of(a));
}

void ncn_m7_f45_begin(ncn_m7_f45 *f, const ncn_kernel_args *a, int32_t behind, bool toBits) {
    const ncn_f45_memory memory = ncn_f45_scratch_of(a->inH, a->inC, a->outC, a->convW, a->padH);
    begin(f, a, &memory, (uint8_t *)a->scratch + behind);
    f->weights[0] = (const uint32_t *)a->weight;
    if (ncn_f45_is_odd(a->inC))
        arrange(f, f->weights[0], (uint32_t *)a->workspace, f->base + memory.weights,
                toBits && a->workspaceBytes >= 4 * scaled_words(a));
    const int32_t blockBytes = 4 * f->blockWords;
    if (!toBits && blockBytes > CACHED_BYTES && blockBytes <= a->workspaceBytes) {
        f->stored = f->weights[0];
        f->weights[0] = (const uint32_t *)a->workspace;
        f->blockWords = 0;
    }
}

/* Whether fewer cycles are spent than by the direct method: a row of the map takes, a block of output channels and
   input channel, about 160 a pair of tiles against 75 a column, and each band 450 for the transformed weights. */
static bool pays(const ncn_f45_memory *m, const ncn_kernel_args *a) {
    const int32_t bandRows = m->rows - NCN_F45_TAPS + 1;
    const int32_t bands = m->rows >= a->inH ? 1 : (a->convH + bandRows - 1) / bandRows;
    return a->convH * (75 * a->convW - 160 * m->pairs) > 450 * bands;
}

bool ncn_m7_f45_begin_reference(ncn_m7_f45 *f, const ncn_kernel_args *a, bool toBits) {
    if (a->kH != NCN_F45_TAPS || a->kW != NCN_F45_TAPS || a->stride != 1 || a->inC > MAX_CHANNELS)
        return false;
    const bool odd = ncn_f45_is_odd(a->inC);
    const int32_t blocks = blocks_of(a);
    const int64_t weightWords = odd ? weight_words(a) + (int64_t)scaled_words(a) : ncn_f45_block_words(a->inC);
    if (4 * weightWords >= a->workspaceBytes)
        return false;
    const ncn_f45_memory least = ncn_f45_memory_of(a->inH, a->inC, a->convW, a->padH, 0, (int32_t)weightWords);
    if (4 * (int64_t)least.words > a->workspaceBytes)
        return false;
    const int32_t rounding = odd ? 4 * NCN_F45_POINTS * least.pairs : 0; /* of an odd number of halfwords to words */
    const int32_t bandBytes = a->workspaceBytes - 4 * (least.words - least.sums) - rounding;
    const ncn_f45_memory memory = ncn_f45_memory_of(a->inH, a->inC, a->convW, a->padH, bandBytes, (int32_t)weightWords);
    if (!pays(&memory, a))
        return false;
    begin(f, a, &memory, a->workspace);
    if (!odd) {
        f->blockWords = 0;
        return true;
    }
    uint32_t *even = f->base + memory.weights;
    for (int32_t block = 0; block < blocks; block++)
        ncn_m7_f45_transform(even + block * f->blockWords, a, block);
    arrange(f, even, even, even + scaled_words(a), toBits);
    return true;
}

static void copy_words(uint32_t *restrict dst, const uint32_t *restrict src, int32_t n) {
    for (int32_t i = 0; i < n; i++)
        dst[i] = src[i];
}

void ncn_m7_f45_block(const ncn_m7_f45 *f, int32_t block) {
    const int32_t words = ncn_f45_block_words(f->a->inC);
    if (f->stored != NULL)
        copy_words((uint32_t *)f->a->workspace, f->stored + block * words, words);
    else if (f->blockWords == 0)
        ncn_m7_f45_transform(f->base + f->memory.weights, f->a, block);
}

/* An input row of values + 128 between columns of the value 0; of a row outside the image all are. */
static const uint8_t *input_row(const ncn_m7_f45 *f, int32_t y) {
    const ncn_kernel_args *a = f->a;
    uint8_t *row = (uint8_t *)(f->base + f->memory.row);
    uint8_t *dst = row + a->padW * a->inC;
    const int32_t n = a->inW * a->inC;
    if (y < 0 || y >= a->inH) {
        ncn_fill(dst, OFFSET, (size_t)n);
        return row;
    }
    const uint8_t *src = (const uint8_t *)a->src0 + y * n;
    int32_t i = 0;
    for (; i + 4 <= n; i += 4)
        ncn_store4(dst + i, ncn_load4(src + i) ^ 0x80808080u);
    for (; i < n; i++)
        dst[i] = src[i] ^ 0x80u;
    return row;
}

/* Two signed halfwords h·2^16 + l, as a sum of words leaves them, to halfwords: a negative l has borrowed from h. */
static inline uint32_t lanes(uint32_t sum) {
    return sum + ((sum & 0x8000u) << 1);
}

/* Eight columns d, one value or two halfwords a word, of 0 ... 255 = value + 128, to the eight points. The coefficients
   of all points but 1 sum to 0, where the 128s vanish; there they make -18·128 of `one`, i.e. 1 or 0x00010001. */
static inline __attribute__((always_inline)) void transform(const uint32_t d[8], uint32_t one, uint32_t v[8]) {
    const uint32_t s1 = 4 * (d[2] + d[6]) - 17 * d[4], d1 = 4 * (d[1] + d[5]) - 17 * d[3];
    const uint32_t s2 = d[2] - 5 * d[4] + 4 * d[6], d2 = 2 * d[1] - 10 * d[3] + 8 * d[5];
    const uint32_t s3 = 16 * d[2] - 20 * d[4] + 4 * d[6], d3 = 8 * d[1] - 10 * d[3] + 2 * d[5];
    v[0] = 4 * (d[0] - d[6]) + 21 * (d[4] - d[2]);
    v[1] = s1 + d1 + 18 * OFFSET * one;
    v[2] = s1 - d1;
    v[3] = s2 + d2;
    v[4] = s2 - d2;
    v[5] = s3 + d3;
    v[6] = s3 - d3;
    v[7] = 4 * (d[7] - d[1]) + 21 * (d[3] - d[5]);
}

/* A row of one tile, whole quads of channels. row: its first column; dst: its first word at point 0. */
NCN_HOT static void tile_of_quads(const uint8_t *row, int32_t channels, uint32_t *dst, int32_t pointWords) {
    for (int32_t c = 0; c < channels; c += 4, row += 4, dst += 4)
        for (int32_t half = 0; half < 2; half++) {
            uint32_t d[8], v[8];
            for (int32_t x = 0; x < 8; x++) {
                const uint32_t word = ncn_load4(row + x * channels);
                d[x] = half ? ncn_uxtb16_odd(word) : ncn_uxtb16(word);
            }
            transform(d, 0x00010001u, v);
            for (int32_t point = 0; point < 8; point++)
                dst[point * pointWords + 2 * half] = lanes(v[point]);
        }
}

/* The same of one channel. dst: its halfword at point 0. */
static void tile_of_one(const uint8_t *row, int32_t channels, uint16_t *dst, int32_t pointWords) {
    uint32_t d[8], v[8];
    for (int32_t x = 0; x < 8; x++)
        d[x] = row[x * channels];
    transform(d, 1, v);
    for (int32_t point = 0; point < 8; point++)
        dst[2 * point * pointWords] = (uint16_t)v[point];
}

/* Row `at` of the band. */
static void transform_row(const ncn_m7_f45 *f, int32_t at) {
    const int32_t inC = f->a->inC, rowChannels = ncn_f45_row_channels(inC);
    const int32_t pointWords = f->memory.pairs * f->memory.pairWords;
    const uint8_t *row = input_row(f, f->inputRow + at);
    for (int32_t tx = 0; tx < f->tiles; tx++, row += NCN_F45_TILE * inC) {
        uint32_t *dst = f->base + tx / 2 * f->memory.pairWords + tx % 2; /* every other word is this tile's */
        if (inC % 4 == 0) {
            tile_of_quads(row, inC, dst + at * inC, pointWords);
            continue;
        }
        for (int32_t c = 0; c < rowChannels; c++) {
            const int32_t i = at * rowChannels + c;
            uint16_t *halfword = (uint16_t *)(dst + 2 * (i / 2)) + i % 2;
            if (c < inC)
                tile_of_one(row + c, inC, halfword, pointWords);
            else
                for (int32_t point = 0; point < 8; point++)
                    halfword[2 * point * pointWords] = 0;
        }
    }
}

void ncn_m7_f45_band(ncn_m7_f45 *f, int32_t firstRow) {
    const ncn_kernel_args *a = f->a;
    const bool odd = ncn_f45_is_odd(a->inC);
    const int32_t top = firstRow - a->padH;
    const int32_t end = odd ? a->inH + a->padH : a->inH;
    f->firstRow = firstRow;
    f->inputRow = top < 0 && !odd ? 0 : top;
    const int32_t reach = f->inputRow + f->memory.rows < end ? f->inputRow + f->memory.rows : end;
    f->endRow = reach == end ? a->convH : reach - (NCN_F45_TAPS - 1) + a->padH;
    for (int32_t at = 0; at < reach - f->inputRow; at++)
        transform_row(f, at);
}

ncn_m7_f45_run ncn_m7_f45_row(const ncn_m7_f45 *f, int32_t block, int32_t oy) {
    const ncn_kernel_args *a = f->a;
    const int32_t channels = ncn_f45_row_channels(a->inC), words = ncn_f45_words(a->inC);
    const int32_t origin = oy - a->padH;
    const bool odd = (channels & 1) != 0;
    const int32_t from = origin < 0 && !odd ? -origin : 0; /* of five rows; even ones outside the image are left out */
    const int32_t to = origin + NCN_F45_TAPS > a->inH && !odd ? a->inH - origin : NCN_F45_TAPS;
    const int32_t at = (origin + from - f->inputRow) * channels;
    const uint32_t *weights = f->weights[odd ? at & 1 : 0];
    return (ncn_m7_f45_run){
        .x = f->base + 2 * (at / 2),
        .w = weights + block * f->blockWords + NCN_F45_BLOCK * (from * channels / 2),
        .sums = (int32_t *)(f->base + f->memory.sums),
        .words = odd ? words : (to - from) * channels / 2,
        .xBytes = 4 * f->memory.pairs * f->memory.pairWords,
        .wBytes = 4 * NCN_F45_BLOCK * words,
    };
}
