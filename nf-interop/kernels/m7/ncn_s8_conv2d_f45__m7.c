/* int8 convolution of 5x5 windows and stride 1, eq. (2), weights in the layout f45, on a Cortex-M7:
 * ncn_s8_conv2d_layout__ref. */
#include "ncn_kernels.h"
#include "ncn_m7_f45.h"

ncn_status ncn_s8_conv2d_f45__m7(const ncn_kernel_args *a) {
    ncn_m7_f45 f;
    ncn_m7_f45_begin(&f, a, 0, false);
    ncn_m7_f45_conv(&f);
    return NCN_OK;
}
