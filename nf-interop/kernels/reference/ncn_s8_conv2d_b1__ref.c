/* First layer of a binary network, eq. (10): int8 convolution whose accumulator meets the channel's sign threshold;
   the int8 map is never stored. src0 int8 [inH][inW][inC], weight int8 [outC][kH][kW][inC], bias int32 [outC], aux =
   sign thresholds int32 [outC], flip u32 [ceil(outC/32)] or null, dst bits [outH][outW][ceil(outC/32)], pad bits
   0. With a pooling window dst is the OR of u over it, then the flip, as in ncn_b1_conv2d__ref. */
#include "ncn_s8_conv2d_acc.h"
#include "ncn_sign_rows.h"

ncn_status ncn_s8_conv2d_b1__ref(const ncn_kernel_args *a) {
    ncn_sign_rows(a, (const int32_t *)a->aux, ncn_s8_conv2d_acc);
    return NCN_OK;
}
