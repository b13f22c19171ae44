/* See m7_count.h. TIMER0 gives the exact count but wraps after 2^32 ticks (671 million instructions); the dual timer,
   prescaled by 256, says how often it wrapped. Reading has no loop and no branch, so it takes the same number of
   instructions every time. */
#include "m7_count.h"

#define TIMER0_CTRL (*(volatile uint32_t *)0x40000000u)
#define TIMER0_VALUE (*(volatile uint32_t *)0x40000004u)
#define TIMER0_RELOAD (*(volatile uint32_t *)0x40000008u)
#define DUAL_LOAD (*(volatile uint32_t *)0x40002000u)
#define DUAL_VALUE (*(volatile uint32_t *)0x40002004u)
#define DUAL_CTRL (*(volatile uint32_t *)0x40002008u)

#define DUAL_ENABLE_FREE_RUNNING_DIV256_32BIT 0x8Au

/* The counter is (instructions since m7_count_start) + offset. */
static struct {
    uint32_t offset;
    uint32_t first; /* all ones until the first reading of a request, then 0 */
    uint32_t last;  /* what the last reading returned */
    uint32_t overhead;
} counter;

void m7_count_start(void) {
    counter.first = UINT32_MAX;
    TIMER0_CTRL = 0;
    DUAL_CTRL = 0;
    DUAL_LOAD = UINT32_MAX;
    TIMER0_RELOAD = UINT32_MAX;
    TIMER0_VALUE = UINT32_MAX;
    DUAL_CTRL = DUAL_ENABLE_FREE_RUNNING_DIV256_32BIT;
    TIMER0_CTRL = 1;
}

void m7_count_stop(void) {
    TIMER0_CTRL = 0;
    DUAL_CTRL = 0;
}

__attribute__((noinline)) uint32_t m7_count_read(void) {
    uint32_t fine = UINT32_MAX - TIMER0_VALUE;
    uint32_t coarse = UINT32_MAX - DUAL_VALUE;
    /* The multiple of 2^32 that brings fine nearest to 256 * coarse. */
    uint64_t wraps = (((uint64_t)coarse << 8) - fine + 0x80000000u) >> 32;
    uint64_t ticks = (wraps << 32) + fine;
    uint32_t instructions = (uint32_t)((ticks * 5u + 16u) >> 5);
    counter.offset = ((counter.last - instructions) & counter.first) | (counter.offset & ~counter.first);
    counter.first = 0;
    counter.last = instructions + counter.offset;
    counter.offset -= counter.overhead;
    return counter.last;
}

void m7_count_calibrate(void) {
    counter.overhead = 0;
    m7_count_start();
    uint32_t from = m7_count_read();
    uint32_t to = m7_count_read();
    m7_count_stop();
    counter.overhead = to - from;
    counter.last = 0;
}

uint32_t m7_count_overhead(void) {
    return counter.overhead;
}
