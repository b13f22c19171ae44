/* int8 convolution whose weights lie in another layout than the reference's: each filter is unpacked into the scratch,
   then as ncn_s8_conv2d__ref. weight: as a->layout has it; scratch int8 [kH][kW][inC]. */
#include "ncn_arith.h"
#include "ncn_kernels.h"
#include "ncn_s8_conv2d_acc.h"
#include "ncn_window.h"

ncn_status ncn_s8_conv2d_layout__ref(const ncn_kernel_args *a) {
    const ncn_filters filters = {a->outC, a->kH, a->kW, a->inC};
    int8_t *filter = (int8_t *)a->scratch;
    for (int32_t oc = 0; oc < a->outC; oc++) {
        int8_t *dst = (int8_t *)a->dst + oc;
        ncn_layout_unpack(a->layout, &filters, (const uint8_t *)a->weight, oc, filter);
        for (int32_t oy = 0; oy < a->outH; oy++) {
            const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
            for (int32_t ox = 0; ox < a->outW; ox++, dst += a->outC) {
                const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
                *dst = ncn_requantise(ncn_s8_conv2d_acc_of(a, y, x, oc, filter), a->shift, a->relu);
            }
        }
    }
    return NCN_OK;
}
