/* What both fuzzers do with a blob: open it, and where it is accepted run it twice from different memory. */
#ifndef NCN_FUZZ_RUN_H
#define NCN_FUZZ_RUN_H

#include "ncn_mutate.h"
#include "ncn_plan.h"
#include <stddef.h>
#include <stdint.h>

enum { NCN_FUZZ_MAX_ARENA_BYTES = 256 << 20, NCN_FUZZ_RULES = 256 };

/* State and counts; zeros to begin with, but for a random state other than 0. */
typedef struct ncn_fuzz {
    ncn_random random;
    uint32_t accepted;
    uint32_t run;     /* accepted and small enough to be run whole */
    uint32_t placed;  /* of those, run in two regions too */
    uint32_t answers; /* CRC-32 over all logits: the same for every set of kernels */
    uint32_t refused[NCN_FUZZ_RULES];
} ncn_fuzz;

/* An arena that holds whatever is to be run. */
extern const ncn_arena ncn_fuzz_largest;

/* Aligned memory of exactly that size. */
void *ncn_fuzz_allocate(size_t bytes);

/* Says what is inconsistent and aborts. */
void ncn_fuzz_fail(const char *what);

/* Opens a copy of the blob of exactly its size; where it is accepted and takes at most maxMacs multiplications, runs
 * it. */
void ncn_fuzz_try(ncn_fuzz *f, const uint8_t *bytes, size_t count, uint64_t maxMacs);

#endif
