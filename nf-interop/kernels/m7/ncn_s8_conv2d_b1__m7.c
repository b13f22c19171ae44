/* First layer of a binary network, eq. (10), on a Cortex-M7: ncn_s8_conv2d_b1__ref by F(4,5) for 5x5 windows of
   1 and 3 channels, else by the column method. */
#include "ncn_kernels.h"
#include "ncn_m7_column.h"
#include "ncn_m7_f45.h"
#include "ncn_m7_signs.h"
#include "ncn_u_rows.h"

enum { MAX_TAPS = 65536 };

/* acc >= t becomes a sign: the accumulator starts from d = bias - t, and u = (d + sum of x·w >= 0). |sum| <=
   128·127·taps < 2^30 for taps <= MAX_TAPS, so d beyond ±2^30 decides alone and may be cut there; then nothing
   overflows. */
static inline int32_t start_of(const ncn_kernel_args *a, int32_t channel) {
    const int64_t limit = 1 << 30;
    if (channel >= a->outC)
        return -1;
    const int64_t d = (int64_t)a->bias[channel] - ((const int32_t *)a->aux)[channel];
    return (int32_t)(d < -limit ? -limit : d > limit ? limit : d);
}

/* Blocks of one word of channels: the first pass of a word starts it, the others add to it. Without pooling a word is
   done when it has all its channels. */
static void row_by_columns(const ncn_m7_columns *m, const ncn_kernel_args *a, int32_t first, int32_t count,
                           int32_t oy) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    const int32_t word = first / NCN_M7_SIGN_BLOCKS, at = NCN_M7_BLOCK * first % 32;
    const int32_t end = NCN_M7_BLOCK * (first + count);
    uint32_t *u = ncn_u_row(a, oy) + word;
    for (int32_t ox = 0; ox < a->convW; ox += 2, u += 2 * words) {
        uint32_t bits[2];
        ncn_m7_columns_widen(m, a, ox);
        ncn_m7_signs_4x2(m->pair, m->blocks, m->steps, count, bits);
        u[0] = (at == 0 ? 0 : u[0]) | bits[0] << at;
        if (ox + 1 < a->convW)
            u[words] = (at == 0 ? 0 : u[words]) | bits[1] << at;
    }
    if (ncn_u_pools(a) || end % 32 == 0 || end >= a->outC)
        ncn_u_row_done(a, oy, word);
}

/* A method's memory map is not on the stack while another method is tried. */
#define ATTEMPT static __attribute__((noinline)) bool

ATTEMPT by_f45(const ncn_kernel_args *a) {
    ncn_m7_f45 f;
    if (!ncn_f45_is_odd(a->inC) || !ncn_m7_f45_begin_reference(&f, a, true))
        return false;
    ncn_m7_f45_conv_b1(&f);
    return true;
}

ATTEMPT by_columns(const ncn_kernel_args *a) {
    ncn_m7_columns m = ncn_m7_columns_in(a, ncn_m7_words_of(a->kH * a->kW * a->inC));
    if (m.blockCount == 0 || m.taps > MAX_TAPS)
        return false;
    if (m.blockCount > NCN_M7_SIGN_BLOCKS)
        m.blockCount = NCN_M7_SIGN_BLOCKS;
    while (NCN_M7_SIGN_BLOCKS % m.blockCount != 0) /* so that a pass stays within a word */
        m.blockCount--;
    ncn_u_begin(a);
    ncn_m7_columns_run(&m, a, start_of, row_by_columns);
    ncn_u_end(a);
    return true;
}

ncn_status ncn_s8_conv2d_b1__m7(const ncn_kernel_args *a) {
    return by_f45(a) || by_columns(a) ? NCN_OK : ncn_s8_conv2d_b1__ref(a);
}
