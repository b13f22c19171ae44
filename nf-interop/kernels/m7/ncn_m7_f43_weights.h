/* Filters for F(4x4,3x3), made from the reference's layout while the layer runs. */
#ifndef NCN_M7_F43_WEIGHTS_H
#define NCN_M7_F43_WEIGHTS_H

#include "ncn_kernels.h"

/* The filters of 4 output channels from `channel` on, of a->weight, int8 [outC][3][3][inC], as the layout f43 has them;
   inC a multiple of 4. Channels that do not exist are as the first one. temporary: 40 words. */
void ncn_m7_f43_transform(uint32_t *dst, const ncn_kernel_args *a, int32_t channel, uint32_t *temporary);

#endif
