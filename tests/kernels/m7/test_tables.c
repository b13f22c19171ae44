/* See test_tables.h. */
#include "test_tables.h"

#include "ncn_arith.h"
#include "ncn_m7_b1_build.h"
#include "port.h"

enum { TABLES = 5, MOST_TAPS = 63, COUNT = 2, LANE_SETS = 40 };

/* Bits of a group that share a table: the first and the one behind the last. */
static const uint8_t groupBegin[] = {0, 6, 12, 17, 22, 27, 32};

static int32_t lane_of(const uint32_t *sum, int32_t i) {
    return (int16_t)(uint16_t)(sum[ncn_m7_sum_lane(i) / 32] >> (ncn_m7_sum_lane(i) % 32));
}

/* Tables of random words for the lanes of a set, every third time of words that are all alike. */
static void build(uint32_t *t, uint32_t word[NCN_M7_LANES], uint32_t lanes, random_state *r) {
    uint32_t *workspace = port_allocate(PORT_SOURCE, 4 * NCN_M7_BUILD_WORDS);
    uint32_t *at = ncn_m7_b1_words(workspace, lanes);
    const bool alike = random_chance(r, 3);
    const uint32_t same = random_chance(r, 2) ? UINT32_MAX : 0;
    for (int32_t i = 0; i < NCN_M7_LANES; i++)
        at[i] = word[i] = lanes >> i & 1u ? (alike ? same : random_word(r)) : 0;
    ncn_m7_b1_build(t, workspace);
}

/* Every value of every group, the other bits random. Returns how many sums are wrong. */
static uint32_t entries(const uint32_t *t, const uint32_t word[NCN_M7_LANES], uint32_t lanes, random_state *r) {
    static const ncn_m7_tap tap[] = {{0, 0}, {0, NCN_M7_WINDOW_ENDS}};
    static const ncn_m7_look_up one = {.count = 1, .taps = tap};
    uint32_t wrong = 0;
    for (int32_t g = 0; g < 6; g++)
        for (uint32_t value = 0; value < 1u << (groupBegin[g + 1] - groupBegin[g]); value++) {
            const uint32_t mask = (1u << (groupBegin[g + 1] - groupBegin[g])) - 1u;
            const uint32_t x = (random_word(r) & ~(mask << groupBegin[g])) | value << groupBegin[g];
            uint32_t sum[NCN_M7_SUM_WORDS] = {0};
            ncn_m7_b1_look_up(&x, t, sum, &one);
            for (int32_t i = 0; i < NCN_M7_LANES; i++)
                wrong += lane_of(sum, i) != (lanes >> i & 1u ? ncn_popcount32(x ^ word[i]) : 0);
        }
    return wrong;
}

/* Windows whose signs, wanted instead of the sums, are not those of `sum`: from one start for all windows, and from
   sums of their own, over which the signs are written. */
static uint32_t wrong_signs(const uint32_t *x, const uint32_t *tables, int32_t start, const ncn_m7_look_up *l,
                            const uint32_t *sum) {
    uint32_t from[COUNT * NCN_M7_SUM_WORDS], wrong = 0;
    uint16_t apart[2 * COUNT];
    for (int32_t i = 0; i < COUNT * NCN_M7_SUM_WORDS; i++)
        from[i] = (uint16_t)start * 0x10001u;
    ncn_m7_look_up signs = *l;
    signs.start = from;
    signs.signs = apart;
    signs.signBytes = 4;
    ncn_m7_b1_look_up(x, tables, NULL, &signs);
    for (int32_t i = 0; i < COUNT; i++)
        wrong += apart[2 * i] != ncn_m7_sum_signs(sum + i * NCN_M7_SUM_WORDS);
    signs.start = NULL;
    signs.signs = from;
    signs.signBytes = 2;
    ncn_m7_b1_look_up(x, tables, from, &signs);
    for (int32_t i = 0; i < COUNT; i++)
        wrong += (from[i / 2] >> 16 * (i & 1) & 0xFFFFu) != ncn_m7_sum_signs(sum + i * NCN_M7_SUM_WORDS);
    return wrong;
}

/* Sums that are not start + 32·taps, once the first `moving` runs of `lengths` taps count for the lanes 4 higher, as
   many after them for those 4 lower. */
