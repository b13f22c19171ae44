/* The end of a first layer of a binary network by F(4,5): from scaled sums at eight points to signs. */
#ifndef NCN_M7_F45_SIGNS_H
#define NCN_M7_F45_SIGNS_H

#include <stdint.h>

/* Appends four signs to the words of the eight columns of two tiles, those of channels 3, 2, 1, 0 of a block, in this
   order: each moves the word up by one and becomes its lowest bit.
   sums: [8 points][4 channels][2 tiles], of weights that ncn_m7_f45_scale made.
   offset: [4 channels]; a column's sign is that of -720·y + offset, which must fit 32 bits.
   u: column 0's word; the next column's lies `stride` bytes behind. */
void ncn_m7_f45_append_signs(const int32_t *sums, const int32_t *offset, uint32_t *u, int32_t stride);

#endif
