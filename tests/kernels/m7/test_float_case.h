/* A layer of a network of floats with random tensors for a kernel, as test_case.h has it for integers. */
#ifndef NCN_TEST_FLOAT_CASE_H
#define NCN_TEST_FLOAT_CASE_H

#include "test_case.h"

/* A random layer of operation `op`; numbers: NCN_NUMBERS_MIXED or NCN_NUMBERS_FLOAT32. */
void test_float_case_random(test_case *c, uint8_t op, uint8_t numbers, random_state *r);

/* A layer of a given shape; pooling rounds up for windows of 3. */
void test_float_case_of_shape(test_case *c, uint8_t op, uint8_t numbers, const test_shape *shape, random_state *r);

#endif
