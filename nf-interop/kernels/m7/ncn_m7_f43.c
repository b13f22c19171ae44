/* See ncn_m7_f43.h. */
#include "ncn_m7_f43.h"

#include "ncn_m7_f43_weights.h"
#include "ncn_section.h"

enum {
    SIZE = 4,
    SIDE = 6,
    MAX_CHANNELS = 229 /* 127·9·inC < 2^18, KERNELS.md; of layout f43 the validator sees to it */
};

#define OFFSET 0x80808080u /* +128 for each byte: unsigned ones, whose sums need no borrow between lanes */
#define INVERSE 954437177u /* 9·954437177 = 1 mod 2^32 */
#define CENTRE 0x12001200u /* what the offset adds to point (1, 1): 6·6·128 in both lanes */

/* Rows of B^T times d: two signed lanes a word, the lower one borrowing from the upper one. */
static inline __attribute__((always_inline)) void combine(const uint32_t d[SIDE], uint32_t t[SIDE]) {
    const uint32_t a = d[4] - (d[2] << 2), b = d[3] - (d[1] << 2), c = d[4] - d[2], e = d[3] - d[1];
    t[0] = ((d[0] - d[2]) << 2) + c;
    t[1] = a + b;
    t[2] = a - b;
    t[3] = c + (e << 1);
    t[4] = c - (e << 1);
    t[5] = d[5] - d[3] - (e << 2);
}

/* Gives the upper lane back what the lower one borrowed. */
static inline uint32_t settle(uint32_t v) {
    return v + ((v & 0x8000u) << 1);
}

/* Step 3 for one of the two halves of a quad, h = 0: bytes 0 and 2, 1: bytes 1 and 3. */
static inline __attribute__((always_inline)) void half_to_points(const ncn_m7_patch *patch, uint32_t *points,
                                                                 int32_t stride, uint32_t *temporary, int h) {
    uint32_t d[SIDE], t[SIDE];
    const int8_t *column = patch->at;
    for (int x = 0; x < SIDE; x++, column += patch->pixelBytes) {
        for (int y = 0; y < SIDE; y++) {
            const uint32_t v = ncn_load4(column + y * patch->rowBytes) ^ OFFSET;
            d[y] = h == 0 ? ncn_uxtb16(v) : ncn_uxtb16_odd(v);
        }
        combine(d, t);
        for (int y = 0; y < SIDE; y++)
            temporary[SIDE * y + x] = t[y];
    }
    for (int y = 0; y < SIDE; y++, points += SIDE * stride) {
        combine(temporary + SIDE * y, t);
        if (y == 1)
            t[1] -= CENTRE;
        for (int x = 0; x < SIDE; x++)
            points[x * stride] = settle(t[x]);
    }
}

NCN_HOT static void to_points(const ncn_m7_patch *patch, uint32_t *points, int32_t stride, uint32_t *temporary) {
    half_to_points(patch, points, stride, temporary, 0);
    half_to_points(patch, points + 2, stride, temporary, 1);
}

/* Rows of A^T times m, divided by 1, 2, 4, 4. */
static inline __attribute__((always_inline)) void reduce(const uint32_t m[SIDE], uint32_t y[SIZE]) {
    const uint32_t a = m[1] + m[2], b = m[1] - m[2], c = m[3] + m[4], d = m[3] - m[4];
    const uint32_t m0 = m[0] + (m[0] << 1), m5 = m[5] + (m[5] << 1);
    y[0] = c + (m0 << 1) + (a << 2);
    y[1] = d + (b << 1);
    y[2] = a + c;
    y[3] = b + (d << 1) + (m5 << 1);
}

/* Step 5. The sums are 576 times the outputs: times 1/9 mod 2^32 and the powers of two that `reduce` left out, 64
   times. Rolled loops: unrolled, gcc 12 spills the constants and half of the values. */
NCN_HOT static void from_points(const uint32_t *products, int32_t start, int32_t shift, int8_t *out) {
    static const uint32_t ninth[SIZE] = {INVERSE, 2 * INVERSE, 4 * INVERSE, 4 * INVERSE};
    uint32_t t[SIZE][SIDE], m[SIDE], y[SIZE];
#pragma GCC unroll 1
    for (int x = 0; x < SIDE; x++) {
        static const int8_t order[SIDE] = {4, 3, 2, 1, 5, 0}; /* gcc 12's own takes two cycles more */
        for (int i = 0; i < SIDE; i++) {
            m[order[i]] = products[8 * (SIDE * order[i] + x)];
            NCN_IN_ORDER();
        }
        reduce(m, y);
        for (int i = 0; i < SIZE; i++)
            t[i][x] = y[i];
    }
#pragma GCC unroll 1
    for (int i = 0; i < SIZE; i++, out += 4 * SIZE) {
        uint32_t k0 = ninth[i], k1 = 2 * k0, k2 = 2 * k1;
        NCN_KEEP(k1);
        NCN_KEEP(k2);
        reduce(t[i], y);
        out[0] = (int8_t)ncn_ssat8((start + ((int32_t)(k0 * y[0]) >> 6)) >> shift);
        out[4] = (int8_t)ncn_ssat8((start + ((int32_t)(k1 * y[1]) >> 6)) >> shift);
        out[8] = (int8_t)ncn_ssat8((start + ((int32_t)(k2 * y[2]) >> 6)) >> shift);
        out[12] = (int8_t)ncn_ssat8((start + ((int32_t)(k2 * y[3]) >> 6)) >> shift);
    }
}

/* A block of filters: as stored, or transformed now. */
static inline const uint32_t *filters(const ncn_m7_winograd *m, const ncn_kernel_args *a, int32_t channel) {
    if (m->block == NULL)
        return ncn_m7_winograd_stored(m, a, channel);
    ncn_m7_f43_transform(m->block, a, channel, m->products);
    return m->block + ncn_m7_winograd_block_words(m) - 1;
}

NCN_HOT void ncn_m7_f43_run(const ncn_m7_winograd *m, const ncn_kernel_args *a) {
    uint32_t out[SIZE * SIZE];
    ncn_m7_winograd_run(m, a, filters, to_points, from_points, out);
}

/* Whether fewer cycles are spent than by the direct method, which takes 5 a pixel, input and output channel. A tile of
   a pair takes 21 of each, and 290 a channel for its transforms; a band 60 for the filters, twice as many where the
   workspace is memory behind a cache, which is assumed here. */
static bool pays(const ncn_m7_winograd *m, const ncn_kernel_args *a) {
    const int64_t planes = (int64_t)a->inC * a->outC;
    const int32_t pairs = (m->count + NCN_M7_PAIR - 1) / NCN_M7_PAIR;
    const int32_t bands = (m->count + m->bandTiles - 1) / m->bandTiles;
    return 5 * planes * a->convH * a->convW >
           NCN_M7_PAIR * pairs * 21 * planes + m->count * 290 * (a->inC + a->outC) + 120 * bands * planes;
}

bool ncn_m7_f43_begin_reference(ncn_m7_winograd *m, const ncn_kernel_args *a) {
    return a->kH == 3 && a->kW == 3 && a->stride == 1 && a->inC % 4 == 0 && a->inC <= MAX_CHANNELS &&
           ncn_m7_winograd_in_workspace(m, a, SIZE) && pays(m, a);
}
