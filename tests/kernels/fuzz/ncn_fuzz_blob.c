/* Fuzzes the blob validator and everything behind it: thousands of damaged, re-sealed copies of a good blob are opened;
   the accepted ones run. Blob and arena lie in exact allocations, so that AddressSanitizer sees any access outside
   them.

       ncn_fuzz_blob BLOB COUNT SEED

   Prints "accepted N", then "refused RULE N" for each rule that refused one. Exit 0; 1 on an inconsistency, 2 on bad
   arguments. */
#include "ncn_engine.h"
#include "ncn_mem.h"
#include "ncn_mutate.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ARENA_BYTES = 256 << 20, RULE_NUMBERS = 256 };

typedef struct fuzzer {
    ncn_random random;
    uint8_t *original; /* the good blob */
    size_t originalBytes;
    uint8_t *work; /* room for a mutated copy */
    uint32_t accepted;
    uint32_t refused[RULE_NUMBERS];
} fuzzer;

static void fail(const char *what) {
    fprintf(stderr, "ncn_fuzz_blob: inconsistency: %s\n", what);
    exit(1);
}

static void *allocate(size_t bytes) {
    void *p = 0;
    if (posix_memalign(&p, NCN_BLOB_ALIGNMENT, bytes > 0 ? bytes : 1) != 0)
        fail("out of memory");
    return p;
}

static void run_all(ncn_engine *e, int32_t logits[NCN_NETS][NCN_MAX_CLASSES]) {
    for (int net = 0; net < NCN_NETS; net++) {
        for (int layer = 0; layer < e->header.layerCount[net]; layer++)
            if (ncn_engine_layer_run(e, net, layer) != NCN_OK)
                fail("a layer of an accepted blob did not run");
        const ncn_status status = ncn_engine_logits(e, net, logits[net], NCN_MAX_CLASSES);
        if (status != NCN_OK && status != NCN_E_NO_LOGITS)
            fail("a finished network gave no logits");
        ncn_confidence c;
        if (status == NCN_OK && (ncn_engine_confidence(e, net, &c) != NCN_OK || c.scoreQ16 < 0 || c.scoreQ16 > 65536 ||
                                 c.top1 == c.top2 || c.top1 >= e->header.classes || c.top2 >= e->header.classes))
            fail("a confidence is out of range");
    }
}

/* Runs everything twice, the second time from an arena full of other values: no layer may read what none has
   written. */
static void run_accepted(fuzzer *f, ncn_engine *e, const uint8_t *blob, size_t bytes) {
    static int32_t logits[2][NCN_NETS][NCN_MAX_CLASSES];
    const uint32_t arenaBytes = ncn_engine_arena_bytes(e);
    if (arenaBytes > MAX_ARENA_BYTES)
        return;
    uint8_t *arena = allocate(arenaBytes);
    if (ncn_engine_open(e, blob, bytes, arena, arenaBytes - 1) != NCN_E_ARENA)
        fail("an arena one byte too small was taken");
    if (ncn_engine_open(e, blob, bytes, arena, arenaBytes) != NCN_OK)
        fail("a checked blob did not open");
    for (uint32_t i = 0; i < ncn_engine_input_bytes(e); i++) {
        const uint8_t value = (uint8_t)ncn_random_below(&f->random, 256);
        ncn_engine_input_write(e, 0, &value, 1, i);
    }
    memset(logits, 0, sizeof logits);
    run_all(e, logits[0]);
    ncn_fill(arena + NCN_INPUT_BANKS * e->bankBytes, 0xA5, e->plan.bytes);
    run_all(e, logits[1]);
    if (memcmp(logits[0], logits[1], sizeof logits[0]) != 0)
        fail("a layer reads memory that no layer has written");
    free(arena);
}

static void try_one(fuzzer *f) {
    memcpy(f->work, f->original, f->originalBytes);
    const size_t bytes = ncn_mutate(&f->random, f->work, f->originalBytes);
    ncn_mutate_seal(f->work, bytes);
    uint8_t *blob = allocate(bytes);
    memcpy(blob, f->work, bytes);
    ncn_engine e;
    const ncn_status status = ncn_engine_check(&e, blob, bytes, MAX_ARENA_BYTES);
    const int rule = (int)e.violation.rule;
    if (rule < 0 || rule >= RULE_NUMBERS || (status == NCN_E_MODEL) != (rule != NCN_RULE_NONE))
        fail("status and rule disagree");
    if (status == NCN_E_MODEL)
        f->refused[rule]++;
    else
        f->accepted++;
    if (status == NCN_OK)
        run_accepted(f, &e, blob, bytes);
    free(blob);
}

static void load(fuzzer *f, const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == 0) {
        fprintf(stderr, "ncn_fuzz_blob: cannot open %s\n", path);
        exit(2);
    }
    f->original = allocate(NCN_BLOB_MAX_BYTES);
    f->work = allocate(NCN_BLOB_MAX_BYTES + NCN_MUTATE_MAX_GROWTH);
    f->originalBytes = fread(f->original, 1, NCN_BLOB_MAX_BYTES, file);
    fclose(file);
    ncn_engine e;
    if (ncn_engine_check(&e, f->original, f->originalBytes, MAX_ARENA_BYTES) != NCN_OK) {
        fprintf(stderr, "ncn_fuzz_blob: %s breaks rule %d\n", path, (int)e.violation.rule);
        exit(2);
    }
}

int main(int argc, char **argv) {
    static const struct {
        int number;
        const char *name;
    } rules[] = {
#define NCN_RULE(name, number, text) {number, #name},
#include "ncn_rules.def"
#undef NCN_RULE
    };
    static fuzzer f;
    if (argc != 4 || strtoull(argv[3], 0, 10) == 0) {
        fprintf(stderr, "usage: ncn_fuzz_blob BLOB COUNT SEED   (SEED from 1)\n");
        return 2;
    }
    load(&f, argv[1]);
    f.random.state = strtoull(argv[3], 0, 10);
    const unsigned long count = strtoul(argv[2], 0, 10);
    for (unsigned long i = 0; i < count; i++)
        try_one(&f);
    printf("accepted %u\n", f.accepted);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (f.refused[rules[i].number] > 0)
            printf("refused %s %u\n", rules[i].name, f.refused[rules[i].number]);
    free(f.original);
    free(f.work);
    return 0;
}
