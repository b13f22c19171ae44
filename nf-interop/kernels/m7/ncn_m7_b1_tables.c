/* See ncn_m7_b1_tables.h; the steps are numbered in KERNELS.md. */
#include "ncn_m7_b1_tables.h"

#include "ncn_acle.h"
#include "ncn_mem.h"
#include "ncn_section.h"
#include "ncn_window.h"

enum { GROUPS = 6, MAX_SEGMENT_WORDS = 7, MIN_PIXELS = 10 };

/* Bits of a word that share a table: their number, the first one, and the table's place in entries of two words. */
static const uint8_t group_bits[GROUPS] = {6, 6, 5, 5, 5, 5};
#define FIRST_BIT(g) ((g) < 2 ? 6 * (g) : 12 + 5 * ((g)-2))
#define FIRST_ENTRY(g) ((g) < 2 ? 64 * (g) : 128 + 32 * ((g)-2))

ncn_m7_tables ncn_m7_tables_in(const ncn_kernel_args *a, int32_t mapH, int32_t mapW) {
    const int32_t rowWords = a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    const int32_t wanted = rowWords < MAX_SEGMENT_WORDS ? rowWords : MAX_SEGMENT_WORDS;
    const int32_t rowSumWords = mapW * NCN_M7_SUM_WORDS;
    const int32_t lanesWords = 64;
    const int32_t left = a->workspaceBytes / 4 - lanesWords - rowSumWords; /* for tables, and more rows of sums */
    ncn_m7_tables m = {.lanes = (uint32_t *)a->workspace, .mapH = mapH, .mapW = mapW};
    if (a->kH * a->kW * a->inC > NCN_M7_MAX_BITS || left < NCN_M7_TABLE_WORDS || mapH * mapW < MIN_PIXELS)
        return m;
    const int32_t room = left / NCN_M7_TABLE_WORDS;
    m.segmentWords = room < wanted ? room : wanted;
    m.tables = m.lanes + lanesWords;
    m.sums = m.tables + m.segmentWords * NCN_M7_TABLE_WORDS;
    const int32_t rows = 1 + (left - m.segmentWords * NCN_M7_TABLE_WORDS) / rowSumWords;
    m.bandRows = rows < mapH ? rows : mapH;
    if (m.bandRows < mapH && m.bandRows * mapW < MIN_PIXELS)
        m.bandRows = 0;
    return m;
}

/* Step 1: weight word `at` of 8 filters (`words` apart, those from `present` on 0) as nibble lanes, bit by bit:
   lanes[2·bit] has filter i < 4 in bits 8i, filter i >= 4 in bits 8(i - 4) + 4. */
static void spread(uint32_t *lanes, const uint32_t *at, intptr_t words, int32_t present) {
    uint32_t w[8];
    for (int32_t i = 0; i < 8; i++)
        w[i] = i < present ? at[i * words] : 0;
    for (int32_t r = 0; r < 8; r++) {
        uint32_t q[4]; /* byte i: bit 8i + r of filters b and b + 4 */
        for (int32_t b = 0; b < 4; b++)
            q[b] = (w[b] >> r & 0x01010101u) | (w[b + 4] >> r & 0x01010101u) << 4;
        const uint32_t even01 = (q[0] & 0x00FF00FFu) | (q[1] & 0x00FF00FFu) << 8; /* bytes 0 and 2 of q[0], q[1] */
        const uint32_t even23 = (q[2] & 0x00FF00FFu) | (q[3] & 0x00FF00FFu) << 8;
        const uint32_t odd01 = (q[0] >> 8 & 0x00FF00FFu) | (q[1] & 0xFF00FF00u);
        const uint32_t odd23 = (q[2] >> 8 & 0x00FF00FFu) | (q[3] & 0xFF00FF00u);
        lanes[2 * r] = (even01 & 0xFFFFu) | even23 << 16;
        lanes[2 * (r + 8)] = (odd01 & 0xFFFFu) | odd23 << 16;
        lanes[2 * (r + 16)] = even01 >> 16 | (even23 & 0xFFFF0000u);
        lanes[2 * (r + 24)] = odd01 >> 16 | (odd23 & 0xFFFF0000u);
    }
}

/* Step 2, for 5 input bits: entries in the order of a Gray code, so that each is the one before plus or minus one bit's
   difference. UPk(b) goes from entry b to entry b + 2^k through all that differ from b in bits 0 .. k; DOWNk back. */
