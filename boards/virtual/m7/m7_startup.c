/* Start-up of the emulated core: vectors, memory initialisation, MPU, and what happens on a fault.
 *
 * Threads run on the process stack (as native methods do on a CLR thread's), handlers on the main stack, so that a call
 * that overflows its 4 KiB meets the guard and is reported instead of corrupting something. */
#include "m7_server.h"
#include "m7_system.h"

#include <stddef.h>

extern uint32_t m7_itcm_load[], m7_itcm_start[], m7_itcm_end[];
extern uint32_t m7_data_load[], m7_data_start[], m7_data_end[], m7_bss_start[], m7_bss_end[];
extern uint32_t m7_call_guard[], m7_call_stack[], m7_call_stack_top[], m7_handler_stack_top[];

#define MPU_CTRL (*(volatile uint32_t *)0xE000ED94u)
#define MPU_RNR (*(volatile uint32_t *)0xE000ED98u)
#define MPU_RBAR (*(volatile uint32_t *)0xE000ED9Cu)
#define MPU_RASR (*(volatile uint32_t *)0xE000EDA0u)
#define SCB_CPACR (*(volatile uint32_t *)0xE000ED88u)
#define SCB_CFSR (*(volatile uint32_t *)0xE000ED28u)
#define SCB_MMFAR (*(volatile uint32_t *)0xE000ED34u)
#define SCB_BFAR (*(volatile uint32_t *)0xE000ED38u)
#define CFSR_MMARVALID 0x80u

/* Access permission field of MPU_RASR (ARMv7-M B3.5.9). */
enum { MPU_NO_ACCESS = 0, MPU_READ_ONLY = 6 };

static void protect(uint32_t region, uint32_t base, uint32_t log2Bytes, uint32_t permission) {
    MPU_RNR = region;
    MPU_RBAR = base;
    MPU_RASR = (1u << 28) /* never executed */ | (permission << 24) | ((log2Bytes - 1u) << 1) | 1u;
}

/* Kernels use no floating point, but code built for the hard-float ABI may move words through the FPU's registers. */
static void enable_fpu(void) {
#ifdef __ARM_FP
    SCB_CPACR |= 0xFu << 20;
    __asm volatile("dsb\n isb" ::: "memory");
#endif
}

static void protect_memory(void) {
    protect(0, M7_FLASH_BASE, 22, MPU_READ_ONLY);
    protect(1, (uint32_t)m7_call_guard, 10, MPU_NO_ACCESS);
    MPU_CTRL = 5; /* enabled, everything else by the default map */
    __asm volatile("dsb\n isb" ::: "memory");
}

uint32_t m7_call_stack_peak(void) {
    const uint32_t *word = m7_call_stack;
    while (word < m7_call_stack_top && *word == M7_STACK_PAINT)
        word++;
    return (uint32_t)((uintptr_t)m7_call_stack_top - (uintptr_t)word);
}

static void copy(const uint32_t *from, uint32_t *to, const uint32_t *end) {
    while (to < end)
        *to++ = *from++;
}

__attribute__((used)) static void start(void) {
    enable_fpu();
    copy(m7_itcm_load, m7_itcm_start, m7_itcm_end);
    copy(m7_data_load, m7_data_start, m7_data_end);
    for (uint32_t *word = m7_bss_start; word < m7_bss_end; word++)
        *word = 0;
    protect_memory();
    m7_serve();
}

/* Paints the call stack, then runs on it; written in assembly since no frame may exist while stacks change. */
__attribute__((naked, noreturn)) void m7_reset(void) {
    __asm volatile("cpsid i\n"
                   "ldr r0, =m7_call_stack\n"
                   "ldr r1, =m7_call_stack_top\n"
                   "ldr r2, =%c0\n"
                   "1: str r2, [r0], #4\n"
                   "cmp r0, r1\n"
                   "blo 1b\n"
                   "msr psp, r1\n"
                   "movs r0, #2\n"
                   "msr control, r0\n"
                   "isb\n"
                   "bl start\n"
                   "2: b 2b\n"
                   ".ltorg\n" ::"i"(M7_STACK_PAINT));
}

/* frame: r0-r3, r12, lr, pc, xpsr as stacked on the process stack; not valid when the stack itself overflowed. */
__attribute__((used)) static void report_fault(const uint32_t *frame) {
    m7_system *system = m7_system_page();
    bool stacked = frame >= m7_call_stack && frame + 8 <= m7_call_stack_top;
    system->faultStatus = SCB_CFSR;
    system->faultAddress = (system->faultStatus & CFSR_MMARVALID) != 0 ? SCB_MMFAR : SCB_BFAR;
    system->faultPc = stacked ? frame[6] : 0;
    system->faultLr = stacked ? frame[5] : 0;
    m7_doorbell_ring(M7_DOORBELL_FAULT);
    for (;;)
        __asm volatile("wfi");
}

__attribute__((naked)) static void fault(void) {
    __asm volatile("mrs r0, psp\n b report_fault\n");
}

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    m7_handler_stack_top,
    (const void *)m7_reset,
    (const void *)fault,
    (const void *)fault,
    (const void *)fault,
    (const void *)fault,
    (const void *)fault,
    NULL,
    NULL,
    NULL,
    NULL,
    (const void *)fault,
    (const void *)fault,
    NULL,
    (const void *)fault,
    (const void *)fault,
};
