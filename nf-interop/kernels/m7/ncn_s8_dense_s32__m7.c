/* int8 dense layer to int32 logits, eq. (2) and (5), on a Cortex-M7: ncn_s8_dense_s32__ref, 4 outputs at once. */
#include "ncn_kernels.h"
#include "ncn_m7_dense.h"

ncn_status ncn_s8_dense_s32__m7(const ncn_kernel_args *a) {
    int32_t *dst = (int32_t *)a->dst;
    for (int32_t channel = 0; channel < a->outC; channel += 4) {
        const int32_t count = a->outC - channel < 4 ? a->outC - channel : 4;
        int32_t acc[4];
        ncn_m7_dense_sums(a, channel, count, acc);
        for (int32_t c = 0; c < count; c++)
            dst[channel + c] = acc[c];
    }
    return NCN_OK;
}
