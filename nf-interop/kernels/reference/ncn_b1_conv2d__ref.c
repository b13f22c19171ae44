/* Binary convolution, bits to bits, eq. (7)-(9): src0 bits [inH][inW][ceil(inC/32)], weight bits
   [outC][kH][kW][ceil(inC/32)], bias = sign thresholds int32 [outC], flip u32 [ceil(outC/32)] or null, dst bits
   [outH][outW][ceil(outC/32)], pad bits 0. With a pooling window dst is the OR of u = (s >= t) over it, then the flip;
   scratch as ncn_u_rows.h has it. Before a pooling layer there is no flip here: dst holds u. */
#include "ncn_b1_conv2d_sum.h"
#include "ncn_sign_rows.h"

ncn_status ncn_b1_conv2d__ref(const ncn_kernel_args *a) {
    ncn_sign_rows(a, a->bias, ncn_b1_conv2d_sum);
    return NCN_OK;
}
