/* The inner loop of F(4,5): sums of 4 output channels and 2 tiles at all eight points. */
#ifndef NCN_M7_F45_POINTS_H
#define NCN_M7_F45_POINTS_H

#include <stdint.h>

/* At each point the tiles and the filters have a run of `words`: two words of x for each, of one tile and the other,
   and four of w, of the channels; a word is two taps. */
typedef struct ncn_m7_f45_run {
    const uint32_t *x, *w;
    int32_t *sums;          /* 8 words a point: [channel][tile] */
    int32_t words;          /* 1 or more */
    int32_t xBytes, wBytes; /* from one point's run to the next's */
} ncn_m7_f45_run;

typedef void ncn_m7_f45_points_of(const ncn_m7_f45_run *run);

ncn_m7_f45_points_of ncn_m7_f45_points;

/* Runs of 3 and of 8 words that lie close together in w, as those of one and of three channels do. */
ncn_m7_f45_points_of ncn_m7_f45_points_3, ncn_m7_f45_points_8;

#endif
