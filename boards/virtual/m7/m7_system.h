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
    uint32_t arenaBytes; /* of memory that plays SRAM */
    uint32_t sectorBytes;
    uint32_t sectors;
    uint32_t programUnitBytes;
    uint32_t mostWork;  /* multiplications of an inference; 0: any number */
    uint32_t fastBytes; /* of memory that plays DTCM */
    uint32_t reserved[2];
    /* Written by the image. */
    uint32_t magic; /* M7_MAGIC once it serves */
    uint32_t arenaCapacity;
    uint32_t callStackPeak; /* most bytes of the call stack in use so far */
    uint32_t countOverhead; /* instructions between two readings of the counter with nothing between */
    uint32_t faultStatus, faultAddress, faultPc, faultLr;
} m7_system;

static inline m7_system *m7_system_page(void) {
    return (m7_system *)M7_SYSTEM_BASE;
}

#endif
