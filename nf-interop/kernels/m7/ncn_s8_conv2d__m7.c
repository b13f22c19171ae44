/* int8 convolution, eq. (2) and (3), on a Cortex-M7: ncn_s8_conv2d__ref by F(4,5) for 5x5 windows, by F(4x4,3x3) for
   3x3 ones, by the strip method, or without memory for it the row method, where a pixel's channels are whole quads,
   else by the column method; each where the workspace has room. */
#include "ncn_kernels.h"
#include "ncn_m7_column.h"
#include "ncn_m7_f43.h"
#include "ncn_m7_f45.h"
#include "ncn_m7_mac.h"
#include "ncn_m7_requantise.h"
#include "ncn_m7_row.h"
#include "ncn_m7_strip.h"

/* Two pixels and 4 channels at a time, ncn_m7_columns_of_row. */
static void row_by_columns(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t first, int32_t count,
                           int32_t oy) {
    const ncn_m7_run run = {.quads = m->quads, .rows = 1, .xRowWords = 4 * m->quads, .wRowWords = 8 * m->quads};
    for (int32_t ox = 0; ox < a->convW; ox += 2) {
        int32_t left = a->outC - NCN_M7_BLOCK * first; /* channels from the block's first one on */
        int8_t *dst = (int8_t *)a->dst + ((intptr_t)oy * a->outW + ox + 1) * a->outC - left;
        const uint32_t *block = m->blocks;
        ncn_m7_columns_widen(m, a, ox);
        for (int32_t b = 0; b < count; b++, block += m->blockWords, dst += NCN_M7_BLOCK, left -= NCN_M7_BLOCK) {
            const int32_t channels = left < NCN_M7_BLOCK ? left : NCN_M7_BLOCK;
            int32_t acc[2 * NCN_M7_BLOCK];
            ncn_m7_mac_4x2(m->pair, block + NCN_M7_BLOCK, &run, (const int32_t *)block, acc);
            ncn_m7_store_block(dst, acc, channels, a);
            if (ox + 1 < a->convW)
                ncn_m7_store_block(dst + a->outC, acc + 1, channels, a);
        }
    }
}

/* A method's memory map is not on the stack while another method is tried. */
#define ATTEMPT static __attribute__((noinline)) bool

ATTEMPT by_f45(const ncn_kernel_args *a) {
    ncn_m7_f45 f;
    if (!ncn_m7_f45_begin_reference(&f, a, false))
        return false;
    ncn_m7_f45_conv(&f);
    return true;
}

ATTEMPT by_f43(const ncn_kernel_args *a) {
    ncn_m7_winograd m;
    if (!ncn_m7_f43_begin_reference(&m, a))
        return false;
    ncn_m7_f43_run(&m, a);
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
    const ncn_m7_columns m = ncn_m7_columns_in(a, (a->kH * a->kW * a->inC + 3) / 4 * 2);
    if (m.blockCount == 0)
        return false;
    ncn_m7_columns_run(&m, a, ncn_m7_start, row_by_columns);
    return true;
}

ncn_status ncn_s8_conv2d__m7(const ncn_kernel_args *a) {
    return by_f45(a) || by_f43(a) || by_strips(a) || by_rows(a) || by_columns(a) ? NCN_OK : ncn_s8_conv2d__ref(a);
}
