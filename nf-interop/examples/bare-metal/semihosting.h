/* Text to the debugger, or to QEMU's console: ARM's semihosting calls. A product writes to its own serial port. */
#ifndef SEMIHOSTING_H
#define SEMIHOSTING_H

#include <stdint.h>

enum { SYS_WRITE0 = 0x04, SYS_EXIT_EXTENDED = 0x20, ADP_STOPPED_APPLICATION_EXIT = 0x20026 };

static inline void semihosting(int operation, const void *parameter) {
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = parameter;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

static inline void print_text(const char *text) {
    semihosting(SYS_WRITE0, text);
}

static inline void print_number(const char *before, int32_t value) {
    char text[12], *digit = text + sizeof text - 1;
    uint32_t rest = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    *digit = 0;
    do
        *--digit = (char)('0' + rest % 10u);
    while ((rest /= 10u) != 0);
    if (value < 0)
        *--digit = '-';
    print_text(before);
    print_text(digit);
}

#endif
