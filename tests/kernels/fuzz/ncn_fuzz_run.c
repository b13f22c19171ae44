#include "ncn_fuzz_run.h"
#include "ncn_crc32.h"
#include "ncn_engine.h"
#include "ncn_mem.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ncn_fuzz_fail(const char *what) {
    fprintf(stderr, "inconsistency: %s\n", what);
    abort();
}

void *ncn_fuzz_allocate(size_t bytes) {
    void *p = 0;
    if (posix_memalign(&p, NCN_BLOB_ALIGNMENT, bytes > 0 ? bytes : 1) != 0)
        ncn_fuzz_fail("out of memory");
    return p;
}

static void run_all(ncn_engine *e, int32_t logits[NCN_NETS][NCN_MAX_CLASSES]) {
    for (int net = 0; net < NCN_NETS; net++) {
        for (int layer = 0; layer < e->header.layerCount[net]; layer++)
            if (ncn_engine_layer_run(e, net, layer) != NCN_OK)
                ncn_fuzz_fail("a layer of an accepted blob did not run");
        const ncn_status status = ncn_engine_logits(e, net, logits[net], NCN_MAX_CLASSES);
        if (status != NCN_OK && status != NCN_E_NO_LOGITS)
            ncn_fuzz_fail("a finished network gave no logits");
        ncn_confidence c;
        if (status == NCN_OK && (ncn_engine_confidence(e, net, &c) != NCN_OK || c.scoreQ16 < 0 || c.scoreQ16 > 65536 ||
                                 c.top1 == c.top2 || c.top1 >= e->header.classes || c.top2 >= e->header.classes))
            ncn_fuzz_fail("a confidence is out of range");
    }
}

typedef int32_t results[NCN_NETS][NCN_MAX_CLASSES];

const ncn_arena ncn_fuzz_largest = {{{0, NCN_FUZZ_MAX_ARENA_BYTES}, {0, NCN_FUZZ_MAX_ARENA_BYTES}}};

/* Fills what holds no input bank with other values. */
static void spoil(ncn_engine *e) {
    for (int i = 0; i < 2 * e->plan.steps; i++) {
        const ncn_plan_buffer *b = &e->plan.buffer[i];
        if (b->bytes != 0)
            ncn_fill(e->arena.region[ncn_place_region(b->place)].memory + ncn_place_offset(b->place), 0xA5, b->bytes);
    }
}

/* Opens in regions of exactly the plan's bytes and runs everything twice, the second time from an arena full of other
   values: no layer may read what none has written. */
static void run_in(ncn_engine *e, const uint8_t *blob, size_t bytes, const uint8_t *sample, results logits) {
    static results again;
    const uint32_t fast = e->plan.bytes[NCN_REGION_FAST], sram = e->plan.bytes[NCN_REGION_SRAM];
    const ncn_arena arena = {{{ncn_fuzz_allocate(fast), fast}, {ncn_fuzz_allocate(sram), sram}}};
    if (ncn_engine_open(e, blob, bytes, &arena) != NCN_OK)
        ncn_fuzz_fail("a checked blob did not open");
    ncn_engine_input_write(e, 0, sample, ncn_engine_input_bytes(e), 0);
    run_all(e, logits);
    spoil(e);
    memset(again, 0, sizeof again);
    run_all(e, again);
    if (memcmp(logits, again, sizeof again) != 0)
        ncn_fuzz_fail("a layer reads memory that no layer has written");
    free(arena.region[NCN_REGION_FAST].memory);
    free(arena.region[NCN_REGION_SRAM].memory);
}

/* In one region, and where the blob is placed, in two: the same answers. */
static void run_accepted(ncn_fuzz *f, ncn_engine *e, const uint8_t *blob, size_t bytes) {
    static results one, two;
    const ncn_arena oneRegion = {{{0, 0}, {0, NCN_FUZZ_MAX_ARENA_BYTES}}};
    const bool placed = e->header.fastBytes != 0 && ncn_engine_arena_bytes(e) <= NCN_FUZZ_MAX_ARENA_BYTES;
    ncn_engine other, smaller;
    if (ncn_engine_check(&other, blob, bytes, &oneRegion) != NCN_OK)
        return;
    const ncn_arena small = {{{0, 0}, {0, ncn_engine_arena_bytes(&other) - 1}}};
    if (ncn_engine_check(&smaller, blob, bytes, &small) != NCN_E_ARENA)
        ncn_fuzz_fail("an arena one byte too small was taken");
    uint8_t *sample = ncn_fuzz_allocate(ncn_engine_input_bytes(e));
    for (uint32_t i = 0; i < ncn_engine_input_bytes(e); i++)
        sample[i] = (uint8_t)ncn_random_below(&f->random, 256);
    memset(one, 0, sizeof one);
    memset(two, 0, sizeof two);
    run_in(&other, blob, bytes, sample, one);
    if (placed) {
        run_in(e, blob, bytes, sample, two);
        if (memcmp(one, two, sizeof one) != 0)
            ncn_fuzz_fail("two regions give other answers than one");
        f->placed++;
    }
    f->answers = ncn_crc32(f->answers, (const uint8_t *)one, sizeof one);
    f->run++;
    free(sample);
}

static uint64_t macs_of(const ncn_header *h, const uint8_t *blob) {
    uint64_t sum = 0;
    for (int net = 0; net < NCN_NETS; net++)
        for (int layer = 0; layer < h->layerCount[net]; layer++) {
            ncn_layer l;
            ncn_layer_at(&l, h, blob, net, layer);
            sum += l.macs;
        }
    return sum;
}

void ncn_fuzz_try(ncn_fuzz *f, const uint8_t *bytes, size_t count, uint64_t maxMacs) {
    uint8_t *blob = ncn_fuzz_allocate(count);
    memcpy(blob, bytes, count);
    ncn_engine e;
    const ncn_status status = ncn_engine_check(&e, blob, count, &ncn_fuzz_largest);
    const int rule = (int)e.violation.rule;
    if (rule < 0 || rule >= NCN_FUZZ_RULES || (status == NCN_E_MODEL) != (rule != NCN_RULE_NONE))
        ncn_fuzz_fail("status and rule disagree");
    if (status == NCN_E_MODEL)
        f->refused[rule]++;
    else
        f->accepted++;
    if (status == NCN_OK && macs_of(&e.header, blob) <= maxMacs)
        run_accepted(f, &e, blob, count);
    free(blob);
}
