/* A convolution to bits, row by row of its map, eq. (9) and (10): shared by the reference kernels, whose sums differ.
 */
#ifndef NCN_SIGN_ROWS_H
#define NCN_SIGN_ROWS_H

#include "ncn_kernels.h"
#include "ncn_u_rows.h"
#include "ncn_window.h"

/* The sum of output channel oc over the taps y, x of a window. */
typedef int32_t ncn_window_sum(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t oc);

/* u = (sum >= threshold[oc]) for every position and channel; dst, flip and scratch as ncn_u_rows.h has them.
   threshold: int32 [outC]. Always inline, so that the sum is, too. */
static inline __attribute__((always_inline)) void ncn_sign_rows(const ncn_kernel_args *a, const int32_t *threshold,
                                                                ncn_window_sum *sum) {
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
                    u |= (uint32_t)(sum(a, y, x, oc) >= threshold[oc]) << i;
                }
                row[cx * words + word] = u;
            }
            ncn_u_row_done(a, cy, word);
        }
    }
    ncn_u_end(a);
}

#endif
