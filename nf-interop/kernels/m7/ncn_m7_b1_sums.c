/* See ncn_m7_b1_tables.h: the sums of either kind of lanes. */
#include "ncn_m7_b1_build.h"
#include "ncn_m7_b1_tables.h"
#include "ncn_u_rows.h"

/* Taps on their way into a list. */
typedef struct taps {
    ncn_m7_tap *next;
    int32_t run;   /* taps of the run so far */
    uint32_t last; /* tables of the tap before */
} taps;

/* `n` taps whose words lie from x on, their tables from `tables` on, both in bytes. */
static void add_taps(taps *list, int32_t x, int32_t tables, int32_t n) {
    for (; n > 0; n--, x += 4, tables += NCN_M7_TABLE_BYTES) {
        const bool full = list->run == NCN_M7_RUN_TAPS;
        *list->next++ = (ncn_m7_tap){x, (uint32_t)tables - list->last + (full ? NCN_M7_RUN_BEGINS : 0)};
        list->last = (uint32_t)tables;
        list->run = full ? 1 : list->run + 1;
    }
}

/* A segment of the window: words from .. end - 1 of rows ky .. kyEnd - 1. */
typedef struct segment {
    int32_t ky, kyEnd, from, end;
} segment;

static void build_channels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel, const segment *s) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    const intptr_t filterWords = (intptr_t)a->kH * rowWords;
    const int32_t left = a->outC - channel, lanes = left < NCN_M7_LANES ? left : NCN_M7_LANES;
    uint32_t *const word = ncn_m7_b1_words(m->build, 0xFFFFu);
    uint32_t *t = m->tables;
    for (int32_t lane = lanes; lane < NCN_M7_LANES; lane++)
        word[lane] = 0;
    for (int32_t ky = s->ky; ky < s->kyEnd; ky++) {
        for (int32_t i = s->from; i < s->end; i++, t += NCN_M7_TABLE_WORDS) {
            const uint32_t *w = (const uint32_t *)a->weight + channel * filterWords + ky * rowWords + i;
            for (int32_t lane = 0; lane < lanes; lane++, w += filterWords)
                word[lane] = *w;
            ncn_m7_b1_build(t, m->build);
        }
    }
}

/* Rows of a segment that a row of pixels has inside the image. */
typedef struct rows {
    int32_t ky, kyEnd;
} rows;

/* The pixels from cx on whose windows have the same columns inside: those within the border at once. */
static int32_t alike(const ncn_kernel_args *a, const ncn_m7_inside *inside, int32_t cx) {
    return cx == inside->x && inside->xEnd > cx && inside->xEnd <= a->convW ? inside->xEnd - cx : 1;
}

/* The words of a segment's rows that pixel cx has inside the image. */
static int32_t first_word(const ncn_kernel_args *a, const segment *s, const ncn_span *x) {
    const int32_t low = x->begin * (int32_t)ncn_words((uint32_t)a->inC);
    return low > s->from ? low : s->from;
}
static int32_t end_word(const ncn_kernel_args *a, const segment *s, const ncn_span *x) {
    const int32_t high = x->end * (int32_t)ncn_words((uint32_t)a->inC);
    return high < s->end ? high : s->end;
}

/* The taps of all windows of a row of pixels, one list behind the other; m->build has where each begins, and the end.
 */
static __attribute__((noinline)) void list_row(const ncn_m7_tables *m, const ncn_kernel_args *a, const segment *s,
                                               const rows *r) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC), length = s->end - s->from;
    const ncn_m7_inside inside = ncn_m7_inside_of(a);
    ncn_m7_tap *next = m->taps;
    uint32_t *at = m->build;
    for (int32_t cx = 0; cx < a->convW; cx += alike(a, &inside, cx)) {
        const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
        const int32_t low = first_word(a, s, &x), n = end_word(a, s, &x) - low;
        taps list = {next, 0, 0};
        for (int32_t ky = r->ky; ky < r->kyEnd; ky++)
            add_taps(&list, 4 * (ky - r->ky) * a->inW * words,
                     NCN_M7_TABLE_BYTES * ((ky - s->ky) * length + low - s->from), n);
        *at++ = (uint32_t)(next - m->taps);
        if (list.next != next)
            *list.next++ = (ncn_m7_tap){0, NCN_M7_WINDOW_ENDS};
        next = list.next;
    }
    *at = (uint32_t)(next - m->taps);
}

/* A row of pixels against a segment's tables; with `signs`, whose tables are of the whole window, those of the row's
   pixels go there, `signBytes` apart. */
