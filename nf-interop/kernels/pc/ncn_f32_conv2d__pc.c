/* float32 convolution on the PC: ncn_f32_conv2d__ref, sixteen pixels at once. */
#include "ncn_f32_columns.h"
#include "ncn_float.h"

ncn_status ncn_f32_conv2d__pc(const ncn_kernel_args *a) {
    ncn_columns m;
    float sum[NCN_COLUMNS];
    if (!ncn_columns_fit(a))
        return ncn_f32_conv2d__ref(a);
    for (int32_t pixel = 0; pixel < a->outH * a->outW; pixel += NCN_COLUMNS) {
        const int32_t count = ncn_columns_load(&m, a, pixel);
        float *dst = (float *)a->dst + (intptr_t)pixel * a->outC;
        for (int32_t oc = 0; oc < a->outC; oc++) {
            const float bias = ((const float *)(const void *)a->bias)[oc];
            ncn_columns_sum(&m, (const float *)a->weight + (intptr_t)oc * m.taps, bias + 0.0f, sum);
            for (int32_t p = 0; p < count; p++)
                dst[p * a->outC + oc] = ncn_f32_relu(sum[p], a->relu);
        }
    }
    return NCN_OK;
}
