/* Every window of a map in turn, eq. (3): shared by the reference kernels, which differ in what a window gives. */
#ifndef NCN_WINDOWS_H
#define NCN_WINDOWS_H

#include <stddef.h>

#include "ncn_kernels.h"
#include "ncn_window.h"

/* Writes channel c of the window with the taps y, x to `value`. */
typedef void ncn_window_store(const ncn_kernel_args *a, ncn_span y, ncn_span x, int32_t c, void *value);

/* Calls `store` for dst [outH][outW][outC], values of `bytes` each, in order. Always inline, so that `store` is, too.
 */
static inline __attribute__((always_inline)) void ncn_windows(const ncn_kernel_args *a, int32_t pad_h, int32_t pad_w,
                                                              size_t bytes, ncn_window_store *store) {
    char *value = (char *)a->dst;
    for (int32_t oy = 0; oy < a->outH; oy++) {
        const ncn_span y = ncn_span_of(oy, a->stride, pad_h, a->kH, a->inH);
        for (int32_t ox = 0; ox < a->outW; ox++) {
            const ncn_span x = ncn_span_of(ox, a->stride, pad_w, a->kW, a->inW);
            for (int32_t c = 0; c < a->outC; c++, value += bytes)
                store(a, y, x, c, value);
        }
    }
}

#endif
