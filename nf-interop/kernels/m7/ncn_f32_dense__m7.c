/* float32 dense layer, eq. (20), with an FPU: ncn_f32_dense__ref, 4 outputs at once. */
#include "ncn_m7_f32.h"

ncn_status ncn_f32_dense__m7(const ncn_kernel_args *a) {
    ncn_m7_f32_dense(a, &ncn_m7_f32);
    return NCN_OK;
}
