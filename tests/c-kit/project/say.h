/* Lines of text, on the PC and on a Cortex-M without a C library. */
#ifndef SAY_H
#define SAY_H

#ifdef __arm__
#include "semihosting.h"
#else
#include <stdint.h>
#include <stdio.h>

static inline void print_text(const char *text) {
    fputs(text, stdout);
}
static inline void print_number(const char *before, int32_t value) {
    printf("%s%d", before, (int)value);
}
#endif

#endif
