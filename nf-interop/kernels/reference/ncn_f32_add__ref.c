/* Residual add of floats, eq. (22): src0, src1, dst float32 [H][W][C]; ReLU if asked for. */
#include "ncn_float.h"
#include "ncn_kernels.h"

ncn_status ncn_f32_add__ref(const ncn_kernel_args *a) {
    const float *x = (const float *)a->src0;
    const float *y = (const float *)a->src1;
    float *dst = (float *)a->dst;
    const int32_t n = a->outH * a->outW * a->outC;
    for (int32_t i = 0; i < n; i++)
        dst[i] = ncn_f32_relu(x[i] + y[i], a->relu);
    return NCN_OK;
}
