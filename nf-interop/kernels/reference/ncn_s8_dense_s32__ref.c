/* Last dense layer, eq. (2) without shift: int8 input as in ncn_s8_dense__ref, dst int32 [outC] = the logits. */
#include "ncn_kernels.h"
#include "ncn_s8_dense_acc.h"

ncn_status ncn_s8_dense_s32__ref(const ncn_kernel_args *a) {
    int32_t *dst = (int32_t *)a->dst;
    for (int32_t oc = 0; oc < a->outC; oc++)
        dst[oc] = ncn_s8_dense_acc(a, oc);
    return NCN_OK;
}