static uint32_t wrong_moves(const uint32_t *x, const uint32_t *tables, int32_t start, const ncn_m7_look_up *l,
                            const int32_t *lengths, int32_t moving, int32_t taps) {
    uint32_t sum[COUNT * NCN_M7_SUM_WORDS], wrong = 0;
    int32_t higher = 0, lower = 0;
    ncn_m7_look_up moved = *l;
    moved.movedBytes = 16 * moving;
    for (int32_t i = 0; i < moving; i++) {
        higher += lengths[i];
        lower += lengths[moving + i];
    }
    for (int32_t i = 0; i < COUNT * NCN_M7_SUM_WORDS; i++)
        sum[i] = (uint16_t)start * 0x10001u;
    ncn_m7_b1_look_up(x, tables, sum, &moved);
    for (int32_t i = 0; i < COUNT * NCN_M7_LANES; i++) {
        const int32_t lane = i % NCN_M7_LANES;
        const int32_t differing = taps - (lane < 4 ? higher : 0) - (lane >= NCN_M7_LANES - 4 ? lower : 0);
        wrong += lane_of(sum + i / NCN_M7_LANES * NCN_M7_SUM_WORDS, lane) != start + 32 * differing;
    }
    return wrong;
}

/* A look-up of every bit differing: 32·taps more than the sums were. Words and tables in a random order, runs as long
   as they may be or shorter. */
static uint32_t largest(const uint32_t *tables, int32_t taps, int32_t start, random_state *r) {
    static uint32_t x[TABLES];
    static uint32_t runs[4 * (MOST_TAPS - 1)];
    ncn_m7_tap list[MOST_TAPS + 1], *next = list;
    int32_t run = 0, table = 0, lengths[MOST_TAPS], runCount = 0;
    for (int32_t i = 0; i < taps; i++, run++) {
        if (run == NCN_M7_RUN_TAPS || (run > 0 && random_chance(r, 9)))
            run = 0;
        const bool begins = run == 0 && i > 0;
        const int32_t to = random_in(r, begins ? table : 0, TABLES - 1);
        *next++ = (ncn_m7_tap){4 * random_in(r, 0, TABLES - 1),
                               (uint32_t)((to - table) * NCN_M7_TABLE_BYTES) + (begins ? NCN_M7_RUN_BEGINS : 0)};
        table = to;
        if (run == 0)
            lengths[runCount++] = 0;
        lengths[runCount - 1]++;
    }
    *next = (ncn_m7_tap){0, NCN_M7_WINDOW_ENDS};
    const ncn_m7_look_up l = {.count = COUNT, .taps = list, .runs = runs};
    uint32_t sum[COUNT * NCN_M7_SUM_WORDS];
    uint32_t wrong = 0;
    for (int32_t i = 0; i < TABLES; i++)
        x[i] = UINT32_MAX;
    for (int32_t i = 0; i < COUNT * NCN_M7_SUM_WORDS; i++)
        sum[i] = (uint16_t)start * 0x10001u;
    ncn_m7_b1_look_up(x, tables, sum, &l);
    wrong += wrong_signs(x, tables, start, &l, sum);
    wrong += wrong_moves(x, tables, start, &l, lengths, random_in(r, 0, (runCount - 1) / 2), taps);
    for (int32_t i = 0; i < COUNT * NCN_M7_LANES; i++)
        wrong += lane_of(sum + i / NCN_M7_LANES * NCN_M7_SUM_WORDS, i % NCN_M7_LANES) != start + 32 * taps;
    return wrong;
}

uint32_t test_tables(random_state *r) {
    uint32_t failures = 0, cases = 0;
    uint32_t word[NCN_M7_LANES];
    for (; cases < LANE_SETS; cases++) {
        const uint32_t lanes = cases == 0 ? 0xFFFFu : random_word(r) >> 16;
        uint32_t *t = port_allocate(PORT_SOURCE, NCN_M7_TABLE_BYTES);
        build(t, word, lanes, r);
        failures += entries(t, word, lanes, r) != 0;
        port_release();
    }
    uint32_t *tables = port_allocate(PORT_SOURCE, TABLES * NCN_M7_TABLE_BYTES);
    uint32_t *workspace = port_allocate(PORT_SOURCE, 4 * NCN_M7_BUILD_WORDS);
    uint32_t *at = ncn_m7_b1_words(workspace, 0xFFFFu);
    for (int32_t i = 0; i < NCN_M7_LANES; i++)
        at[i] = 0;
    for (int32_t i = 0; i < TABLES; i++)
        ncn_m7_b1_build(tables + i * NCN_M7_TABLE_WORDS, workspace);
    for (int32_t taps = 1; taps <= MOST_TAPS; taps++, cases += 2) {
        failures += largest(tables, taps, INT16_MIN, r) != 0;
        failures += largest(tables, taps, INT16_MAX - 32 * taps, r) != 0;
    }
    port_release();
    port_print_result("ncn_m7_b1_look_up", "cases", cases, failures);
    return failures;
}
