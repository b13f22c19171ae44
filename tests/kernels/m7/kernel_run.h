/* The kernel list, and a kernel run on a case between canaries. */
#ifndef NCN_TEST_KERNEL_RUN_H
#define NCN_TEST_KERNEL_RUN_H

#include "test_case.h"

typedef struct listed_kernel {
    uint8_t op, layoutId, numbers;
    const char *name;
    ncn_kernel *function;
    bool isReference; /* that of layout 0 is the truth; of others, it unpacks */
} listed_kernel;

extern const size_t listed_kernels;
const listed_kernel *listed_kernel_at(size_t i);

/* The reference of an operation, of layout 0. */
const listed_kernel *reference_of(uint8_t op, uint8_t numbers);

/* 0 where the machine cannot tell. */
typedef struct kernel_cost {
    uint32_t instructions;
    int32_t stackBytes; /* of the kernel and all it calls */
} kernel_cost;

/* Runs a kernel into a new buffer, which it returns; null if it failed, wrote outside its buffers or changed an
   operand. cost: what it took; may be null. */
const uint8_t *kernel_run(const listed_kernel *k, const test_case *c, kernel_cost *cost);

bool kernel_equals_reference(const listed_kernel *k, const test_case *c, kernel_cost *cost);

#endif
