/* See ncn_m7_b1_tables.h: which lanes, and what they need. */
#include "ncn_m7_b1_tables.h"

#include "ncn_m7_b1_build.h"

/* Cycles a word of a window: building its tables, a look-up of 16 lanes, one sum without tables (ncn_m7_b1_direct.h).
   Rounded; they only choose. */
enum { BUILD = 1020, LOOK_UP = 32, DIRECT = 7 };

/* Taps inside the image of all pixels of the map. */
static int64_t taps_inside(const ncn_kernel_args *a) {
    int64_t rows = 0, columns = 0;
    for (int32_t cy = 0; cy < a->convH; cy++) {
        const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
        rows += y.end - y.begin;
    }
    for (int32_t cx = 0; cx < a->convW; cx++) {
        const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
        columns += x.end - x.begin;
    }
    return rows * columns;
}

/* Words of what sums start from; of the lists of a segment's taps, with the mark behind each, one list a column of the
   window, for pixels at the left and the right border and within; of runs, 4 for 7 taps, hence at most one a tap. */
static int32_t tap_words(const ncn_kernel_args *a, int32_t taps) {
    return (2 + a->kW) * NCN_M7_SUM_WORDS + 2 * a->kW * (taps + 1) + taps;
}

/* Words of the window that have room for tables and taps beside `sumWords`; negative where not even these fit. */
static int32_t room(const ncn_kernel_args *a, int64_t sumWords) {
    const int64_t left = a->workspaceBytes / 4 - NCN_M7_BUILD_WORDS - sumWords - tap_words(a, 0);
    return (int32_t)(left / (NCN_M7_TABLE_WORDS + tap_words(a, 1) - tap_words(a, 0)));
}

/* Segments of at most `words` words: whole rows of the window, as equal as can be, or part of one. */
static void divide_window(ncn_m7_tables *m, const ncn_kernel_args *a, int32_t words) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    m->segmentWords = rowWords;
    m->segmentRows = words / rowWords;
    if (m->segmentRows == 0) {
        m->segmentRows = 1;
        m->segmentWords = words;
        return;
    }
    const int32_t segments = (a->kH + m->segmentRows - 1) / m->segmentRows;
    m->segmentRows = (a->kH + segments - 1) / segments;
}

static void place(ncn_m7_tables *m, const ncn_kernel_args *a) {
    m->build = (uint32_t *)a->workspace;
    const int32_t words = m->segmentRows * m->segmentWords, listed = m->middleRow ? a->kH * words : words;
    m->starts = m->build + NCN_M7_BUILD_WORDS;
    m->taps = (ncn_m7_tap *)(void *)(m->starts + (2 + a->kW) * NCN_M7_SUM_WORDS);
    m->runs = (uint32_t *)(m->taps + a->kW * (listed + 1));
    m->tables = m->runs + listed;
    m->sums = m->tables + words * NCN_M7_TABLE_WORDS;
}

/* Sums of the whole map if some tables fit beside them; else of as many rows as fit beside those. */
static bool channel_lanes(ncn_m7_tables *m, const ncn_kernel_args *a, bool wholeMap) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    const int32_t enough = rowWords < NCN_M7_RUN_TAPS ? rowWords : NCN_M7_RUN_TAPS;
    const int32_t rowSums = a->convW * NCN_M7_SUM_WORDS;
    int32_t words = room(a, (int64_t)a->convH * rowSums);
    m->bandRows = a->convH;
    if (words < enough) {
        words = enough;
        const int32_t fixed = NCN_M7_BUILD_WORDS + tap_words(a, enough) + enough * NCN_M7_TABLE_WORDS;
        m->bandRows = (a->workspaceBytes / 4 - fixed) / rowSums;
        if (wholeMap || m->bandRows <= 0)
            return false;
    }
    divide_window(m, a, words);
    place(m, a);
    return true;
}

/* A map of rows of 4 pixels, all lanes of one block, under windows of 3 x 3 with the same number of rows: the words of
   the rows above and below a pixel are those of the pixels 4 lanes before and behind it. */
static bool rows_are_alike(const ncn_kernel_args *a) {
    return a->kH == 3 && a->kW == 3 && a->stride == 1 && a->padH == 1 && a->convW == 4 && a->convH <= 4 &&
           a->convH == a->inH;
}

static bool pixel_lanes(ncn_m7_tables *m, const ncn_kernel_args *a, bool wholeMap) {
    const int64_t sums = wholeMap ? ncn_m7_pixel_blocks(a) * ((int64_t)a->outC + 2) : a->outC;
    int32_t words = room(a, sums * NCN_M7_SUM_WORDS);
    m->bandRows = 0;
    if (wholeMap && rows_are_alike(a)) {
        const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
        const int32_t more = tap_words(a, a->kH * rowWords) - tap_words(a, rowWords);
        m->middleRow = room(a, sums * NCN_M7_SUM_WORDS + more) >= rowWords;
        words = m->middleRow ? rowWords : words;
    }
    if (words <= 0)
        return false;
    divide_window(m, a, words);
    place(m, a);
    return true;
}

ncn_m7_tables ncn_m7_tables_in(const ncn_kernel_args *a, bool wholeMap) {
    ncn_m7_tables m = {.lanes = NCN_M7_NO_LANES};
    const int32_t inWords = (int32_t)ncn_words((uint32_t)a->inC), words = a->kH * a->kW * inWords;
    const int64_t inside = taps_inside(a) * inWords;
    if (a->kH * a->kW * a->inC > NCN_M7_MAX_BITS)
        return m;
    int64_t least = DIRECT * inside * a->outC;
    ncn_m7_tables by = m;
    if (channel_lanes(&by, a, wholeMap)) {
        const int64_t bands = (a->convH + by.bandRows - 1) / by.bandRows;
        const int64_t cost = (a->outC + NCN_M7_LANES - 1) / NCN_M7_LANES * (bands * BUILD * words + LOOK_UP * inside);
        by.lanes = NCN_M7_CHANNEL_LANES;
        if (cost < least) {
            least = cost;
            m = by;
        }
    }
    if (pixel_lanes(&by, a, wholeMap)) {
        const int64_t blocks = ncn_m7_pixel_blocks(a);
        const int64_t rows = by.middleRow ? 1 : a->kH + (blocks - 1) * ncn_m7_new_rows(&by, a);
        by.lanes = NCN_M7_PIXEL_LANES;
        if (words / a->kH * (rows * BUILD + blocks * a->kH * LOOK_UP * a->outC) < least)
            m = by;
    }
    return m;
}

void ncn_m7_valid_lanes(const ncn_kernel_args *a, int32_t pixel, uint32_t valid[NCN_M7_SUM_WORDS]) {
    const ncn_m7_inside inside = ncn_m7_inside_of(a);
    for (int32_t i = 0; i < NCN_M7_SUM_WORDS; i++)
        valid[i] = 0;
    for (int32_t i = 0; i < NCN_M7_LANES && pixel + i < a->convH * a->convW; i++) {
        const int32_t bits = ncn_m7_valid_bits(a, &inside, (pixel + i) / a->convW, (pixel + i) % a->convW);
        valid[i & 7] |= (uint32_t)bits << 2 * (i & 8);
    }
}
