/* Mixed last dense layer, eq. (21) and (23), with an FPU: ncn_f32s8_dense_s32__ref, 4 outputs at once. */
#include "ncn_m7_f32.h"

ncn_status ncn_f32s8_dense_s32__m7(const ncn_kernel_args *a) {
    ncn_m7_f32_dense_logits(a, &ncn_m7_f32s8);
    return NCN_OK;
}
