/* The inner loop of first layers to bits (KERNELS.md, "int8: columns"): signs of the sums of up to 32 output channels,
   4 at a time, for 2 pixels. */
#ifndef NCN_M7_SIGNS_H
#define NCN_M7_SIGNS_H

#include <stdint.h>

enum { NCN_M7_SIGN_BLOCKS = 8 }; /* of 4 channels: a word of bits */

/* Bit c of u[p]: whether start[c] + sum of x_p · w_c >= 0, for c < 4·blocks; the other bits are 0. A step is a pair of
   taps. x: [steps][2], the pixels' words in turn, as ncn_m7_widen_pair makes them. block: [blocks][4 starts, [steps][4]
   filter words], as ncn_m7_pack_channel makes them. steps > 0, 1 <= blocks <= NCN_M7_SIGN_BLOCKS. Reads 8 bytes beyond
   x and 4 beyond the last block. */
void ncn_m7_signs_4x2(const uint32_t *x, const uint32_t *block, int32_t steps, int32_t blocks, uint32_t u[2]);

#endif
