/* See ncn_m7_b1_tables.h: the sums of either kind of lanes. */
#include "ncn_m7_b1_build.h"
#include "ncn_m7_b1_tables.h"

/* How many words a part of n takes, of as few and as equal parts as a look-up allows. */
static inline int32_t part_of(int32_t n) {
    if (n <= NCN_M7_LOOK_UP_WORDS)
        return n;
    const int32_t parts = (n + NCN_M7_LOOK_UP_WORDS - 1) / NCN_M7_LOOK_UP_WORDS;
    return (n + parts - 1) / parts;
}

/* The first n words of each row against their tables. */
static void look_up(const uint32_t *x, const uint32_t *t, int32_t n, uint32_t *sum, ncn_m7_look_up *l) {
    static const uint8_t flushRows[NCN_M7_LOOK_UP_WORDS + 1] = {0, 7, 3, 2, 1, 1, 1, 1};
    const int32_t part = part_of(n);
    for (; n > 0; n -= part, x += part, t += part * NCN_M7_TABLE_WORDS) {
        l->words = n < part ? n : part;
        l->flushRows = flushRows[l->words];
        ncn_m7_b1_look_up(x, t, sum, l);
    }
}

/* A segment of the window: words from .. end - 1 of rows ky .. kyEnd - 1. */
typedef struct segment {
    int32_t ky, kyEnd, from, end;
} segment;

static void build_channels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel, const segment *s) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    const intptr_t filterWords = (intptr_t)a->kH * rowWords;
    uint32_t *const word = ncn_m7_b1_words(m->build, 0xFFFFu);
    uint32_t *t = m->tables;
    for (int32_t ky = s->ky; ky < s->kyEnd; ky++) {
        for (int32_t i = s->from; i < s->end; i++, t += NCN_M7_TABLE_WORDS) {
            const uint32_t *w = (const uint32_t *)a->weight + channel * filterWords + ky * rowWords + i;
            for (int32_t lane = 0; lane < NCN_M7_LANES; lane++, w += filterWords)
                word[lane] = channel + lane < a->outC ? *w : 0;
            ncn_m7_b1_build(t, m->build);
        }
    }
}

/* A row of pixels against a segment's tables: those inside the border at once. */
static void add_row(const ncn_m7_tables *m, const ncn_kernel_args *a, const segment *s, int32_t cy, uint32_t *sum) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const int32_t length = s->end - s->from;
    const ncn_m7_inside inside = ncn_m7_inside_of(a);
    const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
    const int32_t ky = y.begin > s->ky ? y.begin : s->ky;
    ncn_m7_look_up l = {.rows = (y.end < s->kyEnd ? y.end : s->kyEnd) - ky,
                        .rowBytes = 4 * a->inW * words,
                        .tableRowBytes = NCN_M7_TABLE_BYTES * length,
                        .stepBytes = 4 * a->stride * words};
    const uint32_t *src = (const uint32_t *)a->src0 + (y.origin + ky) * a->inW * words;
    const uint32_t *table = m->tables + (ky - s->ky) * length * NCN_M7_TABLE_WORDS;
    if (l.rows <= 0)
        return;
    for (int32_t cx = 0; cx < a->convW; cx += l.count) {
        const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
        const int32_t low = x.begin * words > s->from ? x.begin * words : s->from;
        const int32_t high = x.end * words < s->end ? x.end * words : s->end;
        l.count = cx == inside.x && inside.xEnd > cx ? inside.xEnd - cx : 1;
        look_up(src + x.origin * words + low, table + (low - s->from) * NCN_M7_TABLE_WORDS, high - low,
                sum + cx * NCN_M7_SUM_WORDS, &l);
    }
}

/* The segment after s; before the first, kyEnd is 0 and end the words of a row. */
static bool next_segment(const ncn_m7_tables *m, const ncn_kernel_args *a, segment *s) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    if (s->end == rowWords) {
        *s = (segment){s->kyEnd, s->kyEnd + m->segmentRows, 0, m->segmentWords};
    } else {
        s->from = s->end;
        s->end += m->segmentWords;
    }
    s->kyEnd = s->kyEnd < a->kH ? s->kyEnd : a->kH;
    s->end = s->end < rowWords ? s->end : rowWords;
    return s->ky < a->kH;
}

static segment before_first(const ncn_kernel_args *a) {
    return (segment){0, 0, 0, a->kW * (int32_t)ncn_words((uint32_t)a->inC)};
}

void ncn_m7_sum_channels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel, int32_t first,
                         int32_t end) {
    for (segment s = before_first(a); next_segment(m, a, &s);) {
        build_channels(m, a, channel, &s);
        for (int32_t cy = first; cy < end; cy++)
            add_row(m, a, &s, cy, m->sums + (cy - first) * a->convW * NCN_M7_SUM_WORDS);
    }
}

/* Tables of pixels pixel .. pixel + 15: a lane has no tap where its window leaves the image. */
static void build_pixels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, const segment *s) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const int32_t left = a->convH * a->convW - pixel;
    uint32_t *const word = ncn_m7_b1_words(m->build, 0);
    uint32_t *t = m->tables;
    for (int32_t ky = s->ky; ky < s->kyEnd; ky++) {
        for (int32_t i = s->from; i < s->end; i++, t += NCN_M7_TABLE_WORDS) {
            uint32_t lanes = 0;
            int32_t y = pixel / a->convW * a->stride - a->padH + ky;
            int32_t x = pixel % a->convW * a->stride - a->padW + i / words;
            const int32_t xEnd = a->convW * a->stride - a->padW + i / words;
            for (int32_t lane = 0; lane < NCN_M7_LANES; lane++) {
                word[lane] = 0;
                if (lane < left && y >= 0 && y < a->inH && x >= 0 && x < a->inW) {
                    word[lane] = ((const uint32_t *)a->src0)[(y * a->inW + x) * words + i % words];
                    lanes |= 1u << lane;
                }
                x += a->stride;
                if (x == xEnd) {
                    x -= a->convW * a->stride;
                    y += a->stride;
                }
            }
            ncn_m7_b1_words(m->build, lanes);
            ncn_m7_b1_build(t, m->build);
        }
    }
}

void ncn_m7_sum_pixels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, uint32_t *sums) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    for (segment s = before_first(a); next_segment(m, a, &s);) {
        const int32_t n = (s.kyEnd - s.ky) * (s.end - s.from); /* whole rows, or part of one: side by side */
        const int32_t part = part_of(n);
        ncn_m7_look_up l = {.rows = n / part,
                            .rowBytes = 4 * part,
                            .tableRowBytes = NCN_M7_TABLE_BYTES * part,
                            .count = a->outC,
                            .stepBytes = 4 * a->kH * rowWords};
        const uint32_t *w = (const uint32_t *)a->weight + s.ky * rowWords + s.from;
        const int32_t done = l.rows * part;
        build_pixels(m, a, pixel, &s);
        look_up(w, m->tables, part, sums, &l);
        l.rows = 1;
        look_up(w + done, m->tables + done * NCN_M7_TABLE_WORDS, n - done, sums, &l);
    }
}
