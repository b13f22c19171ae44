/* The part of a window that lies inside the image: borders are decided once a window, not once a tap. */
#ifndef NCN_WINDOW_H
#define NCN_WINDOW_H

#include <stdint.h>

/* Taps begin <= k < end of a window of n taps are inside; tap k lies at origin + k. */
typedef struct ncn_span {
    int32_t origin, begin, end;
} ncn_span;

/* Window of `taps` at output position `out` over an axis of `length` pixels. begin < end for every validated layer. */
static inline ncn_span ncn_span_of(int32_t out, int32_t stride, int32_t pad, int32_t taps, int32_t length) {
    ncn_span s;
    s.origin = out * stride - pad;
    s.begin = s.origin < 0 ? -s.origin : 0;
    s.end = s.origin + taps > length ? length - s.origin : taps;
    return s;
}

#endif
