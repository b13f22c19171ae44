/* First layer of a binary network, eq. (10): int8 convolution whose accumulator meets the channel's sign threshold;
   the int8 map is never stored. src0 int8 [inH][inW][inC], weight int8 [outC][kH][kW][inC], bias int32 [outC], aux =
   sign thresholds int32 [outC], flip u32 [ceil(outC/32)] or null, dst bits [outH][outW][ceil(outC/32)], pad bits
   0. */
#include "ncn_kernels.h"
#include "ncn_s8_conv2d_acc.h"
#include "ncn_window.h"

ncn_status ncn_s8_conv2d_b1__ref(const ncn_kernel_args *a) {
    const int32_t *threshold = (const int32_t *)a->aux;
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
                    u |= (uint32_t)(ncn_s8_conv2d_acc(a, y, x, oc) >= threshold[oc]) << i;
                }
                *dst++ = a->flip ? u ^ a->flip[word] : u;
            }
        }
    }
    return NCN_OK;
}
