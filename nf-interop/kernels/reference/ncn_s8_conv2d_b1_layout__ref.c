/* First layer of a binary network whose weights lie in another layout than the reference's: each filter is unpacked
   into the scratch, then as ncn_s8_conv2d_b1__ref. weight: as a->layout has it; scratch: behind the rows of u int8
   [kH][kW][inC]. */
#include "ncn_kernels.h"
#include "ncn_s8_conv2d_acc.h"
#include "ncn_u_rows.h"
#include "ncn_window.h"

/* Channel oc of a row of u. */
static void add_channel(const ncn_kernel_args *a, const int8_t *filter, int32_t oc, int32_t cy, uint32_t *row) {
    const ncn_span y = ncn_span_of(cy, a->stride, a->padH, a->kH, a->inH);
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    for (int32_t cx = 0; cx < a->convW; cx++) {
        const ncn_span x = ncn_span_of(cx, a->stride, a->padW, a->kW, a->inW);
        const bool u = ncn_s8_conv2d_acc_of(a, y, x, oc, filter) >= ((const int32_t *)a->aux)[oc];
        row[cx * words] |= (uint32_t)u << (oc % 32);
    }
}

ncn_status ncn_s8_conv2d_b1_layout__ref(const ncn_kernel_args *a) {
    const ncn_filters filters = {a->outC, a->kH, a->kW, a->inC};
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    int8_t *filter = (int8_t *)a->scratch + ncn_u_bytes(a);
    ncn_u_begin(a);
    for (int32_t cy = 0; cy < a->convH; cy++)
        for (int32_t word = 0; word < words; word++) {
            uint32_t *row = ncn_u_row(a, cy) + word;
            for (int32_t cx = 0; cx < a->convW; cx++)
                row[cx * words] = 0;
            for (int32_t oc = 32 * word; oc < a->outC && oc < 32 * word + 32; oc++) {
                ncn_layout_unpack(a->layout, &filters, (const uint8_t *)a->weight, oc, filter);
                add_channel(a, filter, oc, cy, row);
            }
            ncn_u_row_done(a, cy, word);
        }
    ncn_u_end(a);
    return NCN_OK;
}
