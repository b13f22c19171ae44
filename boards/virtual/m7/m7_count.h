/* Counts emulated instructions. QEMU runs with -icount shift=8: one instruction takes 256 ns of virtual time, and the timers of
 * the board count that time at 25 MHz, so instructions = round(ticks · 40 / 256). boards/virtual/CYCLE-MODEL.md. */
#ifndef M7_COUNT_H
#define M7_COUNT_H

#include <stdint.h>

/* Starts the timers from zero; called when a request arrives, so that they stand still (and disturb nothing) between requests. */
void m7_count_start(void);

/* Instructions since m7_count_start. Takes the same number of instructions on every call, see m7_count_overhead. */
uint64_t m7_count(void);

void m7_count_stop(void);

#endif
