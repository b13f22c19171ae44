/* Functions of the image itself, for tests of the virtual board: they need no model. */
#ifndef M7_SELFTEST_H
#define M7_SELFTEST_H

#include "mailbox.h"

enum {
    /* Runs a loop of argument[0] iterations (1 or more) of exactly 2 instructions; returns the instructions counted. */
    M7_SELFTEST_LOOP = 0x101,
    /* Writes a word to the (read-only) flash region: ends in a fault. */
    M7_SELFTEST_WRITE_FLASH = 0x102,
    /* Uses argument[0] bytes of stack; more than M7_CALL_STACK_BYTES end in a fault. */
    M7_SELFTEST_STACK = 0x103,
};

int32_t m7_selftest(ncn_mailbox *m);

#endif
