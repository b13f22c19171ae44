/* The strip method for int8 convolutions (KERNELS.md, "int8: strips"): input rows are widened in pairs, word by
   word, so that of two output pixels, one below the other, a row of the windows is one run of taps. Channels a multiple
   of 4. */
#ifndef NCN_M7_STRIP_H
#define NCN_M7_STRIP_H

#include "ncn_kernels.h"
#include "ncn_m7_quad.h"

/* The workspace as the method divides it. */
typedef struct ncn_m7_strips {
    uint32_t *filter;  /* a block of 4 output channels */
    uint32_t *rows;    /* [columns][inC/4 quads][4 words] each: an input row and the one `stride` below it */
    int32_t columns;   /* of a row: inW, or only those that windows of one column meet */
    int32_t rowWords;  /* columns·inC */
    int32_t step;      /* rows from the first of a pair of output rows to that of the next, which shares kH - step */
    int32_t bandPairs; /* pairs of output rows at once; 0: the method cannot be used */
} ncn_m7_strips;

ncn_m7_strips ncn_m7_strips_in(const ncn_kernel_args *a);

/* The whole layer, int8 to int8; bandPairs > 0. */
void ncn_m7_strips_run(const ncn_m7_strips *m, const ncn_kernel_args *a);

#endif
