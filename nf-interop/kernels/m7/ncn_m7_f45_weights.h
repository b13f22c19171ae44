/* Filters for F(4,5), made while the layer runs: from the reference's layout, and in their second arrangement. */
#ifndef NCN_M7_F45_WEIGHTS_H
#define NCN_M7_F45_WEIGHTS_H

#include "ncn_f45.h"
#include "ncn_kernels.h"

/* Block `block` of a->weight, int8 [outC][5][5][inC], as the layout f45 has it; output channels that do not exist are
   as the block's first one. About 4.5 instructions a weight for whole quads of channels. */
void ncn_m7_f45_transform(uint32_t *dst, const ncn_kernel_args *a, int32_t block);

/* Copies `blocks` of weights, each point times the negative of its coefficient in the output's transform: -180, 40, 40,
   -2, -2, -1, -1, -180. |u| stays below 2^15. src may be dst. */
void ncn_m7_f45_scale(uint32_t *dst, const uint32_t *src, int32_t inC, int32_t blocks);

/* `blocks` of weights once more, for odd rows, with each filter a halfword later. */
void ncn_m7_f45_odd_phase(uint32_t *dst, const uint32_t *weights, int32_t inC, int32_t blocks);

#endif
