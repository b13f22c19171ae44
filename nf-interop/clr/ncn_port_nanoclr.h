/* What a board may choose of the device's port, and ncn_port.h with C linkage. */
#ifndef NCN_PORT_NANOCLR_H
#define NCN_PORT_NANOCLR_H

/* Bytes of activations and scratch; boards/NUCLEO_F767ZI/board.json says why this many. A multiple of 32. */
#ifndef NCN_ARENA_BYTES
#define NCN_ARENA_BYTES 131072
#endif

/* Most multiplications an inference may cost; boards/NUCLEO_F767ZI/board.json says why this many. */
#ifndef NCN_MOST_WORK
#define NCN_MOST_WORK 500000000
#endif

/* Where they lie. ".ram0" is ChibiOS's section for SRAM1 that nothing clears and that the C heap and the managed heap
   come after; what is in ".bss" this target has in DTCM. */
#ifndef NCN_ARENA_SECTION
#define NCN_ARENA_SECTION ".ram0.ncn_arena"
#endif

extern "C" {
#include "ncn_port.h"
#include "ncn_status.h"
}

#endif
