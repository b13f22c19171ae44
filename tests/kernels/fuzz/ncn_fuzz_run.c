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

/* Runs everything twice, the second time from an arena full of other values: no layer may read what none has
   written. */
static void run_accepted(ncn_fuzz *f, ncn_engine *e, const uint8_t *blob, size_t bytes) {
    static int32_t logits[2][NCN_NETS][NCN_MAX_CLASSES];
    const uint32_t arenaBytes = ncn_engine_arena_bytes(e);
    if (arenaBytes > NCN_FUZZ_MAX_ARENA_BYTES)
        return;
    uint8_t *arena = ncn_fuzz_allocate(arenaBytes);
    if (ncn_engine_open(e, blob, bytes, arena, arenaBytes - 1) != NCN_E_ARENA)
        ncn_fuzz_fail("an arena one byte too small was taken");
    if (ncn_engine_open(e, blob, bytes, arena, arenaBytes) != NCN_OK)
        ncn_fuzz_fail("a checked blob did not open");
    for (uint32_t i = 0; i < ncn_engine_input_bytes(e); i++) {
        const uint8_t value = (uint8_t)ncn_random_below(&f->random, 256);
        ncn_engine_input_write(e, 0, &value, 1, i);
    }
    memset(logits, 0, sizeof logits);
    run_all(e, logits[0]);
    ncn_fill(arena + NCN_INPUT_BANKS * e->bankBytes, 0xA5, e->plan.bytes);
    run_all(e, logits[1]);
    if (memcmp(logits[0], logits[1], sizeof logits[0]) != 0)
        ncn_fuzz_fail("a layer reads memory that no layer has written");
    f->answers = ncn_crc32(f->answers, (const uint8_t *)logits[0], sizeof logits[0]);
    f->run++;
    free(arena);
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
    const ncn_status status = ncn_engine_check(&e, blob, count, NCN_FUZZ_MAX_ARENA_BYTES);
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
