/* int8 convolution on the PC: ncn_s8_conv2d__ref and ncn_s8_conv2d_layout__ref, eight pixels at once. */
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_s8_im2col.h"

/* All pixels of channels first .. end - 1. */
static void channels(ncn_im2col *m, const ncn_kernel_args *a, int32_t first, int32_t end) {
    const int32_t pixels = a->outH * a->outW;
    int32_t acc[NCN_IM2COL_PIXELS];
    for (int32_t pixel = 0; pixel < pixels; pixel += NCN_IM2COL_PIXELS) {
        const int32_t count = ncn_im2col_load(m, a, pixel);
        int8_t *dst = (int8_t *)a->dst + (intptr_t)pixel * a->outC;
        for (int32_t oc = first; oc < end; oc++) {
            ncn_im2col_accumulate(m, a, oc, acc);
            for (int32_t p = 0; p < count; p++)
                dst[p * a->outC + oc] = ncn_requantise(acc[p], a->shift, a->relu);
        }
    }
}

ncn_status ncn_s8_conv2d__pc(const ncn_kernel_args *a) {
    ncn_im2col m;
    if (!ncn_im2col_fits(a))
        return a->layout == 0 ? ncn_s8_conv2d__ref(a) : ncn_s8_conv2d_layout__ref(a);
    ncn_im2col_begin(&m, a);
    int32_t count;
    for (int32_t first = 0; first < a->outC; first += count) {
        count = ncn_im2col_filters(&m, a, first);
        channels(&m, a, first, first + count);
    }
    return NCN_OK;
}
