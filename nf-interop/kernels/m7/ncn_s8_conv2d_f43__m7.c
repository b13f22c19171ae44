/* int8 convolution 3x3, stride 1, by F(4x4,3x3) (KERNELS.md, "int8: Winograd"): layout f43; ncn_s8_conv2d_f43__ref. */
#include "ncn_kernels.h"
#include "ncn_m7_f43.h"

ncn_status ncn_s8_conv2d_f43__m7(const ncn_kernel_args *a) {
    const ncn_m7_winograd m = ncn_m7_winograd_of(a, 4);
    ncn_m7_f43_run(&m, a);
    return NCN_OK;
}
