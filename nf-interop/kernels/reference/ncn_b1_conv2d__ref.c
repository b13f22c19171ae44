/* Binary convolution, bits to bits, eq. (7)-(9): src0 bits [inH][inW][ceil(inC/32)], weight bits
   [outC][kH][kW][ceil(inC/32)], bias = sign thresholds int32 [outC], flip u32 [ceil(outC/32)] or null, dst bits
   [outH][outW][ceil(outC/32)], pad bits 0. Before a pooling layer there is no flip here: dst holds u = (s >= t). */
#include "ncn_b1_conv2d_sum.h"
#include "ncn_kernels.h"
#include "ncn_window.h"

ncn_status ncn_b1_conv2d__ref(const ncn_kernel_args *a) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    uint32_t *dst = (uint32_t *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, a->padH, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, a->padW, a->kW, a->inW);
            for (int32_t word = 0; word < words; word++) {
                const int32_t channels = a->outC - 32 * word < 32 ? a->outC - 32 * word : 32;
                uint32_t u = 0;
                for (int32_t i = 0; i < channels; i++) {
                    const int32_t oc = 32 * word + i;
                    u |= (uint32_t)(ncn_b1_conv2d_sum(a, y, x, oc) >= a->bias[oc]) << i;
                }
                *dst++ = a->flip ? u ^ a->flip[word] : u;
            }
        }
    }
    return NCN_OK;
}
