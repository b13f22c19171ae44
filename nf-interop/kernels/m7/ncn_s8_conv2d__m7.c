/* int8 convolution, eq. (2) and (3), on a Cortex-M7: ncn_s8_conv2d__ref by F(4,5) for 5x5 windows, by the strip method,
   or without memory for it the row method, where a pixel's channels are whole quads, else by the column method; each
   where the workspace has room. */
#include "ncn_kernels.h"
#include "ncn_m7_column.h"
#include "ncn_m7_f45.h"
#include "ncn_m7_requantise.h"
#include "ncn_m7_row.h"
#include "ncn_m7_strip.h"

/* A method's memory map is not on the stack while another method is tried. */
#define ATTEMPT static __attribute__((noinline)) bool

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

ATTEMPT by_f45(const ncn_kernel_args *a) {
    ncn_m7_f45 f;
    if (!ncn_m7_f45_begin_reference(&f, a))
        return false;
    ncn_m7_f45_conv(&f);
    return true;
}

ATTEMPT by_strips(const ncn_kernel_args *a) {
    const ncn_m7_strips m = ncn_m7_strips_in(a);
    if (m.bandPairs == 0)
        return false;
    ncn_m7_strips_run(&m, a);
    return true;
}

ATTEMPT by_rows(const ncn_kernel_args *a) {
    if (!ncn_m7_rows_fit(a))
        return false;
    ncn_m7_rows_run(a);
    return true;
}

ATTEMPT by_columns(const ncn_kernel_args *a) {
    const ncn_m7_columns m = ncn_m7_columns_in(a);
    if (m.blockCount == 0)
        return false;
    ncn_m7_columns_run(&m, a, ncn_m7_start, store, row_finished);
    return true;
}

ncn_status ncn_s8_conv2d__m7(const ncn_kernel_args *a) {
    return by_f45(a) || by_strips(a) || by_rows(a) || by_columns(a) ? NCN_OK : ncn_s8_conv2d__ref(a);
}