/* The memory clobber keeps gcc from collecting all values before it stores the first: there are not that many
 * registers. */
#define ENTRY_IS(b)                                                                                                    \
    {                                                                                                                  \
        t[2 * (b)] = v0, t[2 * (b) + 1] = v1;                                                                          \
        __asm__ volatile("" : "+r"(v0), "+r"(v1) : : "memory");                                                        \
    }
#define PLUS(k, b)                                                                                                     \
    {                                                                                                                  \
        v0 += d##k, v1 += e##k;                                                                                        \
        ENTRY_IS(b)                                                                                                    \
    }
#define MINUS(k, b)                                                                                                    \
    {                                                                                                                  \
        v0 -= d##k, v1 -= e##k;                                                                                        \
        ENTRY_IS(b)                                                                                                    \
    }
#define UP0(b) PLUS(0, (b) + 1)
#define DOWN0(b) MINUS(0, b)
#define UP1(b) UP0(b) PLUS(1, (b) + 3) DOWN0((b) + 2)
#define DOWN1(b) UP0((b) + 2) MINUS(1, (b) + 1) DOWN0(b)
#define UP2(b) UP1(b) PLUS(2, (b) + 6) DOWN1((b) + 4)
#define DOWN2(b) UP1((b) + 4) MINUS(2, (b) + 2) DOWN1(b)
#define UP3(b) UP2(b) PLUS(3, (b) + 12) DOWN2((b) + 8)
#define DOWN3(b) UP2((b) + 8) MINUS(3, (b) + 4) DOWN2(b)
#define UP4(b) UP3(b) PLUS(4, (b) + 24) DOWN3((b) + 16)

/* What an input bit that is 1 changes: it differs where the weight is 0 instead of where it is 1, 1 - 2·weight more in
   each nibble. In a register, with no other copy of it. */
#define CHANGE(d, lane)                                                                                                \
    uint32_t d = 0x11111111u - 2 * (lane);                                                                             \
    NCN_KEEP(d)

/* 32 entries from t on, of which entry 0 is (v0, v1); lanes: the weights of 5 bits. */
NCN_HOT static void build32(uint32_t *t, const uint32_t *lanes, uint32_t v0, uint32_t v1) {
    CHANGE(d0, lanes[0]);
    CHANGE(e0, lanes[1]);
    CHANGE(d1, lanes[2]);
    CHANGE(e1, lanes[3]);
    CHANGE(d2, lanes[4]);
    CHANGE(e2, lanes[5]);
    CHANGE(d3, lanes[6]);
    CHANGE(e3, lanes[7]);
    CHANGE(d4, lanes[8]);
    CHANGE(e4, lanes[9]);
    ENTRY_IS(0)
    UP4(0)
}

/* All tables of one input word. With all input bits 0 the weights' ones differ. A sixth bit is a second run of 32. */
NCN_HOT static void build(uint32_t *table, const uint32_t *lanes) {
    for (int32_t g = 0; g < GROUPS; table += 2 << group_bits[g], lanes += 2 * group_bits[g], g++) {
        uint32_t v0 = 0, v1 = 0;
        for (int32_t k = 0; k < 5; k++) {
            v0 += lanes[2 * k];
            v1 += lanes[2 * k + 1];
        }
        if (group_bits[g] == 5) {
            build32(table, lanes, v0, v1);
        } else {
            build32(table, lanes, v0 + lanes[10], v1 + lanes[11]);
            build32(table + 64, lanes, v0 + 0x11111111u - lanes[10], v1 + 0x11111111u - lanes[11]);
        }
    }
}

static void build_segment(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel, int32_t word,
                          int32_t count) {
    const int32_t filterWords = a->kH * a->kW * (int32_t)ncn_words((uint32_t)a->inC);
    const uint32_t *filter = (const uint32_t *)a->weight + (intptr_t)channel * filterWords + word;
    for (int32_t i = 0; i < count; i++) {
        spread(m->lanes, filter + i, filterWords, a->outC - channel);
        spread(m->lanes + 1, filter + i + 8 * (intptr_t)filterWords, filterWords, a->outC - channel - 8);
        build(m->tables + i * NCN_M7_TABLE_WORDS, m->lanes);
    }
}

