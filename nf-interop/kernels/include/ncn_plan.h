/* The memory plan: where each layer's output and scratch lie in the arena. MODEL-FORMAT.md, "Arena plan". */
#ifndef NCN_PLAN_H
#define NCN_PLAN_H

#include "ncn_model.h"
#include "ncn_status.h"
#include <stdint.h>

/* A buffer and the steps it must keep its contents in. Steps number the layers of nets 0, 1, 2 in a row. */
typedef struct ncn_plan_buffer {
    uint32_t offset; /* from the start of the activations, multiple of 32 */
    uint32_t bytes;  /* multiple of 32; 0: no buffer */
    uint16_t first, last;
} ncn_plan_buffer;

typedef struct ncn_plan {
    uint32_t bytes;                             /* end of the highest buffer */
    uint16_t start[NCN_NETS];                   /* step of each net's layer 0 */
    ncn_plan_buffer buffer[2 * NCN_MAX_LAYERS]; /* 2·step: output, 2·step + 1: scratch */
} ncn_plan;

/* Plans a validated blob. */
void ncn_plan_make(ncn_plan *plan, const ncn_header *header, const uint8_t *blob);

typedef struct ncn_plan_gap {
    uint32_t offset, bytes; /* multiples of 32 */
} ncn_plan_gap;

/* The largest gap among the buffers that live in a step, the lowest of equals, in an arena of `bytes` activations. */
ncn_plan_gap ncn_plan_largest_gap(const ncn_plan *plan, int buffers, uint16_t step, uint32_t bytes);

/* Bytes of one input bank: the input rounded up to 32. The arena holds both banks, then the plan. */
uint32_t ncn_plan_bank_bytes(const ncn_header *header);

#endif
