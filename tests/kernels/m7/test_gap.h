/* The workspace the engine lends to kernels: the largest gap of an arena plan in a step. */
#ifndef NCN_TEST_GAP_H
#define NCN_TEST_GAP_H

#include "random.h"

/* Random plans against a map of occupied units; prints cases and failures, returns how many failed. */
uint32_t test_largest_gap(uint32_t count, random_state *r);

#endif
