/* The sums of an int8 dense layer, eq. (2), 4 outputs at once; both operands are widened as they are read, so no memory
   is needed. */
#ifndef NCN_M7_DENSE_H
#define NCN_M7_DENSE_H

#include "ncn_acle.h"
#include "ncn_kernels.h"

/* acc[c] = bias + sum of x·w for outputs channel .. channel + count - 1, count <= 4. Where there are fewer than 4, the
   last one is computed again. */
void ncn_m7_dense_sums(const ncn_kernel_args *a, int32_t channel, int32_t count, int32_t acc[4]);

#endif
