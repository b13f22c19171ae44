/* Residual add, eq. (3): src0, src1, dst int8 [H][W][C]. Both operands go to the larger radix F by left0, left1 <=
   16, one of them 0; dst = sat8(rshr(sum, F - f_out)), ReLU if asked for. */
#include "ncn_arith.h"
#include "ncn_kernels.h"

ncn_status ncn_s8_add__ref(const ncn_kernel_args *a) {
    const int8_t *x = (const int8_t *)a->src0;
    const int8_t *y = (const int8_t *)a->src1;
    int8_t *dst = (int8_t *)a->dst;
    const int32_t n = a->outH * a->outW * a->outC;
    for (int32_t i = 0; i < n; i++) {
        const int32_t sum = x[i] * (1 << a->left0) + y[i] * (1 << a->left1);
        dst[i] = ncn_requantise(sum, a->shift, a->relu);
    }
    return NCN_OK;
}
