/* A layer with random tensors for a kernel, within the rules of MODEL-FORMAT.md. */
#ifndef NCN_TEST_CASE_H
#define NCN_TEST_CASE_H

#include "ncn_kernels.h"
#include "random.h"

typedef struct test_case {
    uint8_t op;
    ncn_kernel_args args; /* dst, scratch and workspace are null */
    int32_t dstBytes, scratchBytes;
    int32_t constantBytes; /* of weight, bias, aux and flip */
} test_case;

/* A shape of one of the networks; pools where the op pools, else 0. */
typedef struct test_shape {
    int32_t inH, inW, inC, outC, k, stride;
    bool same;
    int32_t poolK, poolStride;
} test_shape;

/* A random layer of operation `op`. */
void test_case_random(test_case *c, uint8_t op, random_state *r);

/* A layer of a given shape, tensors random; pooling rounds up for windows of 3. */
void test_case_of_shape(test_case *c, uint8_t op, const test_shape *shape, random_state *r);

/* For messages. */
void test_case_print(const test_case *c);

#endif
