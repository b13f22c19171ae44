/* First layer of a binary network, eq. (10), on a Cortex-M7: ncn_s8_conv2d_b1__ref by F(4,5) for 5x5 windows of
   1 and 3 channels, else by the column method; each block of 4 channels gives 4 bits of a pixel's word. */
#include "ncn_kernels.h"
#include "ncn_m7_column.h"
#include "ncn_m7_f45.h"
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

/* Bits of 4 channels from the signs of acc[0], acc[2], acc[4], acc[6]; negative gives 0. */
static inline uint32_t bits_of(const int32_t *acc) {
    return ~(((uint32_t)acc[0] >> 31) | ((uint32_t)acc[2] >> 31) << 1 | ((uint32_t)acc[4] >> 31) << 2 |
             ((uint32_t)acc[6] >> 31) << 3) &
           15u;
}

/* The first block of a word starts it, the others add to it. */
static inline __attribute__((always_inline)) void add_bits(const ncn_kernel_args *a, int32_t channel, int32_t oy,
                                                           int32_t ox, int32_t count, const int32_t acc[8]) {
    const int32_t words = (int32_t)ncn_words((uint32_t)a->outC);
    const int32_t at = channel & 31;
    uint32_t *u = ncn_u_row(a, oy) + ox * words + (channel >> 5);
    u[0] = (at == 0 ? 0 : u[0]) | bits_of(acc) << at;
    if (count == 2)
        u[words] = (at == 0 ? 0 : u[words]) | bits_of(acc + 1) << at;
}

/* Without pooling a word is done when it has all its channels, in whichever pass that is. */
static inline __attribute__((always_inline)) void row_finished(const ncn_kernel_args *a, int32_t oy, int32_t channel,
                                                               int32_t end) {
    for (int32_t word = channel >> 5; 32 * word < end; word++)
        if (ncn_u_pools(a) || end >= 32 * (word + 1) || end >= a->outC)
            ncn_u_row_done(a, oy, word);
}

/* A method's memory map is not on the stack while another method is tried. */
#define ATTEMPT static __attribute__((noinline)) bool

ATTEMPT by_f45(const ncn_kernel_args *a) {
    ncn_m7_f45 f;
    if (!ncn_f45_is_odd(a->inC) || !ncn_m7_f45_begin_reference(&f, a))
        return false;
    ncn_m7_f45_conv_b1(&f);
    return true;
}

ATTEMPT by_columns(const ncn_kernel_args *a) {
    const ncn_m7_columns m = ncn_m7_columns_in(a);
    if (m.blockCount == 0 || m.taps > MAX_TAPS)
        return false;
    ncn_u_begin(a);
    ncn_m7_columns_run(&m, a, start_of, add_bits, row_finished);
    ncn_u_end(a);
    return true;
}

ncn_status ncn_s8_conv2d_b1__m7(const ncn_kernel_args *a) {
    return by_f45(a) || by_columns(a) ? NCN_OK : ncn_s8_conv2d_b1__ref(a);
}
