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
        if (list->run == NCN_M7_RUN_TAPS) {
            *list->next++ = (ncn_m7_tap){0, NCN_M7_RUN_ENDS};
            list->last += NCN_M7_RUN_ENDS;
            list->run = 0;
        }
        *list->next++ = (ncn_m7_tap){x, (uint32_t)tables - list->last};
        list->last = (uint32_t)tables;
        list->run++;
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
                        .signs = signs};
    l.signBytes = signBytes;
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

/* Where the words of tap (ky, kx) of pixels pixel .. pixel + 15 begin in the map, -1 where its window leaves the image
   or behind the last pixel. Returns which lanes have one. */
static uint32_t tap_of_pixels(const ncn_kernel_args *a, int32_t pixel, int32_t ky, int32_t kx, int32_t *at) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const int32_t left = a->convH * a->convW - pixel, xEnd = a->convW * a->stride - a->padW + kx;
    int32_t y = pixel / a->convW * a->stride - a->padH + ky, x = pixel % a->convW * a->stride - a->padW + kx;
    uint32_t lanes = 0;
    for (int32_t lane = 0; lane < NCN_M7_LANES; lane++) {
        const bool inside = lane < left && y >= 0 && y < a->inH && x >= 0 && x < a->inW;
        at[lane] = inside ? (y * a->inW + x) * words : -1;
        lanes |= (uint32_t)inside << lane;
        x += a->stride;
        if (x == xEnd) {
            x -= a->convW * a->stride;
            y += a->stride;
        }
    }
    return lanes;
}

/* Tables of pixels pixel .. pixel + 15. */
static void build_pixels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, const segment *s) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    int32_t *const at = (int32_t *)m->starts;
    uint32_t *t = m->tables, *word = m->build;
    for (int32_t ky = s->ky; ky < s->kyEnd; ky++)
        for (int32_t i = s->from; i < s->end; i++, t += NCN_M7_TABLE_WORDS) {
            const uint32_t *src = (const uint32_t *)a->src0 + i % words;
            if (i == s->from || i % words == 0)
                word = ncn_m7_b1_words(m->build, tap_of_pixels(a, pixel, ky, i / words, at));
            for (int32_t lane = 0; lane < NCN_M7_LANES; lane++)
                word[lane] = at[lane] < 0 ? 0 : src[at[lane]];
            ncn_m7_b1_build(t, m->build);
        }
}

void ncn_m7_sum_pixels(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t pixel, uint32_t *sums,
                       uint16_t *signs) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    for (segment s = before_first(a); next_segment(m, a, &s);) {
        const bool last = s.kyEnd == a->kH && s.end == rowWords;
        const ncn_m7_look_up l = {.count = a->outC,
                                  .stepBytes = 4 * a->kH * rowWords,
                                  .taps = m->taps,
                                  .signs = last ? signs : NULL,
                                  .signBytes = sizeof *signs};
        const int32_t n = (s.kyEnd - s.ky) * (s.end - s.from); /* whole rows, or part of one: side by side */
        taps list = {m->taps, 0, 0};
        add_taps(&list, 0, 0, n);
        *list.next = (ncn_m7_tap){0, NCN_M7_WINDOW_ENDS};
        build_pixels(m, a, pixel, &s);
        ncn_m7_b1_look_up((const uint32_t *)a->weight + s.ky * rowWords + s.from, m->tables, sums, &l);
    }
}
