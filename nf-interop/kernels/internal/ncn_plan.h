/* The memory plan: where input banks and each layer's output and scratch lie in the arena. MODEL-FORMAT.md, "Arena". */
#ifndef NCN_PLAN_H
#define NCN_PLAN_H

#include "ncn_model.h"
#include "ncn_status.h"
#include <stdint.h>

/* The arena's two regions: fast memory beside the core, which no cache sees, and other memory. A board without the one
   has 0 bytes of it. */
enum { NCN_REGION_FAST, NCN_REGION_SRAM, NCN_REGIONS };

typedef struct ncn_region {
    uint8_t *memory; /* aligned to 32; null where bytes = 0 */
    uint32_t bytes;
} ncn_region;

typedef struct ncn_arena {
    ncn_region region[NCN_REGIONS];
} ncn_arena;

/* A place is an offset from its region's start, and this bit in NCN_REGION_SRAM. */
#define NCN_PLACE_IN_SRAM 0x80000000u

static inline int ncn_place_region(uint32_t place) {
    return (place & NCN_PLACE_IN_SRAM) != 0 ? NCN_REGION_SRAM : NCN_REGION_FAST;
}
static inline uint32_t ncn_place_offset(uint32_t place) {
    return place & ~NCN_PLACE_IN_SRAM;
}

/* A buffer and the steps it must keep its contents in. Steps number the layers of nets 0, 1, 2 in a row. */
typedef struct ncn_plan_buffer {
    uint32_t place; /* multiple of 32 */
    uint32_t bytes; /* multiple of 32; 0: no buffer */
    uint16_t first, last;
} ncn_plan_buffer;

typedef struct ncn_plan {
    uint32_t bytes[NCN_REGIONS]; /* end of the highest buffer of each region */
    uint32_t activationBytes;    /* of outputs and scratch alone in one region */
    uint16_t start[NCN_NETS];    /* step of each net's layer 0 */
    uint16_t steps;              /* of all networks */
    ncn_plan_buffer
        buffer[2 * NCN_MAX_LAYERS + NCN_INPUT_BANKS]; /* 2·step: output, 2·step + 1: scratch; the banks last */
} ncn_plan;

/* Buffers in use: two a step, and the banks. */
static inline int ncn_plan_buffers(const ncn_plan *plan) {
    return 2 * plan->steps + NCN_INPUT_BANKS;
}

/* Plans a blob whose records are valid for an arena: as the blob is placed, if its regions hold that; else all in the
   first region that holds everything. Where none does, the plan is that of one region, larger than either. */
void ncn_plan_make(ncn_plan *plan, const ncn_header *header, const uint8_t *blob, const ncn_arena *arena);

/* Whether the places that a blob gives are its own to give, whatever the board: aligned, inside their regions, apart
   where they are in use at once. `plan` is scratch. Where not, *step is the one whose buffer it is, -1 for a bank. */
ncn_rule ncn_plan_check(ncn_plan *plan, const ncn_header *header, const uint8_t *blob, int *step);

typedef struct ncn_plan_gap {
    uint32_t offset, bytes; /* multiples of 32 */
} ncn_plan_gap;

/* The largest gap among the buffers of a region that live in a step, the lowest of equals, in a region of `bytes`. */
ncn_plan_gap ncn_plan_largest_gap(const ncn_plan *plan, uint16_t step, int region, uint32_t bytes);

/* Bytes of one input bank: the input rounded up to 32. */
uint32_t ncn_plan_bank_bytes(const ncn_header *header);

#endif
