/* float32 convolution with int8 weights, eq. (21), with an FPU: ncn_f32s8_conv2d__ref, 4 filters and 4 pixels at once.
 */
#include "ncn_m7_f32.h"

ncn_status ncn_f32s8_conv2d__m7(const ncn_kernel_args *a) {
    return ncn_m7_f32_conv2d(a, &ncn_m7_f32s8) ? NCN_OK : ncn_f32s8_conv2d__ref(a);
}
