/* Binary convolution, bits to bits, eq. (7)-(9): src0 bits [inH][inW][ceil(inC/32)], weight bits
   [outC][kH][kW][ceil(inC/32)], bias = sign thresholds int32 [outC], flip u32 [ceil(outC/32)] or null, dst bits
   [outH][outW][ceil(outC/32)], pad bits 0. With a pooling window dst is the OR of u = (s >= t) over it, then the flip;
   scratch as ncn_u_rows.h has it. Before a pooling layer there is no flip here: dst holds u. */
#include "ncn_b1_conv2d_sum.h"
#include "ncn_kernels.h"
#include "ncn_u_rows.h"
#include "ncn_window.h"

ncn_status ncn_b1_conv2d__ref(const ncn_kernel_args *a) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    ncn_u_begin(a);
    for (int32_t cy = 0; cy < a->convH; cy++) {
        const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
        uint32_t *row = ncn_u_row(a, cy);
        for (int32_t word = 0; word < words; word++) {
            const int32_t channels = a->outC - 32 * word < 32 ? a->outC - 32 * word : 32;
            for (int32_t cx = 0; cx < a->convW; cx++) {
                const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
                uint32_t u = 0;
                for (int32_t i = 0; i < channels; i++) {
                    const int32_t oc = 32 * word + i;
                    u |= (uint32_t)(ncn_b1_conv2d_sum(a, y, x, oc) >= a->bias[oc]) << i;
                }
                row[cx * words + word] = u;
            }
            ncn_u_row_done(a, cy, word);
        }
    }
    ncn_u_end(a);
    return NCN_OK;
}
