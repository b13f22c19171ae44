/* int8 convolution on the PC: ncn_s8_conv2d__ref, eight pixels at once. */
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_s8_im2col.h"

ncn_status ncn_s8_conv2d__host(const ncn_kernel_args *a) {
    ncn_im2col m;
    int32_t acc[NCN_IM2COL_PIXELS];
    if (!ncn_im2col_fits(a))
        return ncn_s8_conv2d__ref(a);
    ncn_im2col_begin(&m, a);
    const int32_t pixels = a->outH * a->outW;
    for (int32_t first = 0; first < pixels; first += NCN_IM2COL_PIXELS) {
        const int32_t count = ncn_im2col_load(&m, a, first);
        int8_t *dst = (int8_t *)a->dst + (intptr_t)first * a->outC;
        for (int32_t oc = 0; oc < a->outC; oc++) {
            ncn_im2col_accumulate(&m, a, oc, acc);
            for (int32_t p = 0; p < count; p++)
                dst[p * a->outC + oc] = ncn_requantise(acc[p], a->shift, a->relu);
        }
    }
    return NCN_OK;
}
