/* float32 dense layer, eq. (20): src0 float32 [inH·inW·inC], weight float32 [outC][inH·inW·inC], bias float32 [outC],
   dst float32 [outC], ReLU if asked for. */
#include "ncn_f32_dense_acc.h"
#include "ncn_float.h"

ncn_status ncn_f32_dense__ref(const ncn_kernel_args *a) {
    float *dst = (float *)a->dst;
    for (int32_t oc = 0; oc < a->outC; oc++)
        dst[oc] = ncn_f32_relu(ncn_f32_dense_acc(a, oc), a->relu);
    return NCN_OK;
}
