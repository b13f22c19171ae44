/* The Winograd kernels of the list on single tiles: every extreme of their linear forms, every product of two bytes. */
#ifndef NCN_TEST_WINOGRAD_H
#define NCN_TEST_WINOGRAD_H

#include <stdint.h>

/* Prints kernels, cases and failures; returns how many failed. */
uint32_t test_winograd(void);

#endif
