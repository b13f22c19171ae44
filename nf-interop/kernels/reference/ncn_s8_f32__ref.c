/* int8 to float32, eq. (20): src0 int8 [H][W][C], dst float32 [H][W][C] = q·2^-radix, exact. */
#include "ncn_float.h"
#include "ncn_kernels.h"

ncn_status ncn_s8_f32__ref(const ncn_kernel_args *a) {
    const int8_t *src = (const int8_t *)a->src0;
    const float unit = ncn_f32_power_of_two(-a->radix);
    float *dst = (float *)a->dst;
    const int32_t n = a->outH * a->outW * a->outC;
    for (int32_t i = 0; i < n; i++)
        dst[i] = (float)src[i] * unit;
    return NCN_OK;
}
