/* Instructions of the kernels on the layers of the project's networks. */
#ifndef NCN_TEST_BENCH_H
#define NCN_TEST_BENCH_H

#include <stdbool.h>
#include <stdint.h>

/* Prints a line a layer and kernel, "bench NAME=VALUE ...", and compares what the kernels compute. only: the layers
   whose "NETWORK/FORM/LAYER" begins with this text, which ends at a blank or 0; empty: all. seed: not 0. False if a
   result differs. */
bool bench_networks(uint32_t seed, const char *only);

#endif
