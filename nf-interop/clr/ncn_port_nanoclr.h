/* What a board may choose of the device's port, and ncn_port.h with C linkage. */
#ifndef NCN_PORT_NANOCLR_H
#define NCN_PORT_NANOCLR_H

/* Bytes of the arena in fast memory and in SRAM; boards/NUCLEO_F767ZI/board.json says why this many. Multiples of 32.
 */
#ifndef NCN_FAST_ARENA_BYTES
#define NCN_FAST_ARENA_BYTES 98304
#endif
#ifndef NCN_ARENA_BYTES
#define NCN_ARENA_BYTES 131072
#endif

/* Most multiplications an inference may cost; boards/NUCLEO_F767ZI/board.json says why this many. */
#ifndef NCN_MOST_WORK
#define NCN_MOST_WORK 500000000
#endif

/* Where they lie. What is in ".bss" this target has in DTCM; ".ram0" is ChibiOS's section for SRAM1 that nothing clears
   and that the C heap and the managed heap come after. */
#ifndef NCN_FAST_ARENA_SECTION
#define NCN_FAST_ARENA_SECTION ".bss.ncn_arena"
#endif
#ifndef NCN_ARENA_SECTION
#define NCN_ARENA_SECTION ".ram0.ncn_arena"
#endif

extern "C" {
#include "ncn_port.h"
#include "ncn_status.h"
}

#endif
