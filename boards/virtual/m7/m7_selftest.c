/* See m7_selftest.h. The loop is assembly so that its length is known from the source: 1 + 2·n instructions. */
#include "m7_selftest.h"

#include "m7_count.h"
#include "m7_memory.h"
#include "ncn_status.h"

static int32_t run_loop(uint32_t iterations) {
    uint32_t before = m7_count_read();
    __asm volatile("mov r3, %0\n"
                   "1: subs r3, r3, #1\n"
                   "bne 1b\n" ::"r"(iterations)
                   : "r3", "cc");
    uint32_t after = m7_count_read();
    return (int32_t)(after - before);
}

__attribute__((noinline)) static int32_t use_stack(uint32_t bytes) {
    volatile uint8_t block[256];
    block[0] = (uint8_t)bytes;
    return bytes <= sizeof block ? block[0] : use_stack(bytes - (uint32_t)sizeof block) + block[0];
}

int32_t m7_selftest(ncn_mailbox *m) {
    switch (m->function) {
    case M7_SELFTEST_LOOP:
        return run_loop((uint32_t)m->argument[0]);
    case M7_SELFTEST_WRITE_FLASH:
        *(volatile uint32_t *)M7_FLASH_BASE = 0;
        return NCN_OK;
    case M7_SELFTEST_STACK:
        return use_stack((uint32_t)m->argument[0]);
    default:
        return NCN_E_ARGUMENT;
    }
}
