/* int8 convolution, eq. (2) and (3), on a Cortex-M7: ncn_s8_conv2d__ref by the row method where a pixel's channels are
   whole quads, else by the column method. */
#include "ncn_kernels.h"
#include "ncn_m7_column.h"
#include "ncn_m7_requantise.h"
#include "ncn_m7_row.h"

static inline __attribute__((always_inline)) void store(const ncn_kernel_args *a, int32_t channel, int32_t oy,
                                                        int32_t ox, int32_t count, const int32_t acc[8]) {
    const int32_t left = a->outC - channel;
    const int32_t channels = left < NCN_M7_BLOCK ? left : NCN_M7_BLOCK;
    int8_t *dst = (int8_t *)a->dst + ((intptr_t)oy * a->outW + ox) * a->outC + channel;
    ncn_m7_store_block(dst, acc, channels, a);
    if (count == 2)
        ncn_m7_store_block(dst + a->outC, acc + 1, channels, a);
}

static inline void row_finished(const ncn_kernel_args *a, int32_t oy, int32_t channel, int32_t end) {
    (void)a, (void)oy, (void)channel, (void)end;
}

ncn_status ncn_s8_conv2d__m7(const ncn_kernel_args *a) {
    const ncn_m7_rows rows = ncn_m7_rows_in(a);
    if (rows.bandRows > 0) {
        ncn_m7_rows_run(&rows, a);
        return NCN_OK;
    }
    const ncn_m7_columns columns = ncn_m7_columns_in(a);
    if (columns.blockCount == 0)
        return ncn_s8_conv2d__ref(a);
    ncn_m7_columns_run(&columns, a, ncn_m7_start, store, row_finished);
    return NCN_OK;
}
