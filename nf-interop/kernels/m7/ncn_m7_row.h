/* The row method for int8 convolutions (KERNELS.md, "int8: rows"): the input is widened once, band by band, and windows
   are read from it in place (or, without room for a band, from the input, widened at each use); taps of a window row
   lie side by side there, so a window is a few runs. Two vertically adjacent output pixels share the filter words; taps
   outside the image are left out, not multiplied by 0. */
#ifndef NCN_M7_ROW_H
#define NCN_M7_ROW_H

#include "ncn_kernels.h"
#include "ncn_m7_quad.h"

/* The workspace as the method divides it. */
typedef struct ncn_m7_rows {
    uint32_t *filter;   /* a block of 4 output channels */
    uint32_t *band;     /* widened input rows; null: there is no room, the input is read as it is */
    int32_t pixelWords; /* of a pixel in the band: inC/2; in the input: inC/4 */
    int32_t bandRows;   /* output rows a band serves; 0: the method cannot be used */
} ncn_m7_rows;

ncn_m7_rows ncn_m7_rows_in(const ncn_kernel_args *a);

/* The whole layer, int8 to int8; bandRows > 0. */
void ncn_m7_rows_run(const ncn_m7_rows *m, const ncn_kernel_args *a);

#endif
