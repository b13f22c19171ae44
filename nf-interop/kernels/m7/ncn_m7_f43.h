/* The method F(4x4,3x3) for 3x3 convolutions of stride 1 (KERNELS.md, "int8: Winograd"). */
#ifndef NCN_M7_F43_H
#define NCN_M7_F43_H

#include "ncn_m7_winograd.h"

/* Weights in the reference's layout, memory in the workspace; a block of filters is transformed when it is needed.
   False if the layer is no 3x3 of stride 1 with whole quads of channels, the workspace too small or the direct method
   faster. */
bool ncn_m7_f43_begin_reference(ncn_m7_winograd *m, const ncn_kernel_args *a);

/* The layer: eq. (2). */
void ncn_m7_f43_run(const ncn_m7_winograd *m, const ncn_kernel_args *a);

#endif