static __attribute__((noinline)) void add_row(const ncn_m7_tables *m, const ncn_kernel_args *a, const segment *s,
                                              const uint32_t *src, uint32_t *sum, uint8_t *signs, int32_t signBytes) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const ncn_m7_inside inside = ncn_m7_inside_of(a);
    const uint32_t *at = m->build;
    ncn_m7_look_up l = {.stepBytes = 4 * a->stride * words,
                        .start = signs != NULL ? m->starts + NCN_M7_SUM_WORDS : NULL,
                        .signs = signs,
                        .signBytes = signBytes,
                        .runs = m->runs};
    for (int32_t cx = 0; cx < a->convW; at++) {
        const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
        l.count = alike(a, &inside, cx);
        l.taps = m->taps + at[0];
        if (at[1] != at[0])
            ncn_m7_b1_look_up(src + x.origin * words + first_word(a, s, &x), m->tables, sum, &l);
        cx += l.count;
        if (signs == NULL) {
            sum += l.count * NCN_M7_SUM_WORDS;
            continue;
        }
        l.signs = signs += l.count * signBytes;
        l.start += NCN_M7_SUM_WORDS;
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
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    for (segment s = before_first(a); next_segment(m, a, &s);) {
        rows listed = {-1, -1};
        build_channels(m, a, channel, &s);
        for (int32_t cy = first; cy < end; cy++) {
            const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
            const rows r = {y.begin > s.ky ? y.begin : s.ky, y.end < s.kyEnd ? y.end : s.kyEnd};
            if (r.ky >= r.kyEnd)
                continue;
            if (r.ky != listed.ky || r.kyEnd != listed.kyEnd)
                list_row(m, a, &s, &r);
            listed = r;
            add_row(m, a, &s, (const uint32_t *)a->src0 + (y.origin + r.ky) * a->inW * words,
                    m->sums + (cy - first) * a->convW * NCN_M7_SUM_WORDS, NULL, 0);
        }
    }
}

/* What the sums of row cy's windows start from, for each list of taps: ncn_m7_sum_start of their K_valid. */
static __attribute__((noinline)) void start_row(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t cy) {
    const ncn_m7_inside inside = ncn_m7_inside_of(a);
    const uint32_t *const threshold = m->starts;
    uint32_t *start = m->starts + NCN_M7_SUM_WORDS;
    for (int32_t cx = 0; cx < a->convW; cx += alike(a, &inside, cx)) {
        const uint32_t notKValid = ~((uint32_t)ncn_m7_valid_bits(a, &inside, cy, cx) * 0x10001u);
        for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
            *start++ = ncn_m7_sum_start(notKValid, threshold[i]);
    }
}

void ncn_m7_sign_channels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const int32_t outWords = (int32_t)ncn_words((uint32_t)a->outC);
    const bool last = (channel & 16) != 0 || channel + NCN_M7_LANES >= a->outC; /* of its word */
    segment s = before_first(a);
    rows listed = {-1, -1};
    next_segment(m, a, &s);
    build_channels(m, a, channel, &s);
    for (int32_t cy = 0; cy < a->convH; cy++) {
        const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
        const rows r = {y.begin, y.end};
        uint32_t *u = ncn_u_row(a, cy) + (channel >> 5);
        if (r.ky != listed.ky || r.kyEnd != listed.kyEnd) {
            list_row(m, a, &s, &r);
            start_row(m, a, cy);
        }
        listed = r;
        if ((channel & 16) == 0 && last) /* the upper half has no channels */
            for (int32_t cx = 0; cx < a->convW; cx++)
                u[cx * outWords] = 0;
        add_row(m, a, &s, (const uint32_t *)a->src0 + (y.origin + r.ky) * a->inW * words, m->sums,
                (uint8_t *)u + ((channel & 16) >> 3), 4 * outWords);
        if (last || ncn_u_pools(a))
            ncn_u_row_done(a, cy, channel >> 5);
    }
}

/* The windows of pixels pixel .. pixel + 15. */
typedef struct block {
    int32_t *first;    /* [16]: where a window's first word lies in the map, or would */
    uint32_t *columns; /* [kW]: the lanes whose tap of this column lies inside the image, a bit each */
    int32_t y;         /* of the first lane's window */
    int32_t x;
    int32_t lanes; /* pixels of the map among them */
} block;

static block block_of(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const int32_t left = a->convH * a->convW - pixel, xEnd = a->convW * a->stride - a->padW;
    const block b = {.first = (int32_t *)m->starts,
                     .columns = m->starts + NCN_M7_LANES,
                     .y = pixel / a->convW * a->stride - a->padH,
                     .x = pixel % a->convW * a->stride - a->padW,
                     .lanes = left < NCN_M7_LANES ? left : NCN_M7_LANES};
    int32_t y = b.y, x = b.x;
    for (int32_t kx = 0; kx < a->kW; kx++)
        b.columns[kx] = 0;
    for (int32_t lane = 0; lane < b.lanes; lane++) {
        b.first[lane] = (y * a->inW + x) * words;
        for (int32_t kx = 0; kx < a->kW; kx++)
            b.columns[kx] |= (uint32_t)(x + kx >= 0 && x + kx < a->inW) << lane;
        x += a->stride;
        if (x == xEnd) {
            x = -a->padW;
            y += a->stride;
        }
    }
    return b;
}

