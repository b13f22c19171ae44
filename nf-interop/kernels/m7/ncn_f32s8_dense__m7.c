/* Mixed dense layer, eq. (21), with an FPU: ncn_f32s8_dense__ref, 4 outputs at once. */
#include "ncn_m7_f32.h"

ncn_status ncn_f32s8_dense__m7(const ncn_kernel_args *a) {
    ncn_m7_f32_dense(a, &ncn_m7_f32s8);
    return NCN_OK;
}
