/* What the PC and the image tell each other outside requests; MACHINE.md "System page". */
#ifndef M7_SYSTEM_H
#define M7_SYSTEM_H

#include "m7_memory.h"

#include <stdbool.h>
#include <stdint.h>

#define M7_MAGIC 0x374D434Eu /* "NCM7" */
#define M7_STACK_PAINT 0x5AFE57ACu

typedef struct {
    /* Written by the PC before start. */
    uint32_t arena_bytes;
    uint32_t sector_bytes;
    uint32_t sectors;
    uint32_t reserved0[5];
    /* Written by the image. */
    uint32_t magic; /* M7_MAGIC once it serves */
    uint32_t arena_capacity;
    uint32_t call_stack_peak; /* most bytes of the call stack in use so far */
    uint32_t count_overhead;  /* instructions between two readings with nothing between */
    uint32_t fault_status, fault_address, fault_pc, fault_lr;
} m7_system_t;

static inline m7_system_t *m7_system(void)
{
    return (m7_system_t *)M7_SYSTEM_BASE;
}

#endif
