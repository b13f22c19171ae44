/* From reset to main: FPU (code of the hard-float ABI may move words through it), ITCM, .data and .bss; and back:
   main's result becomes the exit status of QEMU. */
#include "semihosting.h"

extern uint32_t itcm_load[], itcm_start[], itcm_end[], data_load[], data_start[], data_end[], bss_start[], bss_end[];
extern uint32_t stack_top[];
int main(void);
void reset(void);

static void copy(const uint32_t *from, uint32_t *to, const uint32_t *end) {
    while (to < end)
        *to++ = *from++;
}

static void leave(int32_t status) {
    const int32_t exit[2] = {ADP_STOPPED_APPLICATION_EXIT, status};
    for (;;)
        semihosting(SYS_EXIT_EXTENDED, exit);
}

void reset(void) {
    volatile uint32_t *cpacr = (volatile uint32_t *)0xE000ED88u;
    *cpacr |= 0xFu << 20;
    copy(itcm_load, itcm_start, itcm_end);
    copy(data_load, data_start, data_end);
    for (uint32_t *word = bss_start; word < bss_end; word++)
        *word = 0;
    __asm__ volatile("dsb\n isb" ::: "memory");
    leave(main());
}

static void fault(void) {
    print_text("fault\n");
    leave(2);
}

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    stack_top,           (const void *)reset, (const void *)fault, (const void *)fault,
    (const void *)fault, (const void *)fault, (const void *)fault,
};
