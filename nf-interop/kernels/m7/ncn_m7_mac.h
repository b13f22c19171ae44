/* The inner loops of the int8 convolutions: 4 output channels times 2 pixels, or 1, over runs of taps in quad order. */
#ifndef NCN_M7_MAC_H
#define NCN_M7_MAC_H

#include <stdint.h>

/* Where the taps of a window lie: `rows` runs of `quads` quads each, in the map and in the packed filters. */
typedef struct ncn_m7_run {
    int32_t quads, rows;
    int32_t xRowWords; /* from one run to the next: words in the map, */
    int32_t wRowWords; /* and in the filter block (8 words a quad) */
} ncn_m7_run;

enum { NCN_M7_READ_AHEAD = 8 }; /* bytes that ncn_m7_mac_4x2 reads beyond the last run of x or w */

/* acc[2·c + p] = start[c] + sum over the run of x_p · w_c, c = 0..3, p = 0, 1. x: the pixels' words in turn, 4 words a
   quad, as ncn_m7_widen_pair makes them. */
void ncn_m7_mac_4x2(const uint32_t *x, const uint32_t *w, const ncn_m7_run *run, const int32_t start[4],
                    int32_t acc[8]);

/* The same for two pixels of a map of bytes: quads of int8, a word each. */
void ncn_m7_mac_4x2_narrow(const uint32_t *x0, const uint32_t *x1, const uint32_t *w, const ncn_m7_run *run,
                           const int32_t start[4], int32_t acc[8]);

/* acc[2·c] += sum over the run of x · w_c: one pixel of such a map. To add to pixel 1, pass acc + 1. */
void ncn_m7_mac_4x1_narrow(const uint32_t *x, const uint32_t *w, const ncn_m7_run *run, int32_t *acc);

#endif
