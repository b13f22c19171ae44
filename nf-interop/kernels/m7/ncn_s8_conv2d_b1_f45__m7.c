/* First layer of a binary network of 5x5 windows and stride 1, eq. (10), weights in the layout f45, on a Cortex-M7:
   ncn_s8_conv2d_b1_layout__ref. */
#include "ncn_kernels.h"
#include "ncn_m7_f45.h"
#include "ncn_u_rows.h"

ncn_status ncn_s8_conv2d_b1_f45__m7(const ncn_kernel_args *a) {
    ncn_m7_f45 f;
    ncn_m7_f45_begin(&f, a, ncn_u_bytes(a), true);
    ncn_m7_f45_conv_b1(&f);
    return NCN_OK;
}
