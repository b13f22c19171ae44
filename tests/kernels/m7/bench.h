/* Instructions of the kernels on the layers of the project's networks. */
#ifndef NCN_TEST_BENCH_H
#define NCN_TEST_BENCH_H

#include "random.h"

/* Prints a line a layer and kernel: "bench NETWORK FORM LAYER KERNEL MACS INSTRUCTIONS STACK WORKSPACE"; and compares
   what the kernels compute. False if a result differs. */
bool bench_networks(random_state *r);

#endif
