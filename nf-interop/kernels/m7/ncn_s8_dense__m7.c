/* int8 dense layer, eq. (2), on a Cortex-M7: ncn_s8_dense__ref, 4 outputs at once. */
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_m7_dense.h"

ncn_status ncn_s8_dense__m7(const ncn_kernel_args *a) {
    int8_t *dst = (int8_t *)a->dst;
    for (int32_t channel = 0; channel < a->outC; channel += 4) {
        const int32_t count = a->outC - channel < 4 ? a->outC - channel : 4;
        int32_t acc[4];
        ncn_m7_dense_sums(a, channel, count, acc);
        for (int32_t c = 0; c < count; c++)
            dst[channel + c] = ncn_requantise(acc[c], a->shift, a->relu);
    }
    return NCN_OK;
}
