/* Fuzzes the blob validator and everything behind it: thousands of damaged, re-sealed copies of a good blob are opened;
   the accepted ones run. Blob and arena lie in exact allocations, so that AddressSanitizer sees any access outside
   them.

       ncn_fuzz_blob BLOB COUNT SEED

   Prints "accepted N", "run N", "placed N" for those that ran in two regions too, "answers N" (the CRC-32 of all
   logits, which no set of kernels changes), then "refused RULE N" for each rule that refused one. Aborts on an
   inconsistency; exit 2 on bad arguments. */
#include "ncn_engine.h"
#include "ncn_fuzz_run.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* About a second under the sanitizers. */
enum { MAX_MACS = 20 * 1000 * 1000 };

/* The good blob; 0 where it is none. */
static size_t load(uint8_t *blob, const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == 0) {
        fprintf(stderr, "ncn_fuzz_blob: cannot open %s\n", path);
        return 0;
    }
    const size_t bytes = fread(blob, 1, NCN_BLOB_MAX_BYTES, file);
    fclose(file);
    ncn_engine e;
    if (ncn_engine_check(&e, blob, bytes, &ncn_fuzz_largest) != NCN_OK) {
        fprintf(stderr, "ncn_fuzz_blob: %s breaks rule %d\n", path, (int)e.violation.rule);
        return 0;
    }
    return bytes;
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
    static ncn_fuzz f;
    if (argc != 4 || strtoull(argv[3], 0, 10) == 0) {
        fprintf(stderr, "usage: ncn_fuzz_blob BLOB COUNT SEED   (SEED from 1)\n");
        return 2;
    }
    uint8_t *original = ncn_fuzz_allocate(NCN_BLOB_MAX_BYTES);
    uint8_t *work = ncn_fuzz_allocate(NCN_BLOB_MAX_BYTES + NCN_MUTATE_MAX_GROWTH);
    const size_t originalBytes = load(original, argv[1]);
    if (originalBytes == 0)
        return 2;
    f.random.state = strtoull(argv[3], 0, 10);
    const unsigned long count = strtoul(argv[2], 0, 10);
    for (unsigned long i = 0; i < count; i++) {
        memcpy(work, original, originalBytes);
        const size_t bytes = ncn_mutate(&f.random, work, originalBytes);
        ncn_mutate_seal(work, bytes);
        ncn_fuzz_try(&f, work, bytes, MAX_MACS);
    }
    printf("accepted %u\nrun %u\nplaced %u\nanswers %u\n", f.accepted, f.run, f.placed, f.answers);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (f.refused[rules[i].number] > 0)
            printf("refused %s %u\n", rules[i].name, f.refused[rules[i].number]);
    free(original);
    free(work);
    return 0;
}
