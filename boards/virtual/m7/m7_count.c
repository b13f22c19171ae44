/* See m7_count.h. TIMER0 gives the exact count but wraps after 2^32 ticks (671 million instructions); the dual timer, prescaled by
 * 256, says how often it wrapped. No loop and no branch: the cost of reading is a constant that can be subtracted. */
#include "m7_count.h"

#define TIMER0_CTRL (*(volatile uint32_t *)0x40000000u)
#define TIMER0_VALUE (*(volatile uint32_t *)0x40000004u)
#define TIMER0_RELOAD (*(volatile uint32_t *)0x40000008u)
#define DUAL_LOAD (*(volatile uint32_t *)0x40002000u)
#define DUAL_VALUE (*(volatile uint32_t *)0x40002004u)
#define DUAL_CTRL (*(volatile uint32_t *)0x40002008u)

#define DUAL_ENABLE_FREE_RUNNING_DIV256_32BIT 0x8Au

void m7_count_start(void)
{
    TIMER0_CTRL = 0;
    DUAL_CTRL = 0;
    DUAL_LOAD = UINT32_MAX;
    TIMER0_RELOAD = UINT32_MAX;
    TIMER0_VALUE = UINT32_MAX;
    DUAL_CTRL = DUAL_ENABLE_FREE_RUNNING_DIV256_32BIT;
    TIMER0_CTRL = 1;
}

__attribute__((noinline)) uint64_t m7_count(void)
{
    uint32_t fine = UINT32_MAX - TIMER0_VALUE;
    uint32_t coarse = UINT32_MAX - DUAL_VALUE;
    /* The multiple of 2^32 that brings fine nearest to 256 · coarse. */
    uint64_t wraps = (((uint64_t)coarse << 8) - fine + 0x80000000u) >> 32;
    uint64_t ticks = (wraps << 32) + fine;
    return (ticks * 5u + 16u) >> 5;
}

void m7_count_stop(void)
{
    TIMER0_CTRL = 0;
    DUAL_CTRL = 0;
}
