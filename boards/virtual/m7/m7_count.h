/* Counts emulated instructions. QEMU runs with -icount shift=8: one instruction takes 256 ns of virtual time, and the
   timers of the machine count that time at 25 MHz, so instructions = round(ticks * 40 / 256).
   nf-interop/bridge/CYCLE-MODEL.md. */
#ifndef M7_COUNT_H
#define M7_COUNT_H

#include <stdint.h>

/* Measures the overhead of a reading; once, at start. */
void m7_count_calibrate(void);

/* Starts the timers from zero; when a request arrives, so that they stand still between requests. */
void m7_count_start(void);
void m7_count_stop(void);

/* The counter of the time source. It advances only between two readings during one request, and does not advance by the
   reading itself: two readings with nothing between them are equal, and what it counts is the instructions of the
   measured work alone. */
uint32_t m7_count_read(void);

/* Instructions of one reading, as measured by m7_count_calibrate. */
uint32_t m7_count_overhead(void);

#endif
