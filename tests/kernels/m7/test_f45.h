/* The transforms of F(4,5), which random layers meet but do not exhaust. */
#ifndef NCN_TEST_F45_H
#define NCN_TEST_F45_H

#include <stdint.h>

/* Prints cases and failures, returns how many failed. */
uint32_t test_f45(void);

#endif
