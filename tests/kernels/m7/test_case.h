/* A layer with random tensors for a kernel, within the rules of MODEL-FORMAT.md. */
#ifndef NCN_TEST_CASE_H
#define NCN_TEST_CASE_H

#include "ncn_confidence.h"
#include "ncn_kernels.h"
#include "random.h"

/* The confidence score (ncn_confidence.h) among the operations, for the benchmark: inC logits of radix 10. */
enum { TEST_CONFIDENCE = 0 };

typedef struct test_case {
    uint8_t op, layoutId, numbers;
    ncn_kernel_args args; /* weights in the reference's layout; dst, scratch and workspace are null */
    const void *packed;   /* the weights in the layout layoutId; null for 0 */
    int32_t dstBytes, scratchBytes;
    bool typical;          /* weights of middling size, which every layout takes; a shift, a ReLU */
    int32_t constantBytes; /* of weight, bias, aux and flip */
} test_case;

/* A shape of one of the networks; pools where the op pools, else 0. */
typedef struct test_shape {
    int32_t inH, inW, inC, outC, k, stride;
    bool same;
    int32_t poolK, poolStride;
} test_shape;

/* A random layer of operation `op` that the layout `layoutId` can hold. */
void test_case_random(test_case *c, uint8_t op, uint8_t layoutId, random_state *r);

/* A layer of a given shape, typical, tensors random; pooling rounds up for windows of 3. */
void test_case_of_shape(test_case *c, uint8_t op, const test_shape *shape, random_state *r);

/* Gives a layer the layout `layoutId`. False if it cannot have it. */
bool test_case_pack(test_case *c, uint8_t layoutId);

/* For messages. */
void test_case_print(const test_case *c);

#endif