/* The entry of a group for input word x, in the tables at t. */
#define ENTRY_OF(x, g, bits)                                                                                           \
    const uint32_t *e##g = t + 2 * ((x) >> FIRST_BIT(g) & ((1u << (bits)) - 1u));                                      \
    NCN_KEEP(e##g)

/* Two groups' counts, at most 12 a nibble, go to u whole and, its odd nibbles, to s (step 3). */
#define ADD_GROUPS(g, h)                                                                                               \
    do {                                                                                                               \
        const uint32_t v0 = e##g[2 * FIRST_ENTRY(g)] + e##h[2 * FIRST_ENTRY(h)];                                       \
        const uint32_t v1 = e##g[2 * FIRST_ENTRY(g) + 1] + e##h[2 * FIRST_ENTRY(h) + 1];                               \
        uint32_t odd0 = v0 & 0xF0F0F0F0u, odd1 = v1 & 0xF0F0F0F0u;                                                     \
        NCN_KEEP(odd0);                                                                                                \
        NCN_KEEP(odd1);                                                                                                \
        u0 += v0;                                                                                                      \
        u1 += v1;                                                                                                      \
        s0 += odd0 >> 4;                                                                                               \
        s1 += odd1 >> 4;                                                                                               \
    } while (0)

/* Steps 3 and 4: input words x[0 .. n) against their tables, n <= 7, added to a pixel's sums. */
static inline void look_up(const uint32_t *x, const uint32_t *t, int32_t n, uint32_t *sum) {
    uint32_t u0 = 0, u1 = 0, s0 = 0, s1 = 0;
    const uint32_t *const end = x + n;
    do {
        const uint32_t v = *x++;
        ENTRY_OF(v, 0, 6);
        ENTRY_OF(v, 1, 6);
        ADD_GROUPS(0, 1);
        ENTRY_OF(v, 2, 5);
        ENTRY_OF(v, 3, 5);
        ADD_GROUPS(2, 3);
        ENTRY_OF(v, 4, 5);
        ENTRY_OF(v, 5, 5);
        ADD_GROUPS(4, 5);
        t += NCN_M7_TABLE_WORDS;
    } while (x != end);
    u0 -= s0 << 4;
    u1 -= s1 << 4;
    sum[0] = ncn_uxtab16(sum[0], u0);
    sum[1] = ncn_uxtab16_odd(sum[1], u0);
    sum[2] = ncn_uxtab16(sum[2], s0);
    sum[3] = ncn_uxtab16_odd(sum[3], s0);
    sum[4] = ncn_uxtab16(sum[4], u1);
    sum[5] = ncn_uxtab16_odd(sum[5], u1);
    sum[6] = ncn_uxtab16(sum[6], s1);
    sum[7] = ncn_uxtab16_odd(sum[7], s1);
}

/* One output row: words from .. end of window row ky, whose input row is `src`. */
static void add_row(const ncn_m7_tables *m, const ncn_kernel_args *a, const uint32_t *src, int32_t from, int32_t end,
                    uint32_t *sum) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    for (int32_t ox = 0; ox < m->mapW; ox++, sum += NCN_M7_SUM_WORDS) {
        const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
        const int32_t low = x.begin * words > from ? x.begin * words : from;
        const int32_t high = x.end * words < end ? x.end * words : end;
        if (low < high)
            look_up(src + x.origin * words + low, m->tables + (low - from) * NCN_M7_TABLE_WORDS, high - low, sum);
    }
}

NCN_HOT void ncn_m7_tables_sum(const ncn_m7_tables *m, const ncn_kernel_args *a, int32_t channel, int32_t first, int32_t end) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->inC);
    const int32_t rowWords = a->kW * words;
    const int32_t rowSumWords = m->mapW * NCN_M7_SUM_WORDS;
    ncn_fill(m->sums, 0, 4 * (size_t)((end - first) * rowSumWords));
    for (int32_t ky = 0; ky < a->kH; ky++) {
        for (int32_t from = 0; from < rowWords; from += m->segmentWords) {
            const int32_t left = rowWords - from;
            const int32_t count = left < m->segmentWords ? left : m->segmentWords;
            build_segment(m, a, channel, ky * rowWords + from, count);
            for (int32_t oy = first; oy < end; oy++) {
                const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
                if (ky >= y.begin && ky < y.end)
                    add_row(m, a, (const uint32_t *)a->src0 + (y.origin + ky) * a->inW * words, from, from + count,
                            m->sums + (oy - first) * rowSumWords);
            }
        }
    }
}
