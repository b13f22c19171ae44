/* Last dense layer of a network of floats, eq. (20) and (23): as ncn_f32_dense__ref, dst int32 [outC] = the logits at
   the radix `radix`. */
#include "ncn_f32_dense_acc.h"
#include "ncn_float.h"

ncn_status ncn_f32_dense_s32__ref(const ncn_kernel_args *a) {
    int32_t *dst = (int32_t *)a->dst;
    for (int32_t oc = 0; oc < a->outC; oc++)
        dst[oc] = ncn_f32_logit(ncn_f32_dense_acc(a, oc), a->radix);
    return NCN_OK;
}