/* The lanes whose taps of row ky lie inside the image. */
static uint32_t lanes_of_row(const ncn_kernel_args *a, const block *b, int32_t ky) {
    const int32_t xEnd = a->convW * a->stride - a->padW;
    int32_t lane = 0, x = b->x;
    uint32_t lanes = 0;
    for (int32_t y = b->y + ky; lane < b->lanes; y += a->stride, x = -a->padW) {
        const int32_t inRow = (xEnd - x) / a->stride, end = lane + inRow < b->lanes ? lane + inRow : b->lanes;
        if (y >= 0 && y < a->inH)
            lanes |= (1u << end) - (1u << lane);
        lane = end;
    }
    return lanes;
}

/* The words of a tap, `src` for a window that begins at the map's beginning; 0 in other lanes. */
static void gather(uint32_t *word, const uint32_t *src, const int32_t *first, uint32_t lanes) {
    if (lanes == 0xFFFFu) {
        for (int32_t lane = 0; lane < NCN_M7_LANES; lane++)
            word[lane] = src[first[lane]];
        return;
    }
    for (int32_t lane = 0; lane < NCN_M7_LANES; lane++)
        word[lane] = (lanes >> lane & 1u) != 0 ? src[first[lane]] : 0;
}

/* Tables of a segment's rows ky .. kyEnd - 1. Those of row ky lie where row (ky + turn) mod kH would without `turn`. */
static void build_pixels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, const segment *s,
                         int32_t turn) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const block b = block_of(m, a, pixel);
    uint32_t *word = m->build, before = 0xFFFF0000u;
    for (int32_t ky = s->ky; ky < s->kyEnd; ky++) {
        const uint32_t *src = (const uint32_t *)a->src0 + ky * a->inW * words;
        const uint32_t row = lanes_of_row(a, &b, ky);
        const int32_t place = m->segmentRows == a->kH ? (ky + turn) % a->kH : ky - s->ky;
        uint32_t *t = m->tables + place * (s->end - s->from) * NCN_M7_TABLE_WORDS;
        for (int32_t i = s->from; i < s->end; i++, t += NCN_M7_TABLE_WORDS) {
            const uint32_t lanes = row & b.columns[i / words];
            if (lanes != before)
                word = ncn_m7_b1_words(m->build, lanes);
            before = lanes;
            gather(word, src + i, b.first, lanes);
            ncn_m7_b1_build(t, m->build);
        }
    }
}

/* The taps of a segment's words, in the order of their tables, which are turned by `turn` rows. */
static void list_segment(const ncn_m7_tables *m, const segment *s, int32_t turn) {
    const int32_t count = s->kyEnd - s->ky, n = s->end - s->from; /* whole rows, or part of one */
    taps list = {m->taps, 0, 0};
    for (int32_t i = 0; i < count; i++)
        add_taps(&list, 4 * ((i + count - turn % count) % count) * n, NCN_M7_TABLE_BYTES * i * n, n);
    *list.next = (ncn_m7_tap){0, NCN_M7_WINDOW_ENDS};
}

/* All taps of a window against the tables of its middle row: upper row, lower row, middle row, each in `runs` runs. A
   run takes every runs-th word, the last one first, so that it begins behind where the run before ended. */
static __attribute__((noinline)) void list_rows(const ncn_m7_tables *m, int32_t runs) {
    const int32_t n = m->segmentWords;
    taps list = {m->taps, 0, 0};
    for (int32_t row = 0; row < 3; row++)
        for (int32_t last = n - 1; last >= n - runs; last--) {
            const int32_t x = row == 0 ? -n : row == 1 ? n : 0; /* from the middle row on */
            list.run = list.next == m->taps ? 0 : NCN_M7_RUN_TAPS;
            for (int32_t i = last; i >= 0; i -= runs)
                add_taps(&list, 4 * (x + i), NCN_M7_TABLE_BYTES * i, 1);
        }
    *list.next = (ncn_m7_tap){0, NCN_M7_WINDOW_ENDS};
}

void ncn_m7_sum_pixels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, uint32_t *sums,
                       uint16_t *signs) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC), newRows = ncn_m7_new_rows(m, a);
    const int32_t turn = pixel / NCN_M7_LANES * newRows % a->kH;
    const int32_t runs = m->middleRow ? (rowWords + NCN_M7_RUN_TAPS - 1) / NCN_M7_RUN_TAPS : 0; /* of a row */
    segment s = before_first(a);
    s.kyEnd = m->middleRow ? 1 : 0;
    for (bool last = false; !last;) {
        next_segment(m, a, &s);
        last = m->middleRow || (s.kyEnd == a->kH && s.end == rowWords);
        const ncn_m7_look_up l = {.count = a->outC,
                                  .stepBytes = 4 * a->kH * rowWords,
                                  .taps = m->taps,
                                  .signs = last ? signs : NULL,
                                  .signBytes = sizeof *signs,
                                  .runs = m->runs,
                                  .movedBytes = 16 * runs};
        const uint32_t *const weight = (const uint32_t *)a->weight + s.ky * rowWords + s.from;
        if (m->middleRow)
            list_rows(m, runs);
        else
            list_segment(m, &s, turn);
        if (pixel > 0 && newRows < a->kH)
            s.ky = a->kH - newRows;
        build_pixels(m, a, pixel, &s, turn);
        ncn_m7_b1_look_up(weight, m->tables, sums, &l);
    }
}
