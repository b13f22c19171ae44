/* int8 dense layer, eq. (2): src0 int8 [inH·inW·inC], weight int8 [outC][inH·inW·inC], bias int32 [outC], dst int8
   [outC]. */
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_s8_dense_acc.h"

ncn_status ncn_s8_dense__ref(const ncn_kernel_args *a) {
    int8_t *dst = (int8_t *)a->dst;
    for (int32_t oc = 0; oc < a->outC; oc++)
        dst[oc] = ncn_requantise(ncn_s8_dense_acc(a, oc), a->shift, a->relu);
    return NCN_OK;
}
